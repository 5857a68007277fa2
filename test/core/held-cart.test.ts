import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyStep, emptyCart } from '../../src/core/cart.ts';
import {
  alsoTakenBy,
  cartOfHeld,
  goodsOfCart,
  type HeldAct,
  heldMatches,
  heldOf,
  type HeldFact,
  heldState,
  isForgotten,
  joinTakers,
  mayTake,
  rootOf,
  TAKEN_FOR_MS,
} from '../../src/core/held-cart.ts';
import { toMinor } from '../../src/core/money.ts';

const A = 'till-a';
const B = 'till-b';
const body = {
  heldId: 'hand-1', cartId: 'root', from: null, rev: 3, name: '王女士', note: 'Wallet', totalMinor: toMinor(400),
  wasAsked: false,
  goods: {
    lines: [{ lineId: 1, skuNo: 1, qtyMilli: 2000, overrideMinor: null, seenMinor: null, from: 'till' as const }],
    handoff: null, nextLineId: 2,
  },
}; // prettier-ignore
const held: HeldFact = { act: 'held', deviceId: A, staffId: null, atMs: 1000, body };
const did = (act: HeldAct, deviceId: string, atMs = 2000): HeldFact => ({ act, deviceId, staffId: null, atMs });
const known = (...facts: HeldFact[]) => {
  const one = heldOf([held, ...facts]);
  if (one === null) throw new Error('it was put aside');
  return one;
};

const anyFact = fc.record({
  act: fc.constantFrom<HeldAct>('taken', 'held_again', 'cleared', 'paid'),
  deviceId: fc.constantFrom(A, B, 'till-c'),
  staffId: fc.constant(null),
  atMs: fc.nat(10),
});
const rank = { held: 0, taken: 1, over: 2 };

describe('what became of a cart that was put aside', () => {
  test('is raised by every fact and lowered by none', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 8 }), anyFact, (facts, more) => {
        const before = known(...facts);
        const after = joinTakers(before, [more]);
        expect(rank[heldState(after)]).toBeGreaterThanOrEqual(rank[heldState(before)]);
        expect(joinTakers(after, [more])).toBe(after); // the same fact again tells nothing
        expect(after.goods === null).toBe(heldState(after) === 'over');
      }),
    );
  });

  test('is the same in whatever order the facts come, but for who came first', () => {
    fc.assert(
      fc.property(
        fc
          .array(anyFact, { maxLength: 6 })
          .chain((facts) => fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length }))),
        ([facts, shuffled]) => {
          const [one, other] = [known(...facts), known(...shuffled)];
          expect(heldState(one)).toBe(heldState(other));
          expect(isForgotten(one)).toBe(isForgotten(other));
          const acts = ({ takers }: typeof one) => takers.map(({ act, deviceId }) => `${deviceId} ${act}`).sort();
          expect(acts(one)).toEqual(acts(other));
        },
      ),
    );
  });

  test('is not known before the act of putting it aside is', () => {
    expect(heldOf([did('taken', B)])).toBe(null);
    expect(heldOf([did('taken', B), held])?.takers).toHaveLength(1);
  });

  test.each([
    ['held', [], false],
    ['taken', [did('taken', B)], false],
    ['over', [did('taken', B), did('paid', B)], true],
    ['over', [did('taken', A), did('held_again', A)], true],
    ['over', [did('cleared', A)], true],
    // two tills have it: the second hears what the first did until it is done with its own
    ['over', [did('taken', A), did('taken', B), did('paid', A)], false],
    ['over', [did('taken', A), did('taken', B), did('paid', A), did('cleared', B)], true],
    ['over', [did('cleared', A), did('taken', B)], false],
  ] as const)('%s after %j', (state, facts, forgotten) => {
    const one = known(...facts);
    expect([heldState(one), isForgotten(one)]).toEqual([state, forgotten]);
  });
});

describe('taking it back', () => {
  const at = (deviceId: string, nowMs: number) => ({ deviceId, nowMs });

  test('one till at a time, a copy after a while, never what is over', () => {
    expect(mayTake(known(), at(B, 1000))).toBe('yes');
    expect(mayTake(known(did('taken', B)), at(B, 2001))).toBe('yes'); // its hand lost it in a crash
    expect(mayTake(known(did('taken', B)), at(A, 2001))).toBe('no');
    expect(mayTake(known(did('taken', B)), at(A, 2000 + TAKEN_FOR_MS))).toBe('copy');
    expect(mayTake(known(did('taken', B), did('paid', B)), at(A, 2000 + TAKEN_FOR_MS))).toBe('no');
  });

  test('who else has it: what ended it there says more than that it was taken', () => {
    expect(alsoTakenBy(known(did('taken', A)), A)).toBe(null);
    expect(alsoTakenBy(known(did('taken', A), did('taken', B)), A)).toMatchObject({ act: 'taken', deviceId: B });
    expect(alsoTakenBy(known(did('taken', B), did('taken', A), did('paid', B)), A)).toMatchObject({ act: 'paid' });
  });

  test('gives the same goods under another id, and the root stays', () => {
    const cart = cartOfHeld(known(), body.goods, 'hand-2');
    expect([cart.cartId, rootOf(cart), cart.lines]).toEqual(['hand-2', 'root', body.goods.lines]);
    expect(goodsOfCart(cart)).toEqual(body.goods);
    expect(rootOf(applyStep(cart, { step: 'hold_left' }))).toBe('hand-2');
  });

  test('nothing of what a cart can be is lost on the way', () => {
    const manual = { reward: { kind: 'percent', bp: 500 }, reason: 'x', approverId: null } as const;
    const cart = [
      { step: 'product_added', skuNo: 1, qtyMilli: 1000, merge: true },
      { step: 'product_added', skuNo: 2, qtyMilli: 1000, merge: true },
      { step: 'line_discounted', lineId: 1, discount: manual },
      { step: 'line_discounted', lineId: 2, discount: manual },
      { step: 'line_discounted', lineId: 2, discount: null },
      { step: 'cart_discounted', discount: manual },
      { step: 'coupon_added', code: 'SPRING' },
      { step: 'member_set', tier: 'gold' },
      { step: 'tax_free_set', taxFree: { paper: 'a', approverId: null } },
    ] as const;
    const full = cart.reduce(applyStep, emptyCart('root'));
    const goods = goodsOfCart(full);
    expect(JSON.stringify(goods)).not.toContain('undefined');
    expect(goods).toEqual(JSON.parse(JSON.stringify(goods))); // an entry has no way to write what is undefined
    const { rev: _rev, removed: _removed, ...before } = full;
    expect(cartOfHeld({ ...known(), ...body, cartId: 'root' }, goods, 'hand-2')).toMatchObject({
      ...JSON.parse(JSON.stringify(before)) as object, cartId: 'hand-2',
    }); // prettier-ignore
  });
});

test('a search looks at the name, the note and the person', () => {
  expect(heldMatches(body, 'Li Na', 'wall li')).toBe(true);
  expect(heldMatches(body, 'Li Na', '王')).toBe(true);
  expect(heldMatches(body, 'Li Na', '李')).toBe(false);
});
