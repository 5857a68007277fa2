/**
 * What customers do in a day: carts and how they are paid, drawn from a seed. Every kind of line, discount, promotion
 * and way of paying comes in its turn, so a short day has them all as well; the rest is scans and exact cash.
 */
import { Dice } from '../sim/dice.ts';
import { PLAIN, SPECIAL, VOUCHERS, type Good } from './goods.ts';

/** How a line comes into the cart. */
type How =
  | 'scan'
  | 'pad_pieces'
  | 'pad_quantity'
  | 'price_label'
  | 'weight_label'
  | 'options'
  | 'price_by_hand'
  | 'price_said'
  | 'note'
  | 'lot'
  | 'serial';
export type Item = {
  readonly good: Good;
  readonly qtyMilli: number;
  readonly how: How;
  readonly unitMinor?: number; // by hand
  readonly extras?: readonly { readonly zh: string; readonly en: string; readonly minor: number }[];
  readonly lineOffBp?: number;
  readonly pack?: string; // its lot or serial number
};

export type Pay =
  | { readonly way: 'exact' }
  | { readonly way: 'cash'; readonly upToMinor: number } // the next multiple of it is handed over
  | { readonly way: 'card'; readonly shareBp: number; readonly code: string }
  | { readonly way: 'voucher'; readonly minor: number; readonly code: string }
  | { readonly way: 'custom' }
  | { readonly way: 'account'; readonly who: string }
  | { readonly way: 'usd'; readonly wholes: number }
  | { readonly way: 'value'; readonly minor: number }
  | { readonly way: 'points'; readonly points: number };

export type Deal = {
  readonly n: number;
  readonly kind: string;
  readonly items: readonly Item[];
  readonly cartOff?: { readonly bp: number } | { readonly minor: number };
  readonly coupon?: string;
  readonly isMember?: boolean;
  readonly taxFree?: string; // the number of a paper
  readonly removed?: Good; // scanned, and taken out again
  readonly pays: readonly Pay[];
};

const EXACT: readonly Pay[] = [{ way: 'exact' }];
const CUSTOMERS = ['Lakeside School', '王女士'] as const;

const pieces = (good: Good, count: number, how: How = 'scan'): Item => ({ good, qtyMilli: count * 1000, how });

/** Some goods, each once, one to three of each. */
function basket(dice: Dice, kinds: number): readonly Item[] {
  const left = [...PLAIN];
  return Array.from({ length: kinds }, () => {
    const [good] = left.splice(dice.int(0, left.length - 1), 1);
    if (good === undefined) throw new Error('more kinds than goods');
    return pieces(good, dice.int(1, 3));
  });
}

type Draft = Omit<Deal, 'n' | 'kind'>;
type Making = { readonly dice: Dice; readonly n: number };

const approvalOf = (n: number): string => String(200_000 + n);
const plus = (dice: Dice, ...items: readonly Item[]): readonly Item[] => [...items, ...basket(dice, 1)];

/** Each kind with its figures drawn anew. */
const KINDS: Readonly<Record<string, (making: Making) => Draft>> = {
  'card typed': ({ dice, n }) => ({
    items: basket(dice, 2),
    pays: [{ way: 'card', shareBp: 10_000, code: approvalOf(n) }],
  }),
  'quantity typed': ({ dice }) => ({
    items: [pieces(dice.pick(PLAIN), dice.int(4, 9), 'pad_pieces')],
    pays: EXACT,
  }),
  weighed: ({ dice }) => ({
    items: plus(dice, { good: SPECIAL.weighed, qtyMilli: dice.int(105, 4321), how: 'pad_quantity' }),
    pays: EXACT,
  }),
  'label with a price': ({ dice }) => ({
    items: plus(dice, { good: SPECIAL.scaled, qtyMilli: dice.int(120, 990), how: 'price_label' }),
    pays: EXACT,
  }),
  'label with a weight': ({ dice }) => ({
    items: plus(dice, { good: SPECIAL.scaled, qtyMilli: dice.int(120, 3990), how: 'weight_label' }),
    pays: EXACT,
  }),
  options: ({ dice }) => {
    const both = [
      { zh: '加蛋', en: 'egg', minor: 200 },
      { zh: '珍珠', en: 'pearls', minor: 150 },
    ];
    return {
      items: [{ good: SPECIAL.options, qtyMilli: 1000, how: 'options', extras: both.slice(0, dice.int(0, 2)) }],
      pays: EXACT,
    };
  },
  'line note': ({ dice }) => ({ items: [pieces(dice.pick(PLAIN), 1, 'note')], pays: EXACT }),
  'price by hand': ({ dice }) => ({
    items: plus(dice, { ...pieces(SPECIAL.open, 1, 'price_by_hand'), unitMinor: dice.int(1234, 9876) }),
    pays: EXACT,
  }),
  'price said at the till': ({ dice }) => ({
    items: plus(dice, { ...pieces(SPECIAL.untold, dice.int(1, 2), 'price_said'), unitMinor: dice.int(301, 19_999) }),
    pays: EXACT,
  }),
  'discount on a line': ({ dice }) => {
    const [first, ...rest] = basket(dice, 2);
    if (first === undefined) throw new Error('an empty basket');
    return { items: [{ ...first, lineOffBp: dice.pick([500, 750, 1500, 3000]) }, ...rest], pays: EXACT };
  },
  'percent off the cart': ({ dice }) => ({
    items: basket(dice, 3),
    cartOff: { bp: dice.pick([300, 500, 1250]) },
    pays: EXACT,
  }),
  'amount off the cart': ({ dice }) => ({ items: basket(dice, 4), cartOff: { minor: dice.int(11, 333) }, pays: EXACT }),
  'second at half price': ({ dice }) => ({ items: plus(dice, pieces(SPECIAL.half, dice.int(1, 5))), pays: EXACT }),
  'three for ten': ({ dice }) => ({ items: plus(dice, pieces(SPECIAL.three, dice.int(2, 7))), pays: EXACT }),
  'percent off goods': ({ dice }) => ({ items: plus(dice, pieces(SPECIAL.fifth, dice.int(1, 4))), pays: EXACT }),
  'off from a threshold': ({ dice }) => ({ items: plus(dice, pieces(SPECIAL.from, dice.int(2, 4))), pays: EXACT }),
  coupon: ({ dice }) => ({
    items: plus(dice, pieces(SPECIAL.coupon, dice.int(1, 3))),
    coupon: 'DAYTWO',
    pays: EXACT,
  }),
  'happy hour': ({ dice }) => ({ items: [pieces(SPECIAL.happy, dice.int(1, 3))], pays: EXACT }),
  'two taxes': ({ dice }) => ({ items: plus(dice, pieces(SPECIAL.deposit, dice.int(1, 6))), pays: EXACT }),
  'notes and change': ({ dice }) => ({ items: basket(dice, 2), pays: [{ way: 'cash', upToMinor: 5000 }] }),
  'split card and cash': ({ dice, n }) => ({
    items: basket(dice, 3),
    pays: [
      { way: 'card', shareBp: dice.int(2000, 8000), code: approvalOf(n) },
      { way: 'cash', upToMinor: 1000 },
    ],
  }),
  'voucher and cash': ({ dice, n }) => ({
    items: [...basket(dice, 2), pieces(SPECIAL.open, 1)],
    pays: [
      { way: 'voucher', minor: dice.int(100, 1500), code: VOUCHERS[n % VOUCHERS.length] ?? VOUCHERS[0] },
      { way: 'exact' },
    ],
  }),
  'a way of the shop': ({ dice }) => ({ items: basket(dice, 2), pays: [{ way: 'custom' }] }),
  'on account': ({ dice, n }) => ({
    items: basket(dice, 2),
    pays: [{ way: 'account', who: CUSTOMERS[n % 2] ?? CUSTOMERS[0] }],
  }),
  'another currency': ({ dice }) => ({
    items: [...basket(dice, 1), pieces(SPECIAL.open, 1)],
    pays: [{ way: 'usd', wholes: dice.int(17, 19) }], // worth more than it all, so change is given
  }),
  'another currency and cash': ({ dice }) => ({
    items: [...basket(dice, 1), pieces(SPECIAL.open, 2)],
    pays: [{ way: 'usd', wholes: dice.int(2, 9) }, { way: 'exact' }],
  }),
  'age asked': ({ dice }) => ({ items: plus(dice, pieces(SPECIAL.aged, dice.int(1, 2))), pays: EXACT }),
  'lot of a pack': ({ dice, n }) => ({
    items: plus(dice, { ...pieces(SPECIAL.lot, dice.int(1, 3), 'lot'), pack: `L${String(n % 5)}` }),
    pays: EXACT,
  }),
  'serial number': ({ n }) => ({
    items: [{ ...pieces(SPECIAL.serial, 1, 'serial'), pack: `SN${String(n)}` }],
    pays: [{ way: 'cash', upToMinor: 10_000 }],
  }),
  bundle: ({ dice }) => ({ items: plus(dice, pieces(SPECIAL.bundle, dice.int(1, 3))), pays: EXACT }),
  'bundle with a discount': ({ dice }) => ({
    items: [{ ...pieces(SPECIAL.bundle, dice.int(1, 3)), lineOffBp: dice.pick([300, 700, 1100]) }],
    pays: EXACT,
  }),
  "a member's price": ({ dice, n }) => ({
    items: plus(dice, pieces(SPECIAL.member, dice.int(1, 3))),
    isMember: true,
    pays: n % 2 === 0 ? EXACT : [{ way: 'card', shareBp: 10_000, code: approvalOf(n) }],
  }),
  'tax-free customer': ({ dice, n }) => ({ items: basket(dice, 3), taxFree: `FORM-${String(n)}`, pays: EXACT }),
  'a line taken out': ({ dice }) => ({ items: basket(dice, 2), removed: SPECIAL.half, pays: EXACT }),
};

export const KIND_NAMES: readonly string[] = Object.keys(KINDS);
/** So many sales by scan and exact cash stand between two of a kind. */
const BETWEEN = 2;

/** One deal of each of these kinds, in their order, with figures drawn from the seed. */
export function dealsOfKinds(seed: number, kinds: readonly string[]): readonly Deal[] {
  const dice = new Dice(seed);
  return kinds.map((kind, n): Deal => {
    const make = KINDS[kind];
    if (make === undefined) throw new Error(`no kind of deal called ${kind}`);
    return { n, kind, ...make({ dice, n }) };
  });
}

/** `count` deals, the same for the same seed. Those of a short day are all of a kind. */
export function dealsOf(seed: number, count: number): readonly Deal[] {
  const dice = new Dice(seed);
  const between = count > KIND_NAMES.length * (BETWEEN + 1) ? BETWEEN : 0;
  return Array.from({ length: count }, (_, n): Deal => {
    const kind = n % (between + 1) === 0 ? KIND_NAMES[(n / (between + 1)) % KIND_NAMES.length] : undefined;
    const make = kind === undefined ? undefined : KINDS[kind];
    if (kind === undefined || make === undefined) {
      return { n, kind: 'scans', items: basket(dice, dice.int(1, 4)), pays: EXACT };
    }
    return { n, kind, ...make({ dice, n }) };
  });
}
