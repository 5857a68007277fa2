/** Ways of paying at the counter: what each takes, what it asks for, who may, and what the sale then says. */
import { beforeEach, describe, expect, test } from 'vitest';
import { toMinor } from '../../src/core/money.ts';
import type { Sale } from '../../src/core/sale.ts';
import type { Counter } from '../../src/till/counter.ts';
import { moveCash, openDrawer } from '../../src/till/commands/move-cash.ts';
import { countForHandover, takeOverShift } from '../../src/till/commands/hand-over.ts';
import { readX } from '../../src/till/commands/read-shift.ts';
import { takeScan } from '../../src/till/sell/scanning.ts';
import { addProduct } from '../../src/till/sell/filling.ts';
import { openPayment, owed, takeCash } from '../../src/till/sell/paying.ts';
import { chooseWay, takeTyped, typedBy, waysOf, wholeBy, writeField } from '../../src/till/sell/tendering.ts';
import { newId } from '../support/till-facts.ts';
import { uuidOf } from '../support/builders.ts';
import { CASHIER, GOODS, MANAGER, noticesOf, openCounter } from '../support/counter-kit.ts';
import type { MemoryTill } from '../support/memory-till.ts';

const CANTEEN = {
  typeId: uuidOf(70),
  names: { zh: '饭卡', en: 'Canteen card' },
  opensDrawer: false,
  isRefundable: true,
  state: 'active',
} as const;

let counter: Counter;
let till: MemoryTill;
beforeEach(async () => {
  ({ counter, till } = await openCounter());
  till.state.setState(({ settings, store }) => ({
    settings: settings && { ...settings, tenders: { off: [], custom: [CANTEEN] } },
    store: store && { ...store, foreignCash: [{ currency: 'USD', ratePpm: 7_000_000, date: '2026-01-01' }] },
  }));
  counter.tools.device.state.setState({ staff: till.state.getState().staff });
});

const crisps = (times: number) => {
  const [, product] = GOODS;
  if (product === undefined) throw new Error('no crisps');
  for (let i = 0; i < times; i += 1) addProduct(counter, product, 'tap'); // 7.50 each
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const sales = () => till.journal.filter((entry) => entry.kind === 'sale.completed').map((entry) => entry.body as Sale);
const type = (padText: string) => counter.view.setState({ padText });

describe('a payment', () => {
  test('takes no more than there is by a way, unless somebody types otherwise', () => {
    crisps(2);
    openPayment(counter);
    chooseWay(counter, { method: 'stored_value', mostMinor: toMinor(400) });
    expect(typedBy(counter)).toBe(400);
    type('3.5');
    expect(typedBy(counter)).toBe(350);
    chooseWay(counter, { method: 'stored_value', mostMinor: toMinor(90_000) });
    expect(typedBy(counter)).toBe(1500);
  });

  test('in parts: cash, a card for the rest, and the sale tells both', async () => {
    crisps(2);
    openPayment(counter);
    await takeCash(counter, toMinor(500));
    chooseWay(counter, { method: 'card_external' });
    writeField(counter, { code: '204417', ref: '4412' });
    takeTyped(counter);
    await settled();
    expect(sales()[0]?.tenders).toEqual([
      { tenderId: 1, method: 'cash', amountMinor: 500 },
      { tenderId: 2, method: 'card_external', amountMinor: 1000, evidence: { code: '204417', ref: '4412' } },
    ]);
    expect(counter.view.getState().payWay).toEqual({ method: 'cash' });
  });

  test.each([
    ['a card over the due', { method: 'card_external' } as const, '20', { code: '1' }, 'change_without_cash'],
    ['a card without its number', { method: 'card_external' } as const, '', {}, 'approval_code_missing'],
    ['a voucher without its code', { method: 'voucher' } as const, '5', {}, 'voucher_code_missing'],
    ['an account of nobody', { method: 'on_account' } as const, '', {}, 'customer_missing'],
  ])('refuses %s, and says why', async (_what, way, typed, fields, code) => {
    crisps(1);
    openPayment(counter);
    chooseWay(counter, way);
    writeField(counter, fields);
    type(typed);
    takeTyped(counter);
    await settled();
    expect(noticesOf(counter)).toEqual([code]);
    expect(counter.hand.getState().tenders).toEqual([]);
    expect(counter.view.getState().payWay).toEqual(way); // what was typed is still there to be mended
  });

  test('a scan while a voucher is taken is its code, not goods', async () => {
    crisps(1);
    openPayment(counter);
    chooseWay(counter, { method: 'voucher' });
    await takeScan(counter, { text: '06901234567892', symbology: null });
    expect(counter.hand.getState().cart.lines).toHaveLength(1);
    type('2.50');
    takeTyped(counter);
    await settled();
    expect(counter.hand.getState().tenders).toMatchObject([
      { method: 'voucher', evidence: { code: '06901234567892' } },
    ]);
    expect(owed(counter).remainingMinor).toBe(500);
  });

  test('on account needs somebody who may agree, who then stands in the sale', async () => {
    crisps(1);
    openPayment(counter);
    chooseWay(counter, { method: 'on_account' });
    writeField(counter, { who: ' Wang ' });
    takeTyped(counter);
    const { approval } = counter.view.getState();
    expect(approval?.words).toBe('¥7.50 on account of Wang');
    expect(sales()).toEqual([]);
    approval?.agreed(MANAGER.staffId);
    await settled();
    expect(sales()[0]?.tenders).toMatchObject([
      { method: 'on_account', evidence: { who: 'Wang', approverId: MANAGER.staffId } },
    ]);
  });

  test("dollars at the store's rate: the change is the shop's own cash", async () => {
    counter.tools.device.state.setState(({ store }) => ({
      store: store && {
        ...store,
        foreignCash: [{ currency: 'USD', ratePpm: 7_000_000, date: new Date().toISOString().slice(0, 10) }],
      },
    }));
    crisps(1);
    openPayment(counter);
    const usd = { method: 'foreign_cash', currency: 'USD' } as const;
    chooseWay(counter, usd);
    expect(wholeBy(counter, usd)).toBe(108); // 1.07 dollars are 7.49, one fen short
    type('2');
    takeTyped(counter);
    await settled();
    expect(sales()[0]).toMatchObject({
      changeMinor: 650,
      tenders: [{ method: 'foreign_cash', amountMinor: 1400, foreign: { currency: 'USD', amountMinor: 200 } }],
    });
  });

  test('what the shop has switched off, ended, or has only an old rate for is not offered', () => {
    till.state.setState(({ settings }) => ({
      settings: settings && {
        ...settings,
        tenders: {
          off: ['voucher', 'on_account'],
          custom: [CANTEEN, { ...CANTEEN, typeId: uuidOf(71), state: 'ended' }],
        },
      },
    }));
    expect(waysOf(counter)).toEqual([
      { method: 'cash' },
      { method: 'card_external' },
      { method: 'custom', typeId: CANTEEN.typeId },
    ]);
  });
});

describe('the drawer', () => {
  const move = (over: Partial<Parameters<typeof moveCash>[1]> = {}) =>
    moveCash(counter.tools, {
      entryId: newId(),
      direction: 'out',
      reason: 'pay_out',
      amountMinor: toMinor(3000),
      note: 'ice',
      approverId: MANAGER.staffId,
      ...over,
    });

  test('cash moved counts in the X report, by whom and for what', async () => {
    crisps(2);
    await takeCash(counter, toMinor(1500));
    await move();
    await move({ reason: 'pay_in', direction: 'in', amountMinor: toMinor(500), note: 'found' });
    await openDrawer(counter.tools, { reason: 'change', approverId: MANAGER.staffId });
    const x = await readX(counter.tools);
    expect(x).toMatchObject({
      ok: true,
      value: {
        reading: {
          expectedMinor: 10_000 + 1500 - 3000 + 500,
          drawerOpens: 1,
          byStaff: [{ staffId: CASHIER.staffId, sales: 1, salesMinor: 1500, drawerOpens: 1 }],
        },
      },
    });
  });

  test.each([
    ['alone', { approverId: null }, 'not_allowed'],
    ['agreeing with herself', { approverId: CASHIER.staffId }, 'not_allowed'],
    ['nothing', { amountMinor: toMinor(0) }, 'amount_missing'],
    ['without saying for what', { note: ' ' }, 'note_missing'],
  ])('a cashier moves no cash %s', async (_how, over, code) => {
    expect(await move(over)).toMatchObject({ ok: false, error: { code } });
    expect(till.journal).toEqual([]);
  });

  test('pressed twice it moves once', async () => {
    const entryId = newId();
    await move({ entryId });
    await move({ entryId });
    expect(till.journal).toHaveLength(1);
  });

  test('a shift passes on with what was counted, and each sale stays with who made it', async () => {
    crisps(1);
    await takeCash(counter, toMinor(750));
    const count = await countForHandover(counter.tools, toMinor(10_700));
    expect(count).toMatchObject({ ok: true, value: { expectedMinor: 10_750, diffMinor: -50 } });
    await till.signIn(MANAGER.staffId, '246810');
    if (count.ok) await takeOverShift(counter.tools, count.value);
    expect(till.journal.at(-1)).toMatchObject({
      kind: 'shift.handed_over',
      body: { fromStaffId: CASHIER.staffId, count: { diffMinor: -50 } },
    });
    expect(till.state.getState().shift?.staffId).toBe(MANAGER.staffId);
    crisps(2);
    await takeCash(counter, toMinor(1500));
    const x = await readX(counter.tools);
    expect(x.ok && x.value.reading.byStaff.map((row) => [row.staffId, row.salesMinor])).toEqual([
      [CASHIER.staffId, 750],
      [MANAGER.staffId, 1500],
    ]);
  });
});
