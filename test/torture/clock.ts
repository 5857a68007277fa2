/**
 * The till's clock jumps by a second up to a year, forward and back, between sales: numbers go on without a gap,
 * nothing is refused, a sale belongs to the day of its shift, and the server takes everything.
 */
import { Dice } from '../sim/dice.ts';
import { inTortureShop } from './in-torture-shop.ts';
import { comparedIds, type Asked, type Part, type Tally } from './tally.ts';
import type { TortureShop } from './torture-shop.ts';
import { openTortureTill } from './torture-till.ts';

const JUMPS = 500;
const JUMP_MS = [1_000, 30_000, 600_000, 3_600_000, 86_400_000, 31 * 86_400_000, 366 * 86_400_000] as const;
const DRAIN_WITHIN_MS = 60_000;

type Written = { readonly seq: number; readonly kind: string; readonly businessDate: string | null };

async function play({ seed, count }: Asked, shop: TortureShop): Promise<readonly Tally[]> {
  const begun = performance.now();
  const jumps = count ?? JUMPS;
  const dice = new Dice(seed);
  const sold: string[] = [];
  const faults: string[] = [];
  const till = await openTortureTill({ shop, random: () => dice.next() });
  const day = till.device.state.getState().shift?.businessDate;
  let lastSeq = till.device.state.getState().headSeq;
  let clockMs = Date.now();
  for (let n = 0; n < jumps; n += 1) {
    clockMs += dice.pick(JUMP_MS) * (dice.chance(0.5) ? 1 : -1);
    till.setClock(clockMs);
    const { sale, entry } = await till.sell();
    sold.push(sale.saleId);
    if (entry.seq <= lastSeq) faults.push(`jump ${String(n)}: entry ${String(entry.seq)} after ${String(lastSeq)}`);
    lastSeq = entry.seq;
  }
  const drained = await till.drained(DRAIN_WITHIN_MS);
  const { entries, sales, tasks, branches } = await shop.stored();
  const own = entries.filter(({ deviceId }) => deviceId === till.deviceId);
  const written = own.map(({ bytes }) => JSON.parse(bytes) as Written);
  if (written.some(({ seq }, at) => seq !== at + 1)) faults.push('the numbers of the entries have a gap');
  const astray = written.filter(({ kind, businessDate }) => kind === 'sale.completed' && businessDate !== day);
  if (astray.length > 0) faults.push(`${String(astray.length)} sales are not of their shift's day ${String(day)}`);
  if (branches > 0) faults.push(`${String(branches)} entries fit no chain`);
  for (const fault of till.faults) faults.push(`in the background: ${String(fault)}`);
  await till.close();
  const ids = sales.map(({ saleId }) => saleId);
  const { lost, doubled, ...counts } = comparedIds(sold, ids);
  const shifts = written.filter(({ kind }) => kind === 'clock.shifted').length;
  const notes = [`${String(shifts)} clock.shifted entries; tasks for a person: ${String(tasks.length)}`];
  const seconds = (performance.now() - begun) / 1000;
  const bad = { lost: lost.length, doubled: doubled.length, stuck: drained ? 0 : 1 };
  return [{ part: 'clock', runs: jumps, ...counts, ...bad, seconds, notes, faults }];
}

export const clock: Part = {
  name: 'clock',
  cannot: () => null,
  run: (asked) => inTortureShop(asked, (shop) => play(asked, shop)),
};
