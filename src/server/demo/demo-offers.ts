/**
 * What the demo shop offers, so that a stranger sees a promotion of each kind at work, and the member whose price is
 * among them. Goods are called by English name and specification: one that is renamed fails at the next start.
 */
import { assert } from '../../core/assert.ts';
import { toMinor } from '../../core/money.ts';
import type { Offer, Promotion } from '../../core/promotion.ts';
import { EVERYTHING, type Scope } from '../../core/scope.ts';
import { promotionRow } from '../../wire/catalogue.ts';
import type { Tx } from '../db/door.ts';
import { cardHash, memberKey, phoneKept, saveMember } from '../db/members.ts';
import { savePromotion } from '../db/pricing.ts';
import type { ServerDeps } from '../deps.ts';
import { DEMO_COUPON, DEMO_MEMBER } from './demo-people.ts';

type Means = Pick<ServerDeps, 'clock' | 'ids' | 'randomBytes'>;
type SkuNoOf = (called: string) => number;
type Made = Pick<Promotion, 'names' | 'offer'> & Partial<Promotion>;

const EVENING = { fromMinute: 20 * 60, toMinute: 22 * 60 } as const;

/** Off each of some goods. */
const each = (scope: Scope, reward: Extract<Offer, { form: 'each' }>['reward']): Offer => ({
  form: 'each',
  scope,
  reward,
});

function offersOf(skuNoOf: SkuNoOf): readonly Made[] {
  const goods = (...names: readonly string[]): Scope => ({ ...EVERYTHING, skuNos: names.map(skuNoOf) });
  const cola = goods('Fizzhill cola 330ml', 'Fizzhill zero sugar cola 330ml');
  const gum = goods('Sugar Corner sugar free gum mint 27g');
  return [
    {
      names: { zh: '可乐 3 罐 7 元', en: 'Any 3 colas for ¥7' },
      offer: {
        form: 'set',
        slots: [{ scope: cola, count: 3 }],
        target: { kind: 'all' },
        reward: { kind: 'price', priceMinor: toMinor(700) },
        maxSets: null,
      },
    },
    {
      names: { zh: '薯片八折', en: 'Crisps 20% off' },
      offer: each(goods('Crisp Ridge potato crisps original 75g', 'Crisp Ridge potato crisps tomato 75g'), {
        kind: 'percent',
        bp: 2000,
      }),
    },
    {
      names: { zh: '口香糖第二件半价', en: 'Gum: second at half price' },
      offer: {
        form: 'set',
        slots: [{ scope: gum, count: 2 }],
        target: { kind: 'cheapest', count: 1 },
        reward: { kind: 'percent', bp: 5000 },
        maxSets: null,
      },
    },
    {
      names: { zh: '晚间面包七折', en: 'Evening bread 30% off' },
      offer: each(goods('Sliced toast 300g', 'Croissant 60g'), { kind: 'percent', bp: 3000 }),
      ...EVENING,
    },
    {
      names: { zh: '鲜牛奶会员价', en: 'Fresh milk for members' },
      offer: each(goods('Dawn Farm fresh milk 950ml'), { kind: 'price', priceMinor: toMinor(1280) }),
      memberTiers: [],
    },
    {
      names: { zh: '满 30 减 5', en: '¥5 off from ¥30' },
      offer: {
        form: 'cart',
        scope: EVERYTHING,
        measure: 'amount',
        steps: [{ from: 3000, reward: { kind: 'amount', amountMinor: toMinor(500) } }],
        isEvery: false,
        capMinor: null,
      },
      coupon: DEMO_COUPON,
    },
  ];
}

/** Adds promotions and a member. `skuNoOf` answers a product's number, or nothing. */
export async function addOffers(tx: Tx, deps: Means, skuNoOf: (called: string) => number | undefined): Promise<void> {
  const numberOf: SkuNoOf = (called) => {
    const skuNo = skuNoOf(called);
    assert(skuNo !== undefined, `the demo shop sells no ${called}`);
    return skuNo;
  };
  const nowMs = deps.clock();
  for (const made of offersOf(numberOf)) {
    await savePromotion(tx, promotionRow.parse({ ...PLAIN, ...made, promotionId: deps.ids() }), nowMs);
  }
  const key = await memberKey(tx, deps.randomBytes);
  await saveMember(tx, {
    member_id: deps.ids(),
    card_no: DEMO_MEMBER.cardNo,
    card_hash: cardHash(key, DEMO_MEMBER.cardNo),
    name: DEMO_MEMBER.name,
    ...phoneKept(key, ''),
    tier: null,
    state: 'active',
    joined_ms: nowMs,
  });
}

const PLAIN: Omit<Promotion, 'promotionId' | 'names' | 'offer'> = {
  rev: 1,
  coupon: null,
  memberTiers: null,
  storeIds: null,
  fromDate: null,
  toDate: null,
  weekdays: [],
  fromMinute: null,
  toMinute: null,
  stackGroup: 'goods',
  priority: 0,
  isAlone: false,
  onManual: false,
  state: 'active',
};
