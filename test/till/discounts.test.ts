import { beforeEach, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import type { Counter } from '../../src/till/counter.ts';
import { askForDiscount, askForTaxFree, dropDiscount, dropTaxFree } from '../../src/till/sell/discounting.ts';
import { addProduct } from '../../src/till/sell/filling.ts';
import { leavePayment, openPayment, owed, takeCash } from '../../src/till/sell/paying.ts';
import { selectLine, setPadTab, setPadText, submitPad } from '../../src/till/sell/pad.ts';
import { takeScan } from '../../src/till/sell/scanning.ts';
import { GOODS, MANAGER, openCounter } from '../support/counter-kit.ts';
import { memoryTill, type MemoryTill } from '../support/memory-till.ts';
import { aPromotion, each, nFor, of, percent, price } from '../support/pricing.ts';

let till: MemoryTill;
let counter: Counter;
const half = aPromotion(1, each(of(2), percent(5000)), { coupon: 'HALF-CRISPS' });
const pair = aPromotion(2, nFor(of(1), 2, price(300)), { fromMinute: 0, toMinute: 1440 });

beforeEach(async () => {
  const made = memoryTill({ products: GOODS, promotions: [half, pair] });
  ({ till, counter } = await openCounter({ till: made }));
});

const total = () => owed(counter).totalMinor;
const add = (skuNo: number) => addProduct(counter, GOODS[skuNo - 1]!, 'tap');
const tenPercent = { kind: 'percent', bp: 1000 } as const;

test('a promotion applies by itself, and the sale tells of it', async () => {
  add(1);
  expect(total()).toBe(200);
  add(1);
  expect(total()).toBe(300);
  await takeCash(counter, toMinor(300));
  expect(till.journal[0]).toMatchObject({
    kind: 'sale.completed',
    body: {
      offers: [
        { kind: 'promotion', promotionId: pair.promotionId, rev: 1, name: 'Offer 2', times: 1, amountMinor: 100 },
      ],
      lines: [{ applied: [{ offerNo: 1, amountMinor: 100 }] }],
      totals: { totalMinor: 300 },
    },
  });
});

test('a coupon comes by scan, in any case, once; an unknown text stays what it was', async () => {
  add(2);
  await takeScan(counter, { text: 'half-crisps' });
  await takeScan(counter, { text: 'HALF-CRISPS' });
  expect(counter.hand.getState().cart.coupons).toEqual(['HALF-CRISPS']);
  expect(total()).toBe(375);
  await takeScan(counter, { text: 'NOT-A-COUPON' });
  expect(counter.view.getState().notices).toHaveLength(1);
});

test('within the limit a cashier gives a discount alone, on a line by the pad and on the sale', () => {
  add(2);
  const [line] = counter.hand.getState().cart.lines;
  selectLine(counter, line!.lineId);
  setPadTab(counter, 'off');
  setPadText(counter, '10');
  submitPad(counter);
  expect(total()).toBe(675);
  askForDiscount(counter, { lineId: null, reward: tenPercent });
  expect(total()).toBe(607); // 67.5, half up
  dropDiscount(counter, null);
  dropDiscount(counter, line!.lineId);
  expect(total()).toBe(750);
});

test('beyond it a second person agrees in place, and stands in the sale', async () => {
  add(2);
  askForDiscount(counter, { lineId: null, reward: { kind: 'amount', amountMinor: toMinor(150) } }); // 20 %
  expect(total()).toBe(750);
  const { approval } = counter.view.getState();
  expect(approval).toMatchObject({ asked: { action: 'discount_cart', extent: { percentBp: 2000 } } });
  expect(approval?.words).toContain('1.50');
  approval?.agreed(MANAGER.staffId);
  expect(total()).toBe(600);
  await takeCash(counter, toMinor(600));
  expect(till.journal[0]).toMatchObject({
    body: { offers: [{ kind: 'cart_discount', approverId: MANAGER.staffId, amountMinor: 150 }] },
  });
});

test('nobody approves for themselves, nor anything above all of it', () => {
  add(2);
  askForDiscount(counter, { lineId: null, reward: { kind: 'percent', bp: 5000 } });
  const { approval } = counter.view.getState();
  approval?.agreed(till.state.getState().signedIn!.staffId);
  expect(total()).toBe(750);
  expect(counter.view.getState().notices.map(({ refusal }) => refusal.code)).toEqual(['not_allowed']);
});

test('an amount given on much is too much of what is left, and payment does not start', () => {
  for (let i = 0; i < 10; i += 1) add(2);
  askForDiscount(counter, { lineId: null, reward: { kind: 'amount', amountMinor: toMinor(700) } }); // 9.3 % of 75.00
  expect(openPayment(counter)).toBe(true);
  leavePayment(counter);
  const { lineId } = counter.hand.getState().cart.lines[0]!;
  counter.hand.getState().step({ step: 'quantity_set', lineId, qtyMilli: 1000 });
  expect(openPayment(counter)).toBe(false);
  expect(counter.view.getState().notices.at(-1)?.refusal.code).toBe('not_allowed');
});

test('no tax is charged by a paper once a second person agrees, and is charged again without asking', async () => {
  add(1);
  const taxed = total();
  askForTaxFree(counter, '外交官证 12');
  expect(total()).toBe(taxed);
  const { approval } = counter.view.getState();
  expect(approval).toMatchObject({ asked: { action: 'exempt_tax' } });
  expect(approval?.words).toContain('外交官证 12');
  approval?.agreed(MANAGER.staffId);
  const untaxed = total();
  expect(untaxed).toBeLessThan(taxed);
  dropTaxFree(counter);
  expect(total()).toBe(taxed);
  counter.hand.getState().step({ step: 'tax_free_set', taxFree: { paper: 'P1', approverId: null } }); // nobody agreed
  expect(openPayment(counter)).toBe(false);
  expect(counter.view.getState().notices.at(-1)?.refusal.code).toBe('not_allowed');
  counter.hand.getState().step({ step: 'tax_free_set', taxFree: { paper: 'P1', approverId: MANAGER.staffId } });
  await takeCash(counter, toMinor(untaxed));
  expect(till.journal[0]).toMatchObject({
    body: { offers: [{ kind: 'tax_free', name: 'P1', approverId: MANAGER.staffId, amountMinor: taxed - untaxed }] },
  });
});
