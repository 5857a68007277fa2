/**
 * Points and stored value of one member, moved by two tills that meet at the server in either order: the ledger comes
 * out the same, and what was spent beyond a grant is told.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SaleMember } from '../../src/core/loyalty.ts';
import type { TenderValue, Value } from '../../src/core/value.ts';
import { toMinor } from '../../src/core/money.ts';
import { memberBooks } from '../../src/server/db/member-books.ts';
import { saveMember, standingNow } from '../../src/server/db/members.ts';
import { saveSettings } from '../../src/server/db/office-shop.ts';
import { giveGrant, writeOffGrant } from '../../src/server/members/grants.ts';
import type { EntryBody } from '../../src/wire/entry.ts';
import { returnOf, saleOf } from '../support/facts.ts';
import { newId } from '../support/till-facts.ts';
import type { TestTill } from '../server/test-till.ts';
import { tillWorld, type TillWorld } from './till-world.ts';

let world: TillWorld;
let one: TestTill;
let two: TestTill;
let memberId: string;
beforeEach(async () => {
  world = await tillWorld();
  [one, two] = [await world.server.till(), await world.server.till()];
  memberId = newId();
  const { door, deps } = world.server;
  const gifts = [{ fromMinor: toMinor(1000), giftMinor: toMinor(100) }];
  await door.write(deps.orgId, async (tx) => {
    await saveSettings(tx, { loyalty: { perMinor: 100, valueMaxMinor: toMinor(1900), gifts } });
    await saveMember(tx, {
      member_id: memberId, card_no: '6688', card_hash: 'ab'.repeat(32), name: 'Wang', phone_hash: null,
      phone_tail: null, tier: null, state: 'active', joined_ms: 0,
    });
  }); // prettier-ignore
});
afterEach(() => world.close());

const value = (principal: number, gift = 0): Value => ({
  principalMinor: toMinor(principal),
  giftMinor: toMinor(gift),
});
const topUp = (of: Value): EntryBody<'value.topped_up'> => ({
  topUpId: newId(), shiftId: newId(), memberId, label: '•6688', ...of, method: 'cash',
}); // prettier-ignore
/** 350 a piece earns three points. */
const buying = (): { member: SaleMember } => ({ member: { memberId, label: '•6688', points: 3, perMinor: 100 } });
const bySpending = (grantId: string, of: Value) => {
  const spent: TenderValue = { memberId, grantId, ...of };
  const amountMinor = toMinor(of.principalMinor + of.giftMinor);
  return { ...buying(), tenders: [{ tenderId: 1, method: 'stored_value' as const, amountMinor, value: spent }] };
};

const storeId = async () => {
  const { door, deps } = world.server;
  const row = await door.read(deps.orgId, ({ db }) => db.selectFrom('store').select('store_id').executeTakeFirst());
  return row?.store_id ?? '';
};
async function grantPoints(till: TestTill, points: number) {
  const { door, deps } = world.server;
  const at = { deviceId: till.deviceId, storeId: await storeId() };
  return door.write(deps.orgId, (tx) => giveGrant(tx, deps, at, { grantId: newId(), memberId, points }));
}
async function grant(till: TestTill, amountMinor: number, grantId = newId()) {
  const { door, deps } = world.server;
  const at = { deviceId: till.deviceId, storeId: await storeId() };
  const asked = { grantId, memberId, amountMinor: toMinor(amountMinor) };
  return door.write(deps.orgId, (tx) => giveGrant(tx, deps, at, asked));
}
const writeOff = (grantId: string) => {
  const { door, deps } = world.server;
  const user = { userId: newId(), login: 'owner' };
  return door.write(deps.orgId, (tx) => writeOffGrant(tx, deps, { grantId, memberId, user }));
};
const openTasks = () =>
  world.server.door.read(world.server.deps.orgId, async ({ db }) => {
    const rows = await db.selectFrom('task').select('code').where('closed_ms', 'is', null).execute();
    return rows.map(({ code }) => code).sort();
  });

/** What the member has, and that money and points come to nothing over all accounts. */
const standing = () =>
  world.server.door.read(world.server.deps.orgId, async (tx) => {
    const { sums } = await memberBooks(tx, { memberIds: [memberId], grantIds: [], saleIds: [] });
    const of = (isPoints: boolean) =>
      (sums.get(memberId) ?? [])
        .filter(({ account }) => account.includes('points') === isPoints)
        .reduce((all, { amount }) => all + amount, 0);
    expect([of(true), of(false)]).toEqual([0, 0]);
    return standingNow(tx, memberId);
  });

describe.each([
  ['the first till arrives first', [0, 1]],
  ['the second till arrives first', [1, 0]],
] as const)('%s', (_name, order) => {
  const arrive = async () => {
    for (const at of order) await [one, two][at]!.push();
  };

  test('earning commutes, and a sale sent twice earns once', async () => {
    one.fact('sale.completed', saleOf([{ skuNo: 7 }], buying()));
    two.fact('sale.completed', saleOf([{ skuNo: 8 }], buying()));
    await arrive();
    await one.push({ from: 1 });
    expect(await standing()).toMatchObject({ points: 6 });
    expect(await openTasks()).toEqual([]);
  });

  test('a return before or after its sale takes back its points once', async () => {
    const sale = saleOf([{ skuNo: 7 }, { skuNo: 8 }], { member: { memberId, label: '', points: 7, perMinor: 100 } });
    one.fact('sale.completed', sale);
    two.fact('return.completed', returnOf(sale, 1000));
    await arrive();
    expect(await standing()).toMatchObject({ points: 4 }); // half of seven is left, half up
    const rest = returnOf(sale);
    const half = toMinor(350);
    const plan = rest.plan.map((row) => ({ ...row, amountMinor: half }));
    two.fact('return.completed', { ...rest, lines: rest.lines.slice(1), plan, totalMinor: half });
    await two.push();
    expect(await standing()).toMatchObject({ points: 0 });
  });

  test('top-ups and spending from grants of two tills come to the same', async () => {
    one.fact('value.topped_up', topUp(value(1000, 100)));
    await one.push();
    const [mine, theirs] = [await grant(one, 350), await grant(two, 700)];
    if (!mine.ok || !theirs.ok) throw new Error('both are there');
    expect(await standing()).toMatchObject({ value: value(0, 50), reservedMinor: 1050 });
    expect(await grant(two, 100)).toMatchObject({
      ok: false,
      error: { code: 'value_short', facts: { leftMinor: 50 } },
    });
    one.fact('sale.completed', saleOf([{ skuNo: 7 }], bySpending(mine.value.grantId, value(350))));
    two.fact('sale.completed', saleOf([{ skuNo: 7 }], bySpending(theirs.value.grantId, value(350))));
    two.fact('grant.returned', { grantId: theirs.value.grantId, memberId, ...value(300, 50) });
    await arrive();
    expect(await standing()).toMatchObject({ value: value(300, 100), reservedMinor: 0, owedMinor: 0, points: 6 });
    expect(await openTasks()).toEqual([]);
  });
});

test('asked again with the same id, a till gets the same grant', async () => {
  one.fact('value.topped_up', topUp(value(500)));
  await one.push();
  const id = newId();
  const [first, again] = [await grant(one, 300, id), await grant(one, 300, id)];
  expect(again).toEqual(first);
  expect(await standing()).toMatchObject({ value: value(200), reservedMinor: 300 });
  expect(await grant(two, 300, id)).toMatchObject({ ok: false, error: { code: 'bad_request' } });
});

test.each([
  ['the sale comes before the grant is written off', true, []],
  ['the sale comes after it: it stands, and is owed', false, ['value_overdrawn']],
] as const)('%s', async (_name, isFirst, tasks) => {
  one.fact('value.topped_up', topUp(value(1000)));
  await one.push();
  const given = await grant(two, 600);
  if (!given.ok) throw new Error('it is there');
  const { grantId } = given.value;
  two.fact('sale.completed', saleOf([{ skuNo: 7 }], bySpending(grantId, value(350))));
  if (isFirst) await two.push();
  expect(await writeOff(grantId)).toMatchObject({ ok: true, value: value(isFirst ? 250 : 600) });
  if (!isFirst) await two.push();
  // The member's money is the same: what was spent is either gone, or owed and taken off.
  expect(await standing()).toMatchObject({ value: value(650), owedMinor: isFirst ? 0 : 350, points: 3 });
  expect(await openTasks()).toEqual(tasks);
});

test('a till that gives back a grant the owner has written off frees it once', async () => {
  one.fact('value.topped_up', topUp(value(1000)));
  await one.push();
  const given = await grant(two, 600);
  if (!given.ok) throw new Error('it is there');
  const { grantId } = given.value;
  await writeOff(grantId);
  two.fact('grant.returned', { grantId, memberId, ...value(600) });
  await two.push();
  const { value: left } = await standing();
  expect(left.principalMinor + left.giftMinor).toBe(1000);
});

test('stored value of no grant, of another till or beyond the limit is told, and stands', async () => {
  two.fact('sale.completed', saleOf([{ skuNo: 7 }], bySpending(newId(), value(350))));
  two.fact('value.topped_up', topUp(value(1700, 999)));
  await two.push();
  expect(await openTasks()).toEqual(['value_doubted', 'value_doubted', 'value_over_limit', 'value_overdrawn']);
  const { value: left } = await standing();
  expect(left.principalMinor + left.giftMinor).toBe(2349);
});

/** 350 paid with points at a hundred for 1.00; it earns nothing. */
const byPoints = (grantId: string, points = 350) => ({
  member: { memberId, label: '•6688', points: 0, perMinor: 100 },
  tenders: [
    {
      tenderId: 1,
      method: 'points' as const,
      amountMinor: toMinor(350),
      points: { memberId, grantId, points, perUnit: 100 },
    },
  ],
});
/** A sale that earned a thousand points, long ago. */
const earned = () => {
  one.fact(
    'sale.completed',
    saleOf([{ skuNo: 7 }], { member: { memberId, label: '•6688', points: 1000, perMinor: null } }),
  );
  return one.push();
};

describe('points pay', () => {
  test.each([
    ['the sale first', [0, 1]],
    ['the return of another till first', [1, 0]],
  ] as const)('they leave the grant and come back whole: %s', async (_name, order) => {
    await earned();
    const given = await grantPoints(one, 400);
    if (!given.ok) throw new Error('they are there');
    expect(given.value).toMatchObject({ points: 400, principalMinor: 0, giftMinor: 0 });
    expect(await standing()).toMatchObject({ points: 600, reservedPoints: 400 });
    expect(await grantPoints(two, 601)).toMatchObject({ error: { code: 'points_short', facts: { points: 600 } } });
    const { grantId } = given.value;
    const sale = saleOf([{ skuNo: 7 }], byPoints(grantId));
    one.fact('sale.completed', sale);
    one.fact('grant.returned', { grantId, memberId, ...value(0), points: 50 });
    const back = returnOf(sale);
    const [tender] = sale.tenders;
    if (tender === undefined) throw new Error('paid with points');
    two.fact('return.completed', { ...back, plan: [tender] });
    for (const at of order) await [one, two][at]!.push();
    expect(await standing()).toMatchObject({ points: 1000, reservedPoints: 0, owedPoints: 0 });
    expect(await openTasks()).toEqual(['points_doubted']); // a thousand for 3.50, above
  });

  test.each([
    ['before', true, 50, []],
    ['after', false, 400, ['points_overdrawn']],
  ] as const)('spent %s the owner writes them off', async (_name, isFirst, freed, tasks) => {
    await earned();
    const given = await grantPoints(two, 400);
    if (!given.ok) throw new Error('they are there');
    const { grantId } = given.value;
    two.fact('sale.completed', saleOf([{ skuNo: 7 }], byPoints(grantId)));
    if (isFirst) await two.push();
    expect(await writeOff(grantId)).toMatchObject({ ok: true, value: { points: freed } });
    if (!isFirst) await two.push();
    expect(await standing()).toMatchObject({ points: 650, owedPoints: isFirst ? 0 : 350 });
    expect(await openTasks()).toEqual(['points_doubted', ...tasks].sort());
  });

  test.each([
    ['too few for the amount by the rate it names', 349],
    ['of no grant', null],
  ] as const)('%s: the sale stands and is told', async (_name, points) => {
    await earned();
    const given = await grantPoints(one, 400);
    if (!given.ok) throw new Error('they are there');
    const paid = points === null ? byPoints(newId()) : byPoints(given.value.grantId, points);
    one.fact('sale.completed', saleOf([{ skuNo: 7 }], paid));
    await one.push();
    expect(await openTasks()).toContain('value_doubted');
  });

  test('more given back than the money it stands for is told', async () => {
    const sale = saleOf([{ skuNo: 7 }], byPoints(newId()));
    two.fact('return.completed', { ...returnOf(sale), plan: byPoints(newId(), 35_000).tenders });
    await two.push();
    one.fact('sale.completed', sale);
    await one.push();
    expect(await openTasks()).toContain('value_doubted');
  });
});
