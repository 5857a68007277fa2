import { expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import type { Offer } from '../../src/core/promotion.ts';
import { EVERYTHING } from '../../src/core/scope.ts';
import { EMPTY_PROMOTION, formOf, saidOf, type PromotionForm } from '../../src/office/promotions/promotion-form.ts';
import { promotionAdd } from '../../src/wire/office-pricing.ts';
import { uuidOf } from '../support/builders.ts';
import { amount, aPromotion, percent, price } from '../support/pricing.ts';

const DRINKS = { ...EVERYTHING, categories: ['drinks'] };
const cheapest = (count: number) => ({ kind: 'cheapest', count }) as const;
const slots = (count: number) => [{ scope: DRINKS, count }];
const threshold = { form: 'cart', scope: EVERYTHING, measure: 'amount', capMinor: null } as const;

const OFFERS: readonly (readonly [string, Offer])[] = [
  ['percent', { form: 'each', scope: DRINKS, reward: percent(1250) }],
  ['amount', { form: 'each', scope: EVERYTHING, reward: amount(150) }],
  ['price', { form: 'each', scope: { ...EVERYTHING, skuNos: [4, 7] }, reward: price(0) }],
  ['bundle', { form: 'set', slots: slots(3), target: { kind: 'all' }, reward: price(1000), maxSets: null }],
  ['get', { form: 'set', slots: slots(3), target: cheapest(1), reward: percent(10_000), maxSets: null }],
  ['get', { form: 'set', slots: slots(5), target: cheapest(2), reward: percent(5000), maxSets: null }],
  ['threshold', { ...threshold, steps: [{ from: 10_000, reward: amount(2000) }], isEvery: true }],
  ['threshold', { ...threshold, steps: [{ from: 0, reward: percent(500) }], isEvery: false }],
  ['threshold', { ...threshold, measure: 'pieces', steps: [{ from: 3, reward: percent(500) }], isEvery: true }],
  [
    'threshold',
    {
      ...threshold,
      steps: [
        { from: 10_000, reward: amount(1000) },
        { from: 20_000, reward: percent(1500) },
      ],
      isEvery: false,
      capMinor: toMinor(5000),
    },
  ],
  ['bundle', { form: 'set', slots: slots(3), target: { kind: 'all' }, reward: price(1), maxSets: 2 }],
  ['get', { form: 'set', slots: slots(2), target: cheapest(1), reward: percent(5000), maxSets: 1 }],
  ['mix', { form: 'set', slots: [...slots(1), ...slots(2)], target: { kind: 'all' }, reward: price(1), maxSets: null }],
  [
    'mix',
    {
      form: 'set',
      slots: [{ scope: { ...EVERYTHING, skuNos: [4] }, count: 2 }, ...slots(1)],
      target: { kind: 'slot', slot: 1 },
      reward: percent(10_000),
      maxSets: 3,
    },
  ],
  ['mix', { form: 'set', slots: slots(3), target: cheapest(3), reward: amount(200), maxSets: null }],
  ['mix', { form: 'set', slots: slots(3), target: { kind: 'all' }, reward: percent(1000), maxSets: null }],
  ['mix', { form: 'set', slots: slots(1), target: { kind: 'all' }, reward: price(100), maxSets: null }],
  ['percent', { form: 'each', scope: { ...EVERYTHING, exceptSkuNos: [9] }, reward: percent(100) }],
];

test.each(OFFERS)('an offer of the kind %s comes back from its form as it was', (kind, offer) => {
  const schedule = { fromDate: '2026-12-01', toDate: '2026-12-24', weekdays: [5, 6], fromMinute: 1020, toMinute: 90 };
  const was = aPromotion(1, offer, {
    ...schedule,
    coupon: 'XMAS-26',
    memberTiers: ['gold', 'silver'],
    storeIds: [uuidOf(5)],
    stackGroup: 'own',
    priority: -7,
    onManual: true,
  });
  const form = formOf(was, 'CNY');
  expect(form.kind).toBe(kind);
  const { promotionId: _id, rev: _rev, state: _state, ...all } = was;
  const said = saidOf(form, 'CNY');
  expect(said).toEqual({ ok: true, value: all });
  expect(promotionAdd.safeParse(said.ok ? said.value : null).success).toBe(true);
});

const step = (id: number, from: string) => ({ id, from, gives: 'amount' as const, off: '1' });
const NEW: PromotionForm = { ...EMPTY_PROMOTION, zh: '特价' };

test.each<[string, Partial<PromotionForm>, keyof PromotionForm]>([
  ['no name', { zh: ' ', percent: '10' }, 'zh'],
  ['no percentage', { percent: '' }, 'percent'],
  ['nothing off', { percent: '0' }, 'percent'],
  ['more than all off', { percent: '101' }, 'percent'],
  ['an amount in words', { kind: 'amount', amount: 'two' }, 'amount'],
  ['a bundle of one', { kind: 'bundle', count: '1', amount: '5' }, 'count'],
  ['half a piece', { kind: 'get', count: '1.5' }, 'count'],
  ['none to get', { kind: 'get', count: '2', free: '0' }, 'free'],
  ['every nothing', { kind: 'threshold', steps: [step(1, '0')], isEvery: true }, 'steps'],
  ['steps that fall', { kind: 'threshold', steps: [step(1, '20'), step(2, '10')] }, 'steps'],
  ['half a piece to begin with', { kind: 'threshold', measure: 'pieces', steps: [step(1, '1.5')] }, 'steps'],
  ['at most nothing off', { kind: 'threshold', steps: [step(1, '20')], cap: '0' }, 'cap'],
  ['categories, and none of them', { percent: '10', goods: { by: 'categories', scope: EVERYTHING } }, 'goods'],
  ['products, and none of them', { percent: '10', goods: { by: 'products', scope: EVERYTHING } }, 'goods'],
  ['a set without goods', { kind: 'mix', amount: '5' }, 'slots'],
  ['more cheap pieces than there are', { kind: 'mix', amount: '5', cheaper: 'cheapest', free: '3' }, 'free'],
  ['goods that are not in the set', { kind: 'mix', amount: '5', cheaper: '2' }, 'cheaper'],
  ['half a time in a sale', { kind: 'get', count: '2', maxSets: '0.5' }, 'maxSets'],
  ['some stores, and none of them', { percent: '10', storeIds: [] }, 'storeIds'],
  ['a turn in words', { percent: '10', priority: 'first' }, 'priority'],
  ['a coupon too short', { percent: '10', coupon: 'A' }, 'coupon'],
  ['over before it begins', { percent: '10', fromDate: '2026-12-02', toDate: '2026-12-01' }, 'toDate'],
])('%s is refused at its field', (_what, change, field) => {
  expect(saidOf({ ...NEW, ...change }, 'CNY')).toMatchObject({ ok: false, error: { field } });
});

test('buy two, get one: free when nobody says otherwise, and only for those who type the code', () => {
  const form = { ...NEW, kind: 'get', count: '2', free: '1', coupon: ' b2g1 ', fromTime: '09:30' } as const;
  expect(saidOf(form, 'CNY')).toMatchObject({
    ok: true,
    value: {
      offer: { slots: [{ count: 3 }], target: cheapest(1), reward: percent(10_000) },
      coupon: 'B2G1',
      fromMinute: 570,
    },
  });
});
