/**
 * The synchronous standby is cut off: commits wait, so nothing is acknowledged, pushes are given up or told to come
 * later, and the tills sell on. When it is back, everything is stored once.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { PgPair } from '../support/pg-pair.ts';
import { withPair } from './scene-failover.ts';
import type { Sellers, SceneMeans } from './sellers.ts';

/** Long enough for servers to give up a commit, and for tills to give up a push. */
const AWAY_LEAST_MS = 50_000;
/** For answers that were under way when the wire was cut. */
const ON_THE_WAY_MS = 2_000;

const told = ({ tally }: Sellers): number => tally.count('push 429') + tally.count('push 503');
const givenUp = ({ tally }: Sellers): number => tally.count('push called off') + tally.count('push no answer');

export function standbyAway(means: SceneMeans): Promise<readonly string[]> {
  const { seconds, row } = means;
  const scene = async ({ pair, sellers }: { pair: PgPair; sellers: Sellers }) => {
    const faults: string[] = [];
    const partMs = (seconds * 1000) / 3;
    sellers.sell();
    await wait(partMs);
    pair.cut();
    await wait(ON_THE_WAY_MS);
    const before = {
      acked: sellers.ackedEntries,
      sales: sellers.sold.sales,
      told: told(sellers),
      up: givenUp(sellers),
    };
    await wait(Math.max(partMs, AWAY_LEAST_MS));
    const acked = sellers.ackedEntries - before.acked;
    const sales = sellers.sold.sales - before.sales;
    const [later, up] = [told(sellers) - before.told, givenUp(sellers) - before.up];
    row('sales made while the standby was away', String(sales));
    row('entries acknowledged meanwhile', String(acked));
    row('pushes told to come later; given up by the till', `${String(later)}; ${String(up)}`);
    if (acked > 0) faults.push(`${String(acked)} entries were acknowledged that the standby did not have`);
    if (sales === 0) faults.push('no till sold while the standby was away');
    if (later + up === 0) faults.push('no push was held up, so nothing was shown');
    const begun = performance.now();
    await pair.rejoin();
    row('the standby in step again after', `${((performance.now() - begun) / 1000).toFixed(1)} s`);
    await wait(partMs);
    await sellers.rest();
    return faults;
  };
  return withPair(means, { synchronous: true }, scene);
}
