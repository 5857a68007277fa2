/** A member at the counter: found, topped up, paying by what they have, and what becomes of what was fetched for it. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Grant } from '../../src/client/till-device.ts';
import { toMinor } from '../../src/core/money.ts';
import type { Sale } from '../../src/core/sale.ts';
import { err } from '../../src/core/result.ts';
import { NO_VALUE } from '../../src/core/value.ts';
import { giveBackGrant, pointsFor, reserve, topUp, usableGrants, valueFor } from '../../src/till/commands/members.ts';
import type { Counter } from '../../src/till/counter.ts';
import { payByMember, putOnCart } from '../../src/till/members/take-member.ts';
import { addProduct } from '../../src/till/sell/filling.ts';
import { leavePayment, openPayment, owed, takeBack, takeCash } from '../../src/till/sell/paying.ts';
import { waysOf } from '../../src/till/sell/tendering.ts';
import type { EntryBody } from '../../src/wire/entry.ts';
import { GRANT_PATH, grantAsked } from '../../src/wire/member-calls.ts';
import { uuidOf } from '../support/builders.ts';
import { GOODS, noticesOf, openCounter } from '../support/counter-kit.ts';
import type { MemoryTill } from '../support/memory-till.ts';

const MEMBER = { memberId: uuidOf(50), label: '王** •8888' };
const LEASE = Date.now() + 3_600_000;
const RULES = {
  perMinor: 100,
  valueMaxMinor: toMinor(50_000),
  gifts: [{ fromMinor: toMinor(10_000), giftMinor: toMinor(1000) }],
  pay: { perUnit: 100, least: 200 },
};

let counter: Counter;
let till: MemoryTill;
let asked: unknown[];
beforeEach(async () => {
  ({ counter, till } = await openCounter());
  till.state.setState(({ settings }) => ({ settings: settings && { ...settings, loyalty: RULES } }));
  asked = [];
  till.answer = (path, body) => {
    expect(path).toBe(GRANT_PATH);
    asked.push(body);
    const { grantId, memberId, ...want } = grantAsked.parse(body);
    const value = 'points' in want ? { ...NO_VALUE, ...want } : { ...NO_VALUE, principalMinor: want.amountMinor };
    return { grantId, memberId, ...value, leaseUntilMs: LEASE };
  };
  const [, crisps] = GOODS;
  if (crisps === undefined) throw new Error('there are crisps');
  putOnCart(counter, { ...MEMBER, cardHash: '', phoneHash: null, tier: null, state: 'active' });
  addProduct(counter, crisps, 'tap'); // 7.50
  openPayment(counter);
});

const offline = () => {
  till.ask = () => Promise.resolve(err({ code: 'server_unreachable' }));
};
const lent = (change: Partial<Grant>): Grant => ({
  grantId: uuidOf(60), memberId: MEMBER.memberId, ...NO_VALUE, points: 0, leaseUntilMs: LEASE, ...change,
}); // prettier-ignore
const pay = (method: 'stored_value' | 'points', minor: number) => payByMember(counter, method, toMinor(minor));
const tenders = () => counter.hand.getState().tenders;
const returned = () =>
  till.journal.filter(({ kind }) => kind === 'grant.returned').map(({ body }) => body as EntryBody<'grant.returned'>);
const sold = () => till.journal.filter(({ kind }) => kind === 'sale.completed').map(({ body }) => body as Sale);
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('points', () => {
  test('are a way of paying where the shop says so, and a member is on the cart', () => {
    const ways = () => waysOf(counter).map(({ method }) => method);
    expect(ways()).toContain('points');
    till.state.setState(({ settings }) => ({ settings: settings && { ...settings, loyalty: null } }));
    expect(ways()).not.toContain('points');
    expect(ways()).toContain('stored_value');
  });

  test('pay a part, cash the rest; only the rest earns', async () => {
    await pay('points', 450);
    expect(asked).toMatchObject([{ memberId: MEMBER.memberId, points: 450 }]);
    expect(owed(counter).remainingMinor).toBe(300);
    await takeCash(counter, toMinor(300));
    expect(sold()).toMatchObject([
      {
        tenders: [
          { method: 'points', amountMinor: 450, points: { points: 450, perUnit: 100 } },
          { method: 'cash', amountMinor: 300 },
        ],
        member: { points: 3, perMinor: 100 },
      },
    ]);
    expect(await till.grants.all()).toEqual([]);
  });

  test('fewer than the least are refused, and more than is owed', async () => {
    await pay('points', 199);
    await pay('points', 751);
    expect(noticesOf(counter)).toEqual(expect.arrayContaining(['points_too_few', 'change_without_cash']));
    expect([asked, tenders()]).toEqual([[], []]);
  });

  test('that are not there: how many are, and what they are worth', async () => {
    till.ask = () => Promise.resolve(err({ code: 'points_short', facts: { points: 120 } }));
    await pay('points', 300);
    const [notice] = counter.view.getState().notices;
    expect(notice?.refusal).toEqual({ code: 'points_short', facts: { points: 120, worthMinor: 120 } });
  });

  test('without the network come from what is reserved here, as many as there are', async () => {
    offline();
    await pay('points', 300);
    expect(noticesOf(counter)).toEqual(['server_unreachable']);
    await till.grants.keep(lent({ points: 250 }));
    await pay('points', 300);
    expect(tenders()).toMatchObject([{ method: 'points', amountMinor: 250, points: { points: 250 } }]);
  });

  test('do not pay in a shop that says nothing of it', async () => {
    till.state.setState(({ settings }) => ({
      settings: settings && { ...settings, loyalty: { ...RULES, pay: null } },
    }));
    const wanted = { memberId: MEMBER.memberId, saleEntryId: uuidOf(9), amountMinor: toMinor(300), inHand: [] };
    expect(await pointsFor(counter.tools, wanted)).toMatchObject({ error: { code: 'tender_not_taken' } });
  });
});

describe('a row taken back before the sale', () => {
  test.each([
    ['stored_value', { principalMinor: 500, giftMinor: 0 }],
    ['points', { principalMinor: 0, giftMinor: 0, points: 500 }],
  ] as const)('of %s frees what was fetched for it, also without the network', async (method, freed) => {
    await pay(method, 500);
    offline();
    takeBack(counter, tenders());
    await settled();
    await settled();
    expect(returned()).toMatchObject([{ memberId: MEMBER.memberId, ...freed }]);
    expect([tenders(), await till.grants.all()]).toEqual([[], []]);
  });

  test('leaves what was reserved to spend offline', async () => {
    await till.grants.keep(lent({ principalMinor: toMinor(750) }));
    await pay('stored_value', 500);
    takeBack(counter, tenders());
    await settled();
    await settled();
    expect(returned()).toEqual([]);
    expect(await usableGrants(counter.tools, MEMBER.memberId, tenders())).toMatchObject([{ principalMinor: 750 }]);
  });

  test('leaving the payment frees all of them', async () => {
    await pay('stored_value', 200);
    await pay('points', 300);
    leavePayment(counter);
    await settled();
    await settled();
    const freed = returned().map(({ points = 0, principalMinor }) => [points, principalMinor]);
    expect(freed).toEqual([[0, 200], [300, 0]]); // prettier-ignore
  });

  test('what comes from the network too late is freed', async () => {
    const { ask } = till;
    till.ask = async (...question) => {
      const answer = await ask(...question);
      leavePayment(counter);
      return answer;
    };
    await pay('stored_value', 500);
    expect(returned()).toMatchObject([{ principalMinor: 500 }]);
    expect(tenders()).toEqual([]);
  });
});

describe('stored value', () => {
  const wanted = (minor: number) => ({
    memberId: MEMBER.memberId, saleEntryId: uuidOf(9), amountMinor: toMinor(minor), inHand: tenders(),
  }); // prettier-ignore

  test('is spent from what lies here first: what was paid in before the gift', async () => {
    await till.grants.keep(lent({ principalMinor: toMinor(300), giftMinor: toMinor(300) }));
    expect(await valueFor(counter.tools, wanted(400))).toMatchObject({
      value: { amountMinor: 400, value: { principalMinor: 300, giftMinor: 100 } },
    });
    expect(asked).toEqual([]);
  });

  test('in the hand already is not there again, and what is given back is the rest', async () => {
    await till.grants.keep(lent({ principalMinor: toMinor(700) }));
    await pay('stored_value', 400);
    expect(await usableGrants(counter.tools, MEMBER.memberId, tenders())).toMatchObject([{ principalMinor: 300 }]);
    const [grant] = await till.grants.all();
    if (grant === undefined) throw new Error('it is there');
    await giveBackGrant(counter.tools, grant, tenders());
    expect(returned()).toMatchObject([{ principalMinor: 300 }]);
    await takeCash(counter, toMinor(350));
    expect(sold()).toHaveLength(1);
    expect(await till.grants.all()).toEqual([]);
  });

  test('a lease that is over, or of somebody else, is not spent', async () => {
    await till.grants.keep(lent({ principalMinor: toMinor(700), leaseUntilMs: Date.now() - 1 }));
    await till.grants.keep(lent({ grantId: uuidOf(61), memberId: uuidOf(51), principalMinor: toMinor(700) }));
    offline();
    expect(await valueFor(counter.tools, wanted(400))).toMatchObject({ error: { code: 'server_unreachable' } });
  });

  test('nothing is reserved for nobody, nor nothing', async () => {
    const of = { memberId: MEMBER.memberId };
    expect(await reserve(counter.tools, { ...of, amountMinor: toMinor(0) })).toMatchObject({
      error: { code: 'amount_missing' },
    });
    till.signOut();
    expect(await reserve(counter.tools, { ...of, points: 5 })).toMatchObject({ error: { code: 'signed_out' } });
  });
});

describe('a top-up', () => {
  const of = { entryId: uuidOf(70), member: MEMBER, method: 'cash', code: '', knownMinor: 1000 } as const;
  const bodies = () => till.journal.filter(({ kind }) => kind === 'value.topped_up').map(({ body }) => body);

  test('with the gift of its step; the same again is the same', async () => {
    const asking = { ...of, amountMinor: toMinor(10_000) };
    for (const _ of [1, 2]) expect(await topUp(counter.tools, asking)).toMatchObject({ value: { giftMinor: 1000 } });
    expect(bodies()).toMatchObject([{ principalMinor: 10_000, giftMinor: 1000, method: 'cash' }]);
  });

  test.each([
    ['more than a card holds, with what is on it', { amountMinor: toMinor(48_001) }, 'value_over_limit'],
    ['nothing', { amountMinor: toMinor(0) }, 'amount_missing'],
    ['a card without its number', { amountMinor: toMinor(500), method: 'card_external' }, 'approval_code_missing'],
  ] as const)('refuses %s', async (_what, change, code) => {
    expect(await topUp(counter.tools, { ...of, ...change })).toMatchObject({ error: { code } });
    expect(bodies()).toEqual([]);
  });

  test('refuses without a shift, and signed out', async () => {
    const asking = { ...of, amountMinor: toMinor(500) };
    till.state.setState({ shift: null });
    expect(await topUp(counter.tools, asking)).toMatchObject({ error: { code: 'no_open_shift' } });
    till.signOut();
    expect(await topUp(counter.tools, asking)).toMatchObject({ error: { code: 'signed_out' } });
  });
});
