/** What a part of the torture found, and the table all parts are told in. */

/**
 * `confirmed`: facts that somebody was promised, by the change shown or by the server's answer. `found`: those that
 * were there afterwards. `stuck`: whatever did not come to rest in its time. Zero of the last three is the only good
 * end.
 */
export type Tally = {
  readonly part: string;
  readonly runs: number;
  readonly confirmed: number;
  readonly found: number;
  readonly lost: number;
  readonly doubled: number;
  readonly stuck: number;
  readonly seconds: number;
  /** Figures worth a line under the table. */
  readonly notes: readonly string[];
  /** What is wrong, in words, with what is needed to play it again. */
  readonly faults: readonly string[];
};

/** What one run of a part is asked for. `count`: how often, in the part's own unit; null: the part's default. */
export type Asked = {
  readonly dist: string;
  readonly seed: number;
  readonly count: number | null;
  /** Of a part that goes through every place: each how manieth. */
  readonly every: number;
  readonly say: (text: string) => void;
};

export type Part = {
  readonly name: string;
  /** Why it cannot run on this machine, or null. */
  readonly cannot: () => string | null;
  readonly run: (asked: Asked) => Promise<readonly Tally[]>;
};

/** Ids, each of which should be there once. */
export function comparedIds(wanted: Iterable<string>, there: Iterable<string>) {
  const counts = new Map<string, number>();
  for (const id of there) counts.set(id, (counts.get(id) ?? 0) + 1);
  const all = [...new Set(wanted)];
  const lost = all.filter((id) => !counts.has(id));
  const doubled = [...counts].filter(([, count]) => count > 1).map(([id]) => id);
  return { confirmed: all.length, found: all.length - lost.length, lost, doubled };
}

export const isClean = ({ lost, doubled, stuck, faults }: Tally): boolean =>
  lost === 0 && doubled === 0 && stuck === 0 && faults.length === 0;

const HEAD = ['part', 'runs', 'confirmed', 'found', 'lost', 'doubled', 'stuck', 'seconds'];
const cells = ({ part, runs, confirmed, found, lost, doubled, stuck, seconds }: Tally): readonly string[] => [
  part,
  ...[runs, confirmed, found, lost, doubled, stuck].map(String),
  seconds.toFixed(1),
];

/** The table as text; `skipped` are parts this machine cannot play, and why. */
export function tableOf(tallies: readonly Tally[], skipped: readonly (readonly [part: string, why: string])[]): string {
  const rows = [HEAD, ...tallies.map(cells)];
  const widths = HEAD.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map((row) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '),
  );
  const notes = tallies.flatMap(({ part, notes: own }) => own.map((note) => `  ${part}: ${note}`));
  const faults = tallies.flatMap(({ part, faults: own }) => own.map((fault) => `✗ ${part}: ${fault}`));
  const absent = skipped.map(([part, why]) => `○ ${part.toUpperCase()} WAS NOT PLAYED: ${why}`);
  return [...lines, ...notes, ...absent, ...faults].join('\n');
}
