/** The shelf of grants on the real database: spent and given back in the transaction of the fact, never twice. */
import { beforeEach, expect, test } from 'vitest';
import { grantShelf } from '../../../src/client/db/grant-shelf.ts';
import type { JournalDb } from '../../../src/client/db/journal-db.ts';
import type { Grant } from '../../../src/client/till-device.ts';
import { toMinor } from '../../../src/core/money.ts';
import type { Tender } from '../../../src/core/sale.ts';
import type { GrantShelf } from '../../../src/client/till-device.ts';
import { NO_VALUE } from '../../../src/core/value.ts';
import { uuidOf } from '../../support/builders.ts';
import { withFault } from '../../support/faulty-indexeddb.ts';
import { memoryPlace, openJournal } from '../../support/memory-databases.ts';
import { aSale } from '../../support/till-facts.ts';
import { commit, openShop } from './journal-kit.ts';

const [MEMBER, GRANT] = [uuidOf(50), uuidOf(51)];
const LENT: Grant = {
  grantId: GRANT,
  memberId: MEMBER,
  principalMinor: toMinor(300),
  giftMinor: toMinor(100),
  points: 40,
  leaseUntilMs: 1,
};

let db: JournalDb;
let shelf: GrantShelf;
let shiftId: string;
beforeEach(async () => {
  db = await openJournal(memoryPlace(), { onRetired: () => undefined, onBlocked: () => undefined });
  shelf = grantShelf(() => db);
  shiftId = (await openShop(db)).shiftId;
  await shelf.keep(LENT);
});

const spending = (principal: number, points: number) => {
  const value = { memberId: MEMBER, grantId: GRANT, principalMinor: toMinor(principal), giftMinor: toMinor(0) };
  const tenders: Tender[] = [
    { tenderId: 1, method: 'stored_value', amountMinor: toMinor(principal), value },
    {
      tenderId: 2,
      method: 'points',
      amountMinor: toMinor(points),
      points: { memberId: MEMBER, grantId: GRANT, points, perUnit: 100 },
    },
  ];
  return commit(db, { kind: 'sale.completed', body: { ...aSale(shiftId), tenders } });
};
const giveBack = (principal: number, points?: number) => {
  const value = { ...NO_VALUE, principalMinor: toMinor(principal), ...(points === undefined ? {} : { points }) };
  return commit(db, { kind: 'grant.returned', body: { grantId: GRANT, memberId: MEMBER, ...value } });
};
const entries = () => db.entries.count();

test('a sale takes what it spends, a return of the grant the rest, and then it is gone', async () => {
  await spending(100, 15);
  expect(await shelf.all()).toEqual([{ ...LENT, principalMinor: 200, points: 25 }]);
  await giveBack(50);
  expect(await shelf.all()).toEqual([{ ...LENT, principalMinor: 150, points: 25 }]);
  const value = { principalMinor: toMinor(150), giftMinor: toMinor(100), points: 25 };
  await commit(db, { kind: 'grant.returned', body: { grantId: GRANT, memberId: MEMBER, ...value } });
  expect(await shelf.all()).toEqual([]);
});

test.each([
  ['money that is not there', () => spending(301, 0)],
  ['points that are not there', () => spending(0, 41)],
  ['money given back twice', () => giveBack(301)],
  ['points given back twice', () => giveBack(0, 41)],
])('%s is refused, and nothing of it is written', async (_what, act) => {
  const before = await entries();
  await expect(act()).rejects.toMatchObject({ code: 'tender_not_taken' });
  expect([await entries(), await shelf.all()]).toEqual([before, [LENT]]);
});

test('of a grant that is gone nothing is spent', async () => {
  await db.grants.clear();
  await expect(spending(1, 0)).rejects.toMatchObject({ code: 'tender_not_taken' });
});

test('a row kept before points could be lent lends none', async () => {
  const { points: _points, ...old } = LENT;
  await db.grants.put(old as Grant);
  expect(await shelf.all()).toEqual([{ ...LENT, points: 0 }]);
  await spending(300, 0);
  expect(await shelf.all()).toEqual([{ ...LENT, principalMinor: 0, points: 0 }]);
  await expect(spending(0, 1)).rejects.toMatchObject({ code: 'tender_not_taken' });
});

test('a write that fails at any point leaves sale and grant as they were, or both done', async () => {
  for (let at = 1; ; at += 1) {
    await db.grants.put(LENT);
    const before = await db.sales.count();
    const { struck } = await withFault({ at, kind: 'throws' }, () => spending(100, 15));
    const isSold = (await db.sales.count()) > before;
    expect(await shelf.all()).toEqual([isSold ? { ...LENT, principalMinor: 200, points: 25 } : LENT]);
    if (!struck) break;
  }
});
