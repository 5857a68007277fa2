/** A journal checked from its stored bytes: sound journals hold, and every kind of tampering is named by its entry. */
import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerFact } from '../../../src/server/journal/register.ts';
import { verifyJournal } from '../../../src/server/journal/verify.ts';
import { saleOf } from '../../support/facts.ts';
import { onBothEngines } from '../engines.ts';
import { serverWorld, STORE, type ServerWorld } from '../server-world.ts';
import { sha256Hex, type TestTill } from '../test-till.ts';

onBothEngines('verifying a journal', (engine) => {
  let world: ServerWorld;
  beforeAll(async () => {
    world = await serverWorld(engine);
  });
  afterAll(() => world.close());

  const verify = ({ deviceId, incarnation }: Pick<TestTill, 'deviceId' | 'incarnation'>) =>
    world.door.read(world.deps.orgId, (tx) => verifyJournal(tx, { deviceId, incarnation }));

  /** A till with seven entries in three pushes. */
  const soldTill = async () => {
    const till = await world.till();
    await till.push();
    for (let n = 0; n < 3; n += 1) till.fact('sale.completed', saleOf([{ skuNo: 7, unitMinor: 350 }]));
    await till.push({ from: 2 });
    for (let n = 0; n < 3; n += 1) till.fact('sale.completed', saleOf([{ skuNo: 7, unitMinor: 350 }]));
    await till.push({ from: 3 });
    return till;
  };

  /** Somebody with the rights of a database administrator, who takes the triggers away first. */
  const tamper = async (sql: string) => {
    const { dataDir, ownerUrl } = world.deps.place;
    if (engine === 'sqlite') {
      const db = new Database(join(dataDir, 'halfloop.db'), { timeout: 5000 });
      for (const trigger of ['entry_keeps', 'entry_stays', 'batch_keeps', 'batch_stays'])
        db.exec(`drop trigger if exists ${trigger}`);
      db.exec(sql);
      db.close();
      return;
    }
    const client = new pg.Client({ connectionString: ownerUrl ?? '' });
    await client.connect();
    await client.query('alter table entry disable trigger all; alter table batch disable trigger all');
    await client.query(sql);
    await client.end();
  };
  const mine = (till: TestTill) => `device_id = '${till.deviceId}'`;

  test('a sound journal holds to its end, all of it under signed heads', async () => {
    const till = await soldTill();
    expect(await verify(till)).toEqual({ tillCode: till.enrolled?.tillCode, entries: 7, signedSeq: 7, broken: null });
  });

  test('so does a register, and a journal that forked or broke off keeps what was good', async () => {
    const { deps } = world;
    const body = { moves: [{ skuNo: 1, deltaMilli: 5000, reason: 'receive' as const, ref: 'r' }] };
    const entryId = deps.ids();
    const book = () =>
      world.door.write(deps.orgId, (tx) =>
        registerFact(deps, tx, { storeId: STORE, entryId, kind: 'stock.moved', body }),
      );
    expect([await book(), await book()]).toEqual([true, false]);
    const register = await world.door.read(deps.orgId, (tx) =>
      tx.db.selectFrom('device').selectAll().where('kind', '=', 'register').executeTakeFirstOrThrow(),
    );
    expect(await verify({ deviceId: register.device_id, incarnation: register.incarnation })).toEqual({
      tillCode: 'W1',
      entries: 2,
      signedSeq: 2,
      broken: null,
    });
    const stock = await world.door.read(deps.orgId, (tx) =>
      tx.db.selectFrom('stock').selectAll().where('sku_no', '=', 1).executeTakeFirst(),
    );
    expect(stock?.on_hand_milli).toBe(5000);
    const till = await soldTill();
    const lines = [...till.lines];
    till.fact('sale.completed', saleOf([{ skuNo: 7 }]));
    await till.push({ lines: [...lines, 'no entry'], to: 8 });
    expect(await verify(till)).toMatchObject({ entries: 7, signedSeq: 7, broken: null });
  });

  test('one byte of one entry changed is named by its number', async () => {
    const till = await soldTill();
    await tamper(
      `update entry set bytes = replace(bytes, '"unitMinor":350', '"unitMinor":351') where seq = 4 and ${mine(till)}`,
    );
    expect(await verify(till)).toMatchObject({ entries: 3, broken: { seq: 4, what: 'bytes' } });
  });

  test('so are a changed byte with its hash made to fit, an entry taken out, and two changed places', async () => {
    const rehashed = await soldTill();
    const forged = (rehashed.lines[3] ?? '').replace('"unitMinor":350', '"unitMinor":351');
    await tamper(
      `update entry set bytes = '${forged}', hash = '${sha256Hex(forged)}' where seq = 4 and ${mine(rehashed)}`,
    );
    expect(await verify(rehashed)).toMatchObject({ broken: { seq: 5, what: 'chain' } });
    const removed = await soldTill();
    await tamper(`delete from entry where seq = 5 and ${mine(removed)}`);
    expect(await verify(removed)).toMatchObject({ broken: { seq: 5, what: 'missing' } });
    const swapped = await soldTill();
    await tamper(`update entry set seq = 100 - seq where seq in (3, 4) and ${mine(swapped)};
      update entry set seq = seq - 93 where seq in (96, 97) and ${mine(swapped)}`);
    expect(await verify(swapped)).toMatchObject({ entries: 2, broken: { seq: 3, what: 'chain' } });
    const moved = await soldTill();
    await tamper(`update entry set seq = 60 where seq = 6 and ${mine(moved)}`);
    expect(await verify(moved)).toMatchObject({ entries: 5, broken: { seq: 6, what: 'missing' } });
    const emptied = await soldTill();
    await tamper(`update entry set bytes = 'null', hash = '${sha256Hex('null')}' where seq = 2 and ${mine(emptied)}`);
    expect(await verify(emptied)).toMatchObject({ entries: 1, broken: { seq: 2, what: 'chain' } });
  });

  test('a journal of several pages is one chain', async () => {
    const till = await world.till();
    for (let n = 0; n < 1010; n += 1) till.fact('clock.shifted', { offsetMs: n });
    for (let from = 1; from <= 1011; from += 200) await till.push({ from, to: Math.min(1011, from + 199) });
    expect(await verify(till)).toMatchObject({ entries: 1011, signedSeq: 1011, broken: null });
    const firstOfPage = till.lines[500] ?? '';
    const forged = firstOfPage.replace(sha256Hex(till.lines[499] ?? ''), sha256Hex('another'));
    await tamper(
      `update entry set bytes = '${forged}', hash = '${sha256Hex(forged)}' where seq = 501 and ${mine(till)}`,
    );
    expect(await verify(till)).toMatchObject({ entries: 500, broken: { seq: 501, what: 'chain' } });
    await tamper(`delete from entry where seq = 501 and ${mine(till)}`);
    expect(await verify(till)).toMatchObject({ entries: 500, broken: { seq: 501, what: 'missing' } });
  });

  test('a statement nobody signed, and a tail cut off, are found', async () => {
    const unsigned = await soldTill();
    await tamper(
      `update batch set header = replace(header, '"timeMs":', '"timeMs":1') where from_seq = 2 and ${mine(unsigned)}`,
    );
    expect(await verify(unsigned)).toMatchObject({ broken: { seq: 2, what: 'statement' } });
    const cut = await soldTill();
    await tamper(`delete from entry where seq > 5 and ${mine(cut)}`);
    expect(await verify(cut)).toMatchObject({ broken: { seq: 6, what: 'head' } });
  });

  test('a tail cut off with the head made to fit lacks its signed end', async () => {
    const till = await soldTill();
    await tamper(`delete from entry where seq > 5 and ${mine(till)};
      update journal_head set seq = 5, hash = '${sha256Hex(till.lines[4] ?? '')}' where ${mine(till)}`);
    expect(await verify(till)).toMatchObject({ entries: 5, signedSeq: 4, broken: { seq: 6, what: 'missing' } });
  });

  test('there is no journal where there is none', async () => {
    expect(await verify({ deviceId: world.deps.ids(), incarnation: world.deps.ids() })).toBeNull();
  });
});
