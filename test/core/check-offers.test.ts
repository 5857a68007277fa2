import { expect, test } from 'vitest';
import { doubtOffers, offersToCheck, type SoldBy } from '../../src/core/check-offers.ts';
import type { CartLine } from '../../src/core/cart.ts';
import { completeSale } from '../../src/core/complete-sale.ts';
import { toMinor } from '../../src/core/money.ts';
import { priceCart } from '../../src/core/price-cart.ts';
import type { Promotion } from '../../src/core/promotion.ts';
import type { Sale } from '../../src/core/sale.ts';
import { EVERYTHING } from '../../src/core/scope.ts';
import { aProduct, bookOf, cartOf, uuidOf } from '../support/builders.ts';
import { amount, aPromotion, each, nFor, of, percent, price, rulesOf } from '../support/pricing.ts';
import { aRichSale, aSale, cash, saleInput } from '../support/sales.ts';

const tenth = aPromotion(1, each(EVERYTHING, percent(1000))); // the one of aRichSale
const at = { storeId: uuidOf(70), wallMs: Date.UTC(2025, 10, 19, 4) };
const goods = new Map([1, 2].map((skuNo) => [skuNo, { isPieces: true, category: null, floorMinor: null }]));
const by = (change: Partial<Promotion> = {}, more: Partial<SoldBy> = {}): SoldBy => ({
  promotions: new Map([[tenth.promotionId, { ...tenth, ...change }]]),
  goods,
  zones: new Map([[at.storeId, 'Asia/Shanghai']]),
  ...more,
});
const sale = aRichSale();

test('a sale without promotions asks for nothing', () => {
  expect(offersToCheck(aSale())).toBeNull();
  expect(offersToCheck(sale)).toEqual({ promotionIds: [tenth.promotionId], skuNos: [1, 2] });
});

test('what the same rules give again is not doubted', () => {
  expect(doubtOffers(sale, at, by())).toBeNull();
  expect(doubtOffers(sale, at, by({ memberTiers: ['gold'] }))).toBeNull();
});

test.each<[string, SoldBy, Sale, unknown]>([
  ['nobody made', by({}, { promotions: new Map() }), sale, { why: 'unknown' }],
  ['that was over', by({ toDate: '2025-11-18' }), sale, { why: 'not_running' }],
  ['of another hour', by({ fromMinute: 0, toMinute: 720 }), sale, { why: 'not_running' }], // 12:00 in Shanghai
  ['of another store', by({ storeIds: [uuidOf(71)] }), sale, { why: 'not_running' }],
  [
    'that gives less',
    by({ offer: each(EVERYTHING, percent(500)) }),
    sale,
    { why: 'too_much', givenMinor: 115, dueMinor: 58 },
  ],
  [
    'stopped by a floor',
    by({}, { goods: new Map([...goods].map(([no, one]) => [no, { ...one, floorMinor: 200 }])) }),
    sale,
    { why: 'too_much', dueMinor: 75 },
  ],
])('a promotion %s is doubted', (_name, soldBy, of, doubt) => {
  expect(doubtOffers(of, at, soldBy)).toMatchObject(doubt as object);
});

test('nothing is said of what has changed since, nor of goods no longer known', () => {
  expect(doubtOffers(sale, at, by({ rev: 2, toDate: '2020-01-01' }))).toBeNull();
  expect(doubtOffers(sale, at, by({ offer: each(EVERYTHING, percent(1)) }, { goods: new Map() }))).toBeNull();
});

test('a discount by a person before it is told apart', () => {
  const [line, ...rest] = sale.lines as [Sale['lines'][number], ...Sale['lines']];
  const own = {
    ...line,
    applied: [
      { offerNo: 2, amountMinor: toMinor(100) },
      { offerNo: 1, amountMinor: toMinor(30) },
    ],
  };
  const [offer] = sale.offers!;
  const byPerson = {
    ...offer!,
    offerNo: 2,
    kind: 'line_discount' as const,
    promotionId: null,
    rev: null,
    amountMinor: toMinor(100),
  };
  const both = { ...sale, lines: [own, ...rest], offers: [{ ...offer!, amountMinor: toMinor(105) }, byPerson] };
  expect(doubtOffers(both, at, by())).toBeNull();
  expect(
    doubtOffers({ ...both, offers: [{ ...offer!, amountMinor: toMinor(106) }, byPerson] }, at, by()),
  ).not.toBeNull();
});

test('two lines of one product, each with a price of its own, are priced by their own', () => {
  const [line, ...rest] = sale.lines as [Sale['lines'][number], ...Sale['lines']];
  const dearer = toMinor(line.unitMinor * 2);
  const other = { ...line, lineId: 99, unitMinor: dearer, listMinor: dearer, grossMinor: toMinor(line.grossMinor * 2) };
  const tenthOf = (of: Sale['lines'][number]) => Math.round(of.grossMinor / 10);
  const twice: Sale = {
    ...sale,
    lines: [line, ...rest, other],
    offers: (sale.offers ?? []).map((offer) =>
      offer.kind === 'promotion' ? { ...offer, amountMinor: toMinor(offer.amountMinor + tenthOf(other)) } : offer,
    ),
  };
  expect(doubtOffers(twice, at, by())).toBeNull();
  expect(doubtOffers({ ...twice, lines: [other, ...rest, line] }, at, by())).toBeNull();
});

test('one product twice, with an extra and without, is priced again line by line', () => {
  const cart = cartOf([[1, 1000], [1, 1000]]); // prettier-ignore
  const [plain, other] = cart.lines as [CartLine, CartLine];
  const extra = { ...other, lineId: 2, options: [{ name: 'egg', deltaMinor: toMinor(200) }] };
  const book = bookOf([aProduct(1, { priceMinor: toMinor(1000) })]);
  for (const lines of [
    [plain, extra],
    [extra, plain],
  ]) {
    const priced = priceCart({ ...cart, lines }, book, { rules: rulesOf({ promotions: [tenth] }) });
    const made = completeSale({ ...saleInput(cart), cart: { ...cart, lines }, priced, tenders: [cash(1980)] });
    if (!made.ok) throw new Error(made.error.code);
    expect(made.value.totals.discountMinor).toBe(220); // a tenth of 10.00 and of 12.00
    expect(doubtOffers(made.value, at, by())).toBeNull();
  }
});

test('groups of a whole book, of which a sale names a part, are taken in the order it names them', () => {
  const triple = aPromotion(2, nFor(of(1), 3, price(2000)), { stackGroup: 'a' });
  const ten = aPromotion(3, each(of(1), percent(1000)), { stackGroup: 'b', priority: 5 });
  const other = aPromotion(4, each(of(2), amount(100)), { stackGroup: 'a', priority: 9 }); // goods not in the cart
  const cart = cartOf([[1, 3000]]); // prettier-ignore
  const book = bookOf([aProduct(1, { priceMinor: toMinor(800) })]);
  const priced = priceCart(cart, book, { rules: rulesOf({ promotions: [triple, ten, other] }) });
  const made = completeSale({ ...saleInput(cart), priced, tenders: [cash(1800)] });
  if (!made.ok) throw new Error(made.error.code);
  expect(made.value.totals.discountMinor).toBe(600); // 24.00 for 20.00, then a tenth; the other way round it is 4.00
  const promotions = new Map([triple, ten].map((one) => [one.promotionId, one]));
  expect(doubtOffers(made.value, at, by({}, { promotions }))).toBeNull();
  const turned = { ...made.value, offers: [...(made.value.offers ?? [])].reverse() };
  expect(doubtOffers(turned, at, by({}, { promotions }))).toMatchObject({ why: 'too_much', dueMinor: 400 });
});
