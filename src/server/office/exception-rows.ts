/**
 * Rows of the report of exceptions that are put together from several facts: practice in which goods may have been
 * sold for real, vouchers taken while the till could not be told that they are used up, and cash handed out for what
 * was paid otherwise.
 *
 * What is practised is never sent, so what the report knows of it is what the till told when it ended, and whether the
 * shelves missed those goods at a later count. A till that hid the end shows practice that never ended.
 */
import * as z from 'zod/mini';
import { cashBeyond } from '../../core/exceptions.ts';
import { toMinor } from '../../core/money.ts';
import { entryBodies } from '../../wire/entry.ts';
import type { ExceptionRow } from '../../wire/office-exceptions.ts';
import * as cash from '../db/cash-refunds.ts';
import type { Tx } from '../db/door.ts';
import * as table from '../db/office-exceptions.ts';
import { settings } from '../db/office-shop.ts';
import { readStored } from '../journal/read-lines.ts';

/** A row before it is told who and where. */
export type Found = Omit<ExceptionRow, 'staff' | 'approver' | 'place'> & {
  readonly entryId: string | null;
  readonly approverId: string | null;
};

/** Practice begun or ended in the span, each once: the end tells more than the beginning. */
export async function practices(tx: Tx, asked: table.Span, notes: readonly table.Note[]): Promise<Found[]> {
  const started = notes
    .filter(({ kind }) => kind === 'practice.started')
    .map((row) => ({ row, body: entryBodies['practice.started'].parse(JSON.parse(row.body)) }));
  const endOf = (row: table.Note) => ({ row, body: entryBodies['practice.ended'].parse(JSON.parse(row.body)) });
  const ended = notes.filter(({ kind }) => kind === 'practice.ended').map(endOf);
  const later = started.length === 0 ? [] : (await table.practiceEnds(tx, asked)).map(endOf);
  const found: Found[] = [];
  for (const { row, body } of started) {
    if (later.some((end) => end.body.practiceId === body.practiceId)) continue;
    found.push({ ...headOf(row), staffId: row.staff_id, approverId: body.approverId, facts: { isOpen: 1 } });
  }
  for (const { row, body } of ended) {
    const begin = started.find((start) => start.body.practiceId === body.practiceId);
    const fromMs = body.startedMs;
    const missingMilli = await missedSince(tx, asked.storeId, fromMs, body.goods);
    found.push({
      ...headOf(row),
      staffId: begin?.row.staff_id ?? body.staffId,
      approverId: begin?.body.approverId ?? body.approverId,
      amountMinor: toMinor(body.salesMinor),
      facts: {
        sales: body.sales,
        returns: body.returns,
        papers: body.papers,
        lastedMs: Math.max(0, row.wall_ms - fromMs),
        missingMilli,
      },
    });
  }
  return found;
}

/** How much of the goods rung up was missing when they were counted later. Thousandths; nothing missing is 0. */
async function missedSince(
  tx: Tx,
  storeId: string,
  sinceMs: number,
  goods: readonly { readonly skuNo: number; readonly qtyMilli: number }[],
): Promise<number> {
  const counted = await table.countedMoves(tx, { storeId, sinceMs, skuNos: goods.map(({ skuNo }) => skuNo) });
  const bySku = new Map<number, number>();
  for (const { sku_no: skuNo, delta_milli: deltaMilli } of counted) {
    bySku.set(skuNo, (bySku.get(skuNo) ?? 0) + deltaMilli);
  }
  // More missing than was rung up has other reasons too.
  return goods.reduce(
    (sum, { skuNo, qtyMilli }) => sum + Math.min(qtyMilli, Math.max(0, 0 - (bySku.get(skuNo) ?? 0))),
    0,
  );
}

/** A till this late with a voucher was away when it took it: the seconds of a slow network are no exception. */
const AWAY_MS = 5 * 60_000;

/** Vouchers taken by a till that told of it late: nobody could be asked whether they were good. */
export async function vouchersAway(tx: Tx, asked: table.Span): Promise<Found[]> {
  const rows = await table.vouchersTaken(tx, asked);
  return rows.flatMap((row): Found[] => {
    const offsetMs = readStored(row.bytes)?.offsetMs ?? 0; // a clock that is wrong is no till that was away
    const lateMs = row.received_ms - row.wall_ms - offsetMs;
    if (lateMs < AWAY_MS) return [];
    return [
      {
        ...headOf(row),
        script: 'voucher_away',
        staffId: row.staff_id,
        approverId: null,
        amountMinor: toMinor(row.amount_minor),
        facts: { no: row.no, voucher: row.code ?? '', lateMs, times: row.times },
      },
    ];
  });
}

/**
 * Refunds in cash beyond the cash their sale was paid in, whichever of them came last. A way of the shop's own that
 * money does not go back by counts as cash, because its part is handed out so.
 */
export async function cashBeyondPaid(tx: Tx, asked: table.Span): Promise<Found[]> {
  const looked = await table.cashReturns(tx, asked);
  if (looked.length === 0) return [];
  const inSpan = new Set(looked.map((row) => row.return_id));
  const sales = await cash.paidOf(tx, await cash.salesOfReturns(tx, looked));
  const refunds = await cash.cashRefundsOf(
    tx,
    sales.map((sale) => sale.sale_id),
  );
  const custom = (await settings(tx)).tenders?.custom ?? [];
  const shut = new Set(custom.filter((way) => !way.isRefundable).map((way) => way.typeId));
  return sales.flatMap((sale) => {
    const own = refunds.filter((row) => row.saleId === sale.sale_id);
    const isCash = (row: (typeof sale.tenders)[number]) =>
      row.method === 'cash' ||
      row.method === 'foreign_cash' ||
      (row.method === 'custom' && shut.has(typeOf(row.detail)));
    const paidMinor = sale.tenders.filter(isCash).reduce((sum, row) => sum + row.amount_minor, 0) - sale.change_minor;
    const beyond = cashBeyond(paidMinor, own.map((row) => row.amount_minor)); // prettier-ignore
    return own.flatMap((row, at): Found[] => {
      const overMinor = beyond[at] ?? 0;
      if (overMinor === 0 || !inSpan.has(row.return_id)) return [];
      const facts = { no: row.no, saleNo: sale.no, paidMinor, cashMinor: row.amount_minor };
      const { staff_id: staffId, approver_id: approverId } = row;
      return [{ ...headOf(row), script: 'cash_refund', staffId, approverId, amountMinor: toMinor(overMinor), facts }];
    });
  });
}

const customWay = z.object({ typeId: z.optional(z.string()) });
const typeOf = (detail: string | null): string =>
  detail === null ? '' : (customWay.parse(JSON.parse(detail)).typeId ?? ''); // written from a parsed entry

const headOf = (row: Pick<table.Note, 'wall_ms' | 'received_ms' | 'entry_id'>) => ({
  script: 'practice' as const,
  atMs: row.wall_ms,
  receivedMs: row.received_ms,
  entryId: row.entry_id,
  amountMinor: null,
});
