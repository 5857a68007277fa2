/**
 * S15: the alarm of a life that ended counts what it had announced and what is nowhere, no entry more and none less.
 *
 * Ended is what another life's first entry names. Counted is by number, as the office is told: of two copies of one
 * disk both write under one number, and one of the two facts is enough for it not to be missing.
 */
import { chainKey, type Data } from './shop-tables.ts';
import type { World } from './world.ts';

type Opening = {
  readonly kind: string;
  readonly body: {
    readonly old: { readonly incarnation: string; readonly deviceId?: string; readonly keptSeq?: number } | null;
  };
};

/** Chains that ended, and by which lives that bring their rest. */
function endedIn(data: Data): ReadonlyMap<string, readonly string[]> {
  const ended = new Map<string, string[]>();
  for (const { seq, kind, bytes, ...chain } of data.entry.values()) {
    if (seq !== 1 || kind !== 'incarnation.opened') continue;
    const { old } = (JSON.parse(bytes) as Opening).body;
    if (old === null) continue;
    const name = chainKey({ deviceId: old.deviceId ?? chain.deviceId, incarnation: old.incarnation });
    const heirs = ended.get(name) ?? [];
    ended.set(name, (old.keptSeq ?? 0) > 0 ? [...heirs, chainKey(chain)] : heirs);
  }
  return ended;
}

export function judgeAlarm(world: World): void {
  const { data } = world.shop;
  const living = new Set(world.tills.map(({ life }) => chainKey(life)));
  const rows = world.tills.flatMap((till) => till.allEntries().map((row) => ({ row, of: till.identity.deviceId })));
  const kept = new Set(rows.map(({ row }) => row.entryId));
  const onDisk = new Set(rows.map(({ row, of }) => chainKey({ deviceId: of, incarnation: row.incarnation })));
  const numbers = new Set(
    rows.map(({ row, of }) => `${chainKey({ deviceId: of, incarnation: row.incarnation })} ${String(row.seq)}`),
  );
  const isThere = (id: string) => kept.has(id) || data.effect.has(id);
  for (const [chain, heirs] of endedIn(data)) {
    const head = data.head.get(chain);
    // An heir whose disk was put back to before it began brings nothing, and nobody can know.
    if (head === undefined || living.has(chain) || heirs.some((heir) => !onDisk.has(heir))) continue;
    let [gone, toldAgain] = [0, 0];
    for (let at = head.seq + 1; at <= head.announcedSeq; at += 1) {
      const ids = [...(world.numbered.get(`${chain} ${String(at)}`) ?? [])];
      if (!ids.some(isThere)) gone += 1;
      // No disk knows this number any more: that it was an older life's fact told again, nobody can say.
      else if (!numbers.has(`${chain} ${String(at)}`)) toldAgain += 1;
    }
    const alarm = data.task.get(`entries_missing ${chain}`);
    const counted = alarm?.closedMs === null ? Number(alarm.facts['missing']) : 0;
    if (counted < gone || counted > gone + toldAgain)
      world.fail('S15', `of ${chain} ${gone} are gone, the alarm says ${String(counted)}`);
  }
  judgeMarks(world);
}

/** What the mark beside a deleted journal knew, the server knows as soon as it knows the device that came after. */
function judgeMarks({ shop: { data }, evictions, fail }: World): void {
  for (const { till, chain, marked, heir } of evictions) {
    const isHeard = data.entry.has(`${heir || chainKey(till.life)} 1`);
    if (isHeard && (data.head.get(chain)?.announcedSeq ?? 0) < marked)
      fail('S15', `the mark of ${chain} was at ${marked}, and nobody was told`);
  }
}
