/** The judge of the load runs sees what it is there for: an entry missing, one doubled, a sum off by one. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tx } from '../../src/server/db/door.ts';
import { serverWorld, type ServerWorld } from '../server/server-world.ts';
import { judgeBooks } from './judge-books.ts';
import { LoadTill } from './load-till.ts';
import { nothingSold, sellOnce } from './sell.ts';
import { countingFetch, Tally } from './tally.ts';

const SALES = 6;
let world: ServerWorld;
let till: LoadTill;
const sold = nothingSold();

beforeAll(async () => {
  world = await serverWorld('sqlite');
  const tally = new Tally();
  const fetch = countingFetch(tally, () => world.url);
  till = await LoadTill.enrol(await world.code(), { fetch, random: Math.random, tally });
  for (let n = 0; n < SALES; n += 1) sellOnce(till, sold, Math.random);
  till.connect();
  await till.drained();
  till.disconnect();
});
afterAll(() => world.close());

const books = () => ({ door: world.door, orgId: world.deps.orgId });
const faults = async () => (await judgeBooks(books(), [till], { sold })).faults.join('\n');

/** What the judge says while the tables are so; then they are as before. */
async function planted(change: (tx: Tx) => Promise<unknown>): Promise<string> {
  const kept = new Error('back to what it was');
  let said = '';
  const inside = { ...world.door, read: <T>(_org: string, work: (tx: Tx) => Promise<T>) => work(held) };
  let held: Tx;
  const run = world.door.write(world.deps.orgId, async (tx) => {
    held = tx;
    await change(tx);
    said = (await judgeBooks({ door: inside, orgId: tx.orgId }, [till], { sold })).faults.join('\n');
    throw kept;
  });
  await expect(run).rejects.toBe(kept);
  return said;
}

const exec = (text: string) => (tx: Tx) => sql.raw(text).execute(tx.db);

test('books as the till made them are whole', async () => {
  expect(await faults()).toBe('');
});

test('an entry the server lacks, and one it has too many', async () => {
  const [last] = till.rows.slice(-1);
  if (last === undefined) throw new Error('the till has sold');
  till.rows.push(last);
  expect(await faults()).toContain(`made ${String(SALES + 2)} entries, the server has ${String(SALES + 1)}`);
  till.rows.splice(-2);
  expect(await faults()).toContain(`made ${String(SALES)} entries, the server has ${String(SALES + 1)}`);
  till.rows.push({ ...last, hash: 'other' });
  expect(await faults()).toContain(`entry ${String(SALES + 1)} is another at the server`);
  till.rows.splice(-1, 1, last);
});

test('a sale gone, an amount off by one, an effect undone, a task nobody expects', async () => {
  expect(await planted(exec('delete from sale where seq = 3'))).toContain('sales: 6 expected, the server has 5');
  expect(await planted(exec('update sale set total_minor = total_minor + 1 where seq = 3'))).toContain('minor units');
  expect(await planted(exec(`update entry_effect set status = 'parked' where seq = 3`))).toContain(
    '1 effects are parked',
  );
  const task =
    'insert into task (org_id, code, subject, facts, opened_ms) ' +
    `select org_id, 'till_cloned', 'x', '{}', 1 from org`;
  expect(await planted(exec(task))).toContain('till_cloned');
  expect(await faults()).toBe('');
});
