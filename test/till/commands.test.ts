import { beforeEach, describe, expect, test } from 'vitest';
import { applyStep, type Cart } from '../../src/core/cart.ts';
import { toMinor } from '../../src/core/money.ts';
import { closeShift, countCash, previewZ } from '../../src/till/commands/close-shift.ts';
import { completeSale, startPayment } from '../../src/till/commands/complete-sale.ts';
import { openShift } from '../../src/till/commands/open-shift.ts';
import { overridePrice } from '../../src/till/commands/override-price.ts';
import { removeLine } from '../../src/till/commands/remove-line.ts';
import { takeReturn } from '../../src/till/commands/take-return.ts';
import type { TillTools } from '../../src/till/commands/tools.ts';
import { cartOf, uuidOf } from '../support/builders.ts';
import { CASHIER, GOODS, MANAGER, openCounter, SENIOR } from '../support/counter-kit.ts';
import { aPerson, memoryTill, type MemoryTill } from '../support/memory-till.ts';
import { cash } from '../support/sales.ts';
import { newId } from '../support/till-facts.ts';

let till: MemoryTill;
let tools: TillTools;

beforeEach(async () => {
  const opened = await openCounter();
  till = opened.till;
  tools = opened.counter.tools;
});

const asked = (cart: Cart): Cart => applyStep(cart, { step: 'payment_started', saleEntryId: newId() });
const kinds = () => till.journal.map((entry) => entry.kind);

describe('complete-sale', () => {
  test('a sale is one fact, with its receipt number and the change', async () => {
    const cart = asked(cartOf([[1, 2000], [2, 1000]])); // prettier-ignore
    const sold = await completeSale(tools, { cart, tenders: [cash(2000)] });
    expect(sold).toMatchObject({
      ok: true,
      value: { sale: { no: 'T2-000001', changeMinor: 850, channel: 'counter' } },
    });
    expect(kinds()).toEqual(['sale.completed']);
    expect(till.journal[0]).toMatchObject({ entryId: cart.saleEntryId, body: { saleId: cart.saleEntryId } });
  });

  test('two taps on Pay sell once', async () => {
    const cart = asked(cartOf([[1, 1000]]));
    const both = await Promise.all([1, 2].map(() => completeSale(tools, { cart, tenders: [cash(200)] })));
    expect(both.map((sold) => sold.ok && sold.value.sale.no)).toEqual(['T2-000001', 'T2-000001']);
    expect(kinds()).toEqual(['sale.completed']);
  });

  test('an unknown outcome is found out by asking again, and is never sold twice', async () => {
    const cart = asked(cartOf([[1, 1000]]));
    till.nextOutcome = 'unknown_but_saved';
    const first = await completeSale(tools, { cart, tenders: [cash(500)] });
    expect(first).toMatchObject({ error: { code: 'outcome_unknown' } });
    const again = await completeSale(tools, { cart, tenders: [cash(500)] });
    expect(again).toMatchObject({
      ok: true,
      value: { entry: { repeated: true }, sale: { no: 'T2-000001', changeMinor: 300 } },
    });
    expect(kinds()).toEqual(['sale.completed']);
  });

  test.each([
    ['no money', asked(cartOf([[1, 1000]])), [], 'short_tender'],
    ['nothing in the cart', asked(cartOf([])), [cash(100)], 'empty_cart'],
    ['goods nobody knows', asked(cartOf([[99, 1000]])), [cash(100)], 'price_missing'],
  ] as const)('%s is refused before anything is written', async (_name, cart, tenders, code) => {
    expect(await completeSale(tools, { cart, tenders })).toMatchObject({ ok: false, error: { code } });
    expect(kinds()).toEqual([]);
  });

  test('nobody signed in, an auditor, no shift, a full disk: refused before money is asked for', () => {
    const cart = cartOf([[1, 1000]]);
    const refusal = () => {
      const started = startPayment(tools, cart);
      return started.ok ? null : started.error.code;
    };
    expect(refusal()).toBe(null);
    till.state.setState({ storageFull: true });
    expect(refusal()).toBe('journal_full');
    till.state.setState({ storageFull: false, shift: null });
    expect(refusal()).toBe('no_open_shift');
    till.state.setState({ signedIn: aPerson(14, 'auditor', { zh: '审', en: 'Au' }) });
    expect(refusal()).toBe('not_allowed');
    till.signOut();
    expect(refusal()).toBe('signed_out');
  });

  test('a cart too long for one entry says how to go on', () => {
    const cart = cartOf(Array.from({ length: 700 }, () => [1, 1000] as const));
    expect(startPayment(tools, cart)).toMatchObject({ error: { code: 'cart_too_large', facts: { lines: 700 } } });
  });

  test('the id chosen at the start is kept when payment is started again', () => {
    const cart = asked(cartOf([[1, 1000]]));
    expect(startPayment(tools, cart)).toMatchObject({ value: { saleEntryId: cart.saleEntryId } });
  });
});

describe('override-price', () => {
  const change = (approverId: string | null, unitMinor = 150) => ({
    cart: cartOf([[1, 1000]]), lineId: 1, unitMinor: toMinor(unitMinor), reason: 'damaged', approverId,
  }); // prettier-ignore

  test('a cashier needs somebody who may; the fact names them', async () => {
    expect(await overridePrice(tools, change(null))).toMatchObject({ error: { code: 'not_allowed' } });
    expect(await overridePrice(tools, change(CASHIER.staffId))).toMatchObject({ error: { code: 'not_allowed' } });
    expect(await overridePrice(tools, change(MANAGER.staffId))).toEqual({ ok: true, value: undefined });
    expect(till.journal).toMatchObject([
      { kind: 'price.overridden', body: { fromMinor: 200, toMinor: 150, approverId: MANAGER.staffId } },
    ]);
  });

  test('a senior may approve, and do, up to a fifth of the price', async () => {
    expect(await overridePrice(tools, change(SENIOR.staffId, 170))).toMatchObject({ ok: true });
    expect(await overridePrice(tools, change(SENIOR.staffId, 150))).toMatchObject({ error: { code: 'not_allowed' } });
    till.state.setState({ signedIn: SENIOR });
    expect(await overridePrice(tools, change(null, 160))).toMatchObject({ ok: true });
  });

  test('a line that is gone is not found', async () => {
    expect(await overridePrice(tools, { ...change(MANAGER.staffId), lineId: 9 })).toMatchObject({
      error: { code: 'not_found' },
    });
  });
});

test('a line taken out is a fact only once money was asked for it', async () => {
  const cart = cartOf([[1, 2000]]);
  expect(await removeLine(tools, { cart, lineId: 1, wasAsked: false })).toMatchObject({ ok: true });
  expect(kinds()).toEqual([]);
  expect(await removeLine(tools, { cart, lineId: 1, wasAsked: true })).toMatchObject({ ok: true });
  expect(till.journal).toMatchObject([{ kind: 'line.removed', body: { skuNo: 1, qtyMilli: 2000 } }]);
});

describe('the shift', () => {
  test('a second one is not opened over the first', async () => {
    expect(await openShift(tools, toMinor(0))).toMatchObject({ error: { code: 'shift_open_already' } });
  });

  test('closes with a count, the difference and the next Z', async () => {
    await completeSale(tools, { cart: asked(cartOf([[1, 3000]])), tenders: [cash(1000)] });
    const counted = { countedMinor: toMinor(10_500), denominations: [], approverId: MANAGER.staffId };
    expect(await countCash(tools, { ...counted, approverId: null })).toMatchObject({ error: { code: 'not_allowed' } });
    const count = await countCash(tools, counted);
    expect(count.ok).toBe(true);
    if (!count.ok) return;
    expect(await previewZ(tools, count.value)).toMatchObject({ value: { expectedMinor: 10_600, diffMinor: -100 } });
    const closed = await closeShift(tools, count.value);
    expect(closed).toMatchObject({
      ok: true,
      value: {
        zNo: 1,
        sales: 1,
        salesMinor: 600,
        expectedMinor: 10_600,
        diffMinor: -100,
        grandTotalMinor: 600,
        provisional: true,
      },
    });
    expect(kinds()).toEqual(['sale.completed', 'cash.counted', 'shift.closed']);
    expect(await closeShift(tools, count.value)).toMatchObject({ error: { code: 'no_open_shift' } });
  });

  test.each([
    [10_500, SENIOR.staffId, '', true], // as far off as the shop lets pass
    [10_499, SENIOR.staffId, 'not known', 'not_allowed'],
    [10_701, SENIOR.staffId, 'not known', 'not_allowed'], // too much is as far off as too little
    [10_499, MANAGER.staffId, ' ', 'note_missing'],
    [10_499, MANAGER.staffId, 'not known', true],
  ])('with %i in a drawer of 10,600, agreed to by %s for "%s": %s', async (countedMinor, approverId, note, closes) => {
    till.state.setState(({ settings }) => ({ settings: settings && { ...settings, drawerOffMinor: toMinor(100) } }));
    await completeSale(tools, { cart: asked(cartOf([[1, 3000]])), tenders: [cash(1000)] });
    const count = await countCash(tools, { countedMinor: toMinor(countedMinor), denominations: [], approverId });
    if (!count.ok) throw new Error(count.error.code);
    const closed = await closeShift(tools, count.value, note);
    expect(closed.ok || closed.error.code).toBe(closes);
  });
});

describe('take-return', () => {
  const goods = [
    { skuNo: 1, name: 'Spring water', qtyMilli: 1000, unitMinor: toMinor(200), taxBp: 1300, condition: 'resalable' },
  ] as const;

  test('goods without a receipt come back in cash, with an approver', async () => {
    const entryId = newId();
    const returned = await takeReturn(tools, { entryId, goods, reason: 'opened', approverId: MANAGER.staffId });
    expect(returned).toMatchObject({ ok: true, value: { back: { no: 'T2-000001', totalMinor: 200 } } });
    expect(kinds()).toEqual(['return.completed']);
  });

  test('nobody approves for themselves', async () => {
    till.state.setState({ signedIn: MANAGER });
    const asking = { entryId: newId(), goods, reason: 'opened', approverId: MANAGER.staffId };
    expect(await takeReturn(tools, asking)).toMatchObject({ error: { code: 'not_allowed' } });
    expect(kinds()).toEqual([]);
  });
});

test('a till that was never synced has no settings, and says so as our mistake', () => {
  const bare = memoryTill({ products: GOODS, state: { settings: null, shift: null } });
  expect(() => startPayment({ ...tools, device: bare }, cartOf([[1, 1000]], uuidOf(901)))).toThrow(/settings/);
});
