/** Carts put aside, for whoever needs one with all that a cart can be. */
import { toMinor } from '../../src/core/money.ts';
import type { EntryBody } from '../../src/wire/entry.ts';
import { uuidOf } from './builders.ts';

/** A cart put aside, with all a cart can be. */
export const heldBody = (from: string | null = null): EntryBody<'cart.held'> => ({
  heldId: uuidOf(901),
  cartId: uuidOf(900),
  from,
  rev: 4,
  name: '王女士',
  note: '去拿钱包',
  totalMinor: toMinor(1180),
  wasAsked: true,
  goods: {
    lines: [
      { lineId: 1, skuNo: 1, qtyMilli: 2000, overrideMinor: null, seenMinor: toMinor(200), from: 'phone' },
      {
        lineId: 3, skuNo: 3, qtyMilli: 345, overrideMinor: toMinor(1000), seenMinor: null, from: 'till',
        options: [{ name: '去皮', deltaMinor: toMinor(100) }], note: '切片',
        discount: { reward: { kind: 'percent', bp: 500 }, reason: '破损', approverId: null },
      },
    ],
    handoff: { cartRef: 'a1'.repeat(10), rev: 3, by: 'O0', totalSeenMinor: null, missing: [] },
    nextLineId: 4,
    coupons: ['SPRING'],
    memberTier: 'gold',
    taxFree: { paper: '外交官证 12', approverId: uuidOf(12) },
  },
}); // prettier-ignore
