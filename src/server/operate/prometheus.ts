/** Numbers as Prometheus reads them: its text format 0.0.4, written by hand, because it is ten lines. */
import type { Standing } from '../db/standing.ts';
import { PUSH_BOUNDS, type Counted } from './meter.ts';

export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [Labels, number];

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function family(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([labels, value]) => `${name}${labelText(labels)} ${String(value)}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n');
}

const by = (label: string, counts: ReadonlyMap<string, number>): Sample[] =>
  [...counts].map(([value, count]) => [{ [label]: value }, count]);

function pushHistogram({ buckets, pushSeconds, pushCount }: Counted): string {
  const name = 'halfloop_push_seconds';
  let below = 0;
  const lines = PUSH_BOUNDS.map((bound, at) => {
    below += buckets[at] ?? 0;
    return `${name}_bucket{le="${String(bound)}"} ${String(below)}`;
  });
  return [
    `# HELP ${name} Time from the whole body to the answer of a push.`,
    `# TYPE ${name} histogram`,
    ...lines,
    `${name}_bucket{le="+Inf"} ${String(pushCount)}`,
    `${name}_sum ${String(pushSeconds)}`,
    `${name}_count ${String(pushCount)}`,
  ].join('\n');
}

type Watched = {
  readonly counted: Counted;
  readonly standing: Standing;
  readonly disk: { readonly freeBytes: number; readonly hasSpace: boolean };
  readonly lastBackupMs: number | null;
  readonly nowMs: number;
};

/** All that is watched, as one answer. */
export function prometheusText({ counted, standing, disk, lastBackupMs, nowMs }: Watched): string {
  const ageOf = (ms: number): number => Math.max(0, (nowMs - ms) / 1000);
  const { loopLagSeconds: lag } = counted;
  const one = (value: number): Sample[] => [[{}, value]];
  return `${[
    family('halfloop_pushes_total', 'counter', 'Pushes by answer.', by('answer', counted.pushes)),
    family('halfloop_facts_total', 'counter', 'Pushed entries by what became of them.', by('status', counted.facts)),
    pushHistogram(counted),
    family('halfloop_devices_online', 'gauge', 'Tills heard of in the last 90 s.', one(standing.devicesOnline)),
    family('halfloop_entries_missing', 'gauge', 'Entries tills announced and did not send.', one(standing.missing)),
    family('halfloop_entries_open', 'gauge', 'Entries in the journal and in no figure.', by('status', standing.open)),
    family('halfloop_tasks_open', 'gauge', 'What needs a person.', one(standing.tasks)),
    family(
      'halfloop_stream_head',
      'gauge',
      'The last change of each stream.',
      standing.heads.map(({ stream, seq }) => [{ stream }, seq]),
    ),
    family(
      'halfloop_snapshot_age_seconds',
      'gauge',
      'Age of the newest snapshot of each stream.',
      standing.snapshots.map(({ stream, builtMs }) => [{ stream }, ageOf(builtMs)]),
    ),
    family(
      'halfloop_backup_age_seconds',
      'gauge',
      'Age of the last backup made here.',
      lastBackupMs === null ? [] : one(ageOf(lastBackupMs)),
    ),
    family('halfloop_disk_free_bytes', 'gauge', 'Free space of the data folder.', one(disk.freeBytes)),
    family('halfloop_write_gate_open', 'gauge', '0: pushes are put off for want of space.', one(disk.hasSpace ? 1 : 0)),
    family('halfloop_event_loop_lag_seconds', 'gauge', 'Lateness of timers since the last look.', [
      [{ quantile: '0.99' }, lag.p99],
      [{ quantile: '1' }, lag.max],
    ]),
    family('process_resident_memory_bytes', 'gauge', 'Memory of the process.', one(process.memoryUsage.rss())),
  ].join('\n')}\n`;
}
