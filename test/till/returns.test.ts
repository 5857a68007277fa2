/** Returns, voids and copies as acts at the counter: what is refused, who must agree, what stands in the journal. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { LocalSale } from '../../src/client/till-device.ts';
import { applyStep, type Cart } from '../../src/core/cart.ts';
import { toMinor } from '../../src/core/money.ts';
import { saleRefOf, type Sale } from '../../src/core/sale.ts';
import type { QrReceipt } from '../../src/wire/qr-claims.ts';
import { completeSale } from '../../src/till/commands/complete-sale.ts';
import { noteCopy } from '../../src/till/commands/reprint.ts';
import { earlierReturns, returnGoods } from '../../src/till/commands/return-goods.ts';
import { voidSale } from '../../src/till/commands/void-sale.ts';
import type { Counter } from '../../src/till/counter.ts';
import { printById } from '../../src/till/receipt/receipt-acts.ts';
import { wantedSales } from '../../src/till/sales/find-sales.ts';
import { afterSale } from '../../src/till/printing/after-sale.ts';
import { openDrawerFor } from '../../src/till/printing/drawer.ts';
import { PRINTER_DEFAULTS, readPrinter } from '../../src/till/printing/printer-choice.ts';
import { cartOf } from '../support/builders.ts';
import { CASHIER, deskOf, MANAGER, openCounter, SENIOR } from '../support/counter-kit.ts';
import type { MemoryTill } from '../support/memory-till.ts';
import { cash } from '../support/sales.ts';
import { newId } from '../support/till-facts.ts';

let till: MemoryTill;
let counter: Counter;
beforeEach(async () => {
  ({ counter, till } = await openCounter());
});

const asked = (cart: Cart): Cart => applyStep(cart, { step: 'payment_started', saleEntryId: newId() });
async function sell(goods: readonly (readonly [number, number])[]): Promise<Sale> {
  const sold = await completeSale(counter.tools, { cart: asked(cartOf(goods)), tenders: [cash(100_000)] });
  if (!sold.ok) throw new Error(sold.error.code);
  return sold.value.sale;
}
const rowOf = async ({ saleId }: { saleId: string }): Promise<LocalSale> =>
  (await till.heldSales((row) => row.saleId === saleId, 1))[0]!;
const kinds = () => till.journal.map(({ kind }) => kind);
const codeOf = (result: { ok: true } | { ok: false; error: { code: string } }) =>
  result.ok ? null : result.error.code;

describe('a return against a sale', () => {
  const giveBack = (sale: Sale, qtyMilli: number, approverId: string | null = null, lineId = 1) =>
    returnGoods(counter.tools, {
      entryId: newId(),
      sold: { from: 'sale', sale },
      goods: [{ lineId, qtyMilli, condition: 'resalable' }],
      reason: 'Faulty',
      approverId,
    });

  test('money does not go back by a way the shop shut for it: its part is cash, in a void too', async () => {
    const typeId = newId();
    const stamps = {
      typeId,
      names: { en: 'Stamps' },
      opensDrawer: false,
      isRefundable: true,
      state: 'active' as const,
    };
    const shut = (isRefundable: boolean) =>
      till.state.setState(({ settings }) => ({
        settings: settings && { ...settings, tenders: { off: [], custom: [{ ...stamps, isRefundable }] } },
      }));
    shut(true);
    const part = { tenderId: 1, method: 'custom' as const, amountMinor: toMinor(150), typeId, name: 'Stamps' };
    const pay = async () => {
      const { totals } = await sell([[1, 3000]]);
      const tenders = [part, cash(totals.totalMinor - 150, 2)];
      const sold = await completeSale(counter.tools, { cart: asked(cartOf([[1, 3000]])), tenders });
      if (!sold.ok) throw new Error(sold.error.code);
      return sold.value.sale;
    };
    const [first, second, third] = [await pay(), await pay(), await pay()];
    const open = await giveBack(first, 3000);
    expect(open.ok && open.value.back.plan.map(({ method }) => method)).toEqual(['custom', 'cash']);
    shut(false);
    const closed = await giveBack(second, 3000);
    if (!closed.ok) throw new Error(closed.error.code);
    expect(closed.value.back.plan[0]).toEqual({ tenderId: 1, method: 'cash', amountMinor: 150 });
    expect(closed.value.back.totalMinor).toBe(second.totals.totalMinor);
    const asking = { entryId: newId(), sale: third, reason: 'Wrong goods', approverId: MANAGER.staffId };
    const undone = await voidSale(counter.tools, asking);
    expect(undone.ok && undone.value.back.plan.map(({ method }) => method)).toEqual(['cash', 'cash']);
  });

  test('part after part, then no more', async () => {
    const sale = await sell([[1, 3000]]);
    expect(codeOf(await giveBack(sale, 1000))).toBeNull();
    expect(codeOf(await giveBack(sale, 2000))).toBeNull();
    const over = await giveBack(sale, 1000);
    expect(over).toMatchObject({ error: { code: 'over_return', facts: { leftMilli: 0 } } });
    expect(kinds()).toEqual(['sale.completed', 'return.completed', 'return.completed']);
    expect(await earlierReturns(counter.tools, { from: 'sale', sale })).toHaveLength(2);
  });

  test('beyond the limit with another person who may', async () => {
    const sale = await sell([[2, 10_000]]); // 75.00: a cashier may give back 50.00, a senior 200.00
    expect(codeOf(await giveBack(sale, 6000))).toBeNull();
    const rest = await sell([[2, 10_000]]);
    expect(codeOf(await giveBack(rest, 10_000))).toBe('not_allowed');
    expect(codeOf(await giveBack(rest, 10_000, CASHIER.staffId))).toBe('not_allowed');
    expect(codeOf(await giveBack(rest, 10_000, SENIOR.staffId))).toBeNull();
  });

  test('the same entry id again is the same return', async () => {
    const sale = await sell([[1, 3000]]);
    const wanted = {
      entryId: newId(), sold: { from: 'sale', sale } as const, reason: 'Faulty', approverId: null,
      goods: [{ lineId: 1, qtyMilli: 1000, condition: 'waste' }] as const,
    }; // prettier-ignore
    till.nextOutcome = 'unknown_but_saved';
    expect(codeOf(await returnGoods(counter.tools, wanted))).toBe('outcome_unknown');
    expect(await returnGoods(counter.tools, wanted)).toMatchObject({ ok: true, value: { entry: { repeated: true } } });
    expect(kinds().filter((kind) => kind === 'return.completed')).toHaveLength(1);
  });

  test('needs an open shift', async () => {
    const sale = await sell([[1, 3000]]);
    till.state.setState({ shift: null });
    expect(codeOf(await giveBack(sale, 1000))).toBe('no_open_shift');
  });
});

describe('a void', () => {
  const undo = (sale: Sale, approverId: string | null) =>
    voidSale(counter.tools, { entryId: newId(), sale, reason: 'Wrong goods', approverId });

  test('is one fact of its own, with another person, once', async () => {
    const sale = await sell([[1, 3000], [2, 1000]]); // prettier-ignore
    expect(codeOf(await undo(sale, null))).toBe('not_allowed');
    expect(await undo(sale, MANAGER.staffId)).toMatchObject({ ok: true, value: { back: { totalMinor: 1350 } } });
    expect(till.journal.at(-1)).toMatchObject({ kind: 'sale.voided', body: { saleId: sale.saleId, no: 'T2-000002' } });
    expect(codeOf(await undo(sale, MANAGER.staffId))).toBe('came_back');
  });

  test('is not for a sale of another shift', async () => {
    const sale = await sell([[1, 1000]]);
    expect(codeOf(await undo({ ...sale, shiftId: newId() }, MANAGER.staffId))).toBe('sale_of_other_shift');
  });
});

describe('papers', () => {
  const copiesOn = () =>
    deskOf(counter).papers.map(({ paper }) => {
      const texts = paper.rows.flatMap((row) => (row.row === 'text' ? [row.text] : []));
      return texts.find((text) => text.startsWith('Copy')) ?? 'receipt';
    });

  test('the first is the receipt; each later one says which copy it is, and is a fact', async () => {
    const sale = await sell([[1, 1000]]);
    for (let n = 0; n < 3; n += 1) await printById(counter, sale.saleId);
    expect(copiesOn()).toEqual(['receipt', 'Copy 1', 'Copy 2']);
    expect(kinds()).toEqual(['sale.completed', 'receipt.reprinted', 'receipt.reprinted']);
    expect(till.journal.at(-1)).toMatchObject({ body: { saleId: sale.saleId, medium: 'print', copyNo: 2 } });
  });

  test('of an older sale a cashier makes no copy alone', async () => {
    const sale = await sell([[1, 1000]]);
    await sell([[1, 1000]]);
    const row = await rowOf(sale);
    const copy = (approverId: string | null) => noteCopy(counter.tools, row, { medium: 'print', approverId });
    expect(codeOf(await copy(null))).toBe('not_allowed');
    expect(await copy(MANAGER.staffId)).toEqual({ ok: true, value: 1 });
    expect(till.journal.at(-1)).toMatchObject({ kind: 'receipt.reprinted', body: { approverId: MANAGER.staffId } });
  });

  test('the drawer opens for cash and the receipt is printed, where this till is told to', async () => {
    const sale = await sell([[1, 1000]]);
    await afterSale(counter, sale);
    expect([deskOf(counter).kicks, deskOf(counter).papers]).toEqual([0, []]);
    const printer = { ...PRINTER_DEFAULTS, by: 'serial', opensDrawer: true, printsEach: true } as const;
    counter.preferences.setState({ printer });
    await afterSale(counter, sale);
    expect([deskOf(counter).kicks, copiesOn()]).toEqual([1, ['receipt']]);
    expect(deskOf(counter).papers[0]?.paper.qr?.text).toMatch(/^HTTPS:\/\/SHOP\.EXAMPLE\/R\/[A-Z2-7]+$/);
  });

  test('it opens for what goes back in cash, and for ways of paying that are put into it', async () => {
    const printer = { ...PRINTER_DEFAULTS, by: 'serial', opensDrawer: true } as const;
    counter.preferences.setState({ printer });
    const [typeId, amountMinor] = [newId(), toMinor(1000)];
    const stamp = { typeId, names: { en: 'Stamps' }, opensDrawer: false, isRefundable: true, state: 'active' } as const;
    const pay = (opensDrawer: boolean) => {
      const custom = [{ ...stamp, opensDrawer }];
      till.state.setState(({ settings }) => ({ settings: settings && { ...settings, tenders: { off: [], custom } } }));
      return openDrawerFor(counter, [{ tenderId: 1, method: 'custom', amountMinor, typeId, name: 'Stamps' }]);
    };
    await pay(false);
    await openDrawerFor(counter, [{ tenderId: 1, method: 'card_external', amountMinor }]);
    expect(deskOf(counter).kicks).toBe(0);
    await pay(true);
    await openDrawerFor(counter, [{ tenderId: 1, method: 'cash', amountMinor }]);
    expect(deskOf(counter).kicks).toBe(2);
  });

  test('choices that were never understood are the defaults', () => {
    expect(readPrinter({ by: 'fax', baud: 1, chinese: 3, cuts: 'no', opensDrawer: 'yes' })).toEqual(PRINTER_DEFAULTS);
  });
});

describe('the search over receipts', () => {
  test.each([
    ['by its number', 'T2-000002', [2]],
    ['by its number as people say it', 't2-2', [2]],
    ['by the end of it', '0003', [3]],
    ['by goods', 'crisps', [2, 3]],
    ['by goods in the other language', '薯片', [2, 3]],
    ['by an amount', '7.50', [2, 3]],
    ['by a total', '9.50', [3]],
    ['by the day and goods', '2026 water', [1, 3]],
    ['all of the words', 'crisps water', [3]],
    ['nothing', 'nowhere', []],
  ] as const)('%s', async (_what, text, found) => {
    await sell([[1, 1000]]);
    await sell([[2, 1000]]);
    await sell([[1, 1000], [2, 1000]]); // prettier-ignore
    const namesOf = (skuNo: number) =>
      Object.values(counter.tools.device.catalogue.product(skuNo)?.names ?? {}).filter((name) => name !== undefined);
    const rows = await till.heldSales(wantedSales(text, { lang: 'en', tz: 'Asia/Shanghai', namesOf }), 10);
    expect(rows.map(({ no }) => Number(no.slice(-1))).sort()).toEqual(found);
  });
});

describe('a receipt of another till', () => {
  const receipt = (change: Partial<QrReceipt> = {}): QrReceipt => ({
    orgNo: 7, storeNo: 1, saleRef: saleRefOf(newId()), tillNo: 5, incarnationNo: 1, seq: 9, hash8: 'ab'.repeat(8),
    totalMinor: 950 as never, cashMinor: 950 as never, exp: 2_000_000_000,
    lines: [[1, 200], [77, 750]].map(([skuNo, paid]) => ({ skuNo: skuNo!, qtyMilli: 1000, paidMinor: paid as never })),
    ...change,
  }); // prettier-ignore

  test('is opened by what it carries, with this till’s names', async () => {
    const { paperOf } = await import('../../src/till/returns/paper-of.ts');
    const paper = paperOf(counter.tools, receipt());
    const told = paper?.lines.map(({ name, paidMinor }) => `${name} ${String(paidMinor)}`);
    expect(told).toEqual(['Spring water 200', '#77 750']);
    expect(paper?.rules.moment.date).toBe('2032-05-18'); // of its sale: it may be claimed for a year
    const goods = [{ lineId: 1, qtyMilli: 1000, condition: 'resalable' }] as const;
    const sold = { from: 'receipt', paper: paper! } as const;
    const giveBack = () =>
      returnGoods(counter.tools, { entryId: newId(), sold, goods, reason: 'Faulty', approverId: null });
    expect(await giveBack()).toMatchObject({ ok: true, value: { back: { saleId: null, totalMinor: 200 } } });
    expect(codeOf(await giveBack())).toBe('over_return');
    expect(paperOf(counter.tools, receipt({ lines: null }))).toBeNull();
  });
});
