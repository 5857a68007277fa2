/** One fact, one row (or a few): names and places only, no rule. */
import { intoDrawer } from '../../core/drawer.ts';
import { manualDiscounts } from '../../core/exceptions.ts';
import { canonicalText } from '../../core/journal.ts';
import type { Tender } from '../../core/sale.ts';
import { movesOfReturn, movesOfSale } from '../../core/stock.ts';
import type { Entry, EntryBody } from '../../wire/entry.ts';
import { noRows, type FactRows, type ShiftRow } from './fact-rows.ts';
import type { Fact } from './fact.ts';
import { addMemberRows } from './ledger-rows.ts';

type EntryOf<K extends Entry['kind']> = Extract<Entry, { kind: K }>;

/** All rows one fact turns into, of a fact that is applied; none of one that is not. */
export function factRows(fact: Fact, isApplied: boolean): FactRows {
  const rows = noRows();
  if (isApplied) addRows(rows, fact, 0);
  return rows;
}

/** Adds the rows of one fact: the same entry makes the same rows at any time, but for when they were made. */
export function addRows(rows: FactRows, fact: Fact, atMs: number): void {
  const { entry } = fact;
  addMemberRows(rows, fact, atMs);
  switch (entry.kind) {
    case 'sale.completed':
      saleRows(rows, fact, entry.body, atMs);
      if (entry.body.heldId !== undefined) rows.hold_event.push(holdRow(fact, entry.body.heldId, 'paid', atMs));
      moveRows(rows, fact, movesOfSale(entry.body), atMs);
      rows.manual_discount.push(...discountRows(fact, entry.body, atMs));
      return;
    case 'return.completed':
    case 'sale.voided':
      returnRows(rows, fact, entry.body, atMs);
      moveRows(rows, fact, movesOfReturn(entry.body), atMs);
      return;
    case 'stock.moved':
      moveRows(rows, fact, entry.body.moves, atMs);
      if (entry.body.transfer !== undefined) rows.stock_transfer.push(transferRow(fact, entry.body, atMs));
      return;
    case 'stock.counted':
      rows.stock_count.push(stockCountRow(fact, entry.body, atMs));
      return;
    case 'shift.opened':
    case 'shift.closed':
      rows.shift.push(shiftRow(fact, entry));
      return;
    case 'cash.counted':
      rows.shift.push(countRows(fact, entry));
      return;
    case 'cash.moved':
    case 'drawer.opened':
    case 'shift.handed_over':
      rows.shift_event.push(eventRow(fact, entry, atMs));
      return;
    case 'cart.claimed':
      if (entry.body.from === 'phone') rows.cart_claim.push(claimRow(fact, entry, entry.body));
      else rows.hold_event.push(holdRow(fact, entry.body.heldId, 'taken', atMs));
      return;
    case 'cart.held': {
      const { heldId, from } = entry.body;
      rows.hold_event.push({ ...holdRow(fact, heldId, 'held', atMs), body: JSON.stringify(entry.body) });
      if (from !== null) rows.hold_event.push(holdRow(fact, from, 'held_again', atMs));
      return;
    }
    case 'cart.released':
      rows.hold_event.push(holdRow(fact, entry.body.heldId, 'cleared', atMs));
      return;
    case 'receipt.reprinted':
    case 'price.overridden':
    case 'line.removed':
    case 'pin.failed':
    case 'clock.shifted':
    case 'practice.started':
    case 'practice.ended':
    case 'incarnation.opened':
    case 'entry.settled':
    case 'grant.written_off':
      rows.audit_note.push(noteRow(fact, atMs));
      return;
    case 'value.topped_up': // addMemberRows
    case 'grant.given':
    case 'grant.returned':
      return;
  }
}

/** The parts of a fact that a person accepted though their numbers repeat are numbered by their place. */
function distinct<T>(parts: readonly T[], id: keyof T): readonly T[] {
  if (new Set(parts.map((part) => part[id])).size === parts.length) return parts;
  return parts.map((part, at) => ({ ...part, [id]: at + 1 }));
}

type Move = {
  readonly skuNo: number;
  readonly deltaMilli: number;
  readonly reason: string;
  readonly ref: string;
  readonly lot?: string | undefined;
  readonly expiry?: string | undefined;
};

/** When something happened by the server's clock, as well as the device knew it. */
const happenedMs = ({ offsetMs }: Entry, atMs: number): number => atMs + (offsetMs ?? 0);

function moveRows(rows: FactRows, { entry, device }: Fact, added: readonly Move[], atMs: number): void {
  for (const [index, { skuNo, deltaMilli, reason, ref, lot, expiry }] of added.entries()) {
    rows.stock_move.push({
      store_id: device.storeId,
      sku_no: skuNo,
      entry_id: entry.entryId,
      line_no: index + 1,
      delta_milli: deltaMilli,
      reason,
      ref,
      at_ms: atMs,
      happened_ms: happenedMs(entry, entry.wallMs),
      lot: lot ?? null,
      expiry: expiry ?? null,
    });
  }
}

/** Goods counted. Whose numbers the point is of stands in the body: a copied entry has another place. */
const stockCountRow = (
  { entry, device }: Fact,
  body: EntryBody<'stock.counted'>,
  atMs: number,
): FactRows['stock_count'][number] => ({
  entry_id: entry.entryId,
  store_id: device.storeId,
  sku_no: body.skuNo,
  device_id: device.deviceId,
  incarnation: body.incarnation,
  counted_milli: body.countedMilli,
  as_of_seq: body.asOfSeq,
  happened_ms: happenedMs(entry, body.asOfMs),
  staff_id: entry.staffId,
  count_id: body.countId,
  received_ms: atMs,
});

/** One end of goods on their way. */
function transferRow(
  { entry, device }: Fact,
  { moves, note, transfer }: EntryBody<'stock.moved'>,
  atMs: number,
): FactRows['stock_transfer'][number] {
  const { transferId = '', direction = 'out', otherStoreId = '' } = transfer ?? {};
  return {
    entry_id: entry.entryId,
    transfer_id: transferId,
    direction,
    store_id: device.storeId,
    other_store_id: otherStoreId,
    device_id: device.deviceId,
    staff_id: entry.staffId,
    note: note ?? '',
    lines: canonicalText(moves.map(({ skuNo, deltaMilli }) => ({ skuNo, qtyMilli: Math.abs(deltaMilli) }))),
    happened_ms: happenedMs(entry, entry.wallMs),
    received_ms: atMs,
  };
}

/** Adds a sale with its lines and tenders. */
function saleRows(rows: FactRows, fact: Fact, sale: EntryBody<'sale.completed'>, atMs: number): void {
  const { entry, device, hash, incarnation } = fact;
  const { saleId, totals } = sale;
  rows.sale.push({
    sale_id: saleId,
    entry_id: entry.entryId,
    device_id: device.deviceId,
    incarnation,
    seq: entry.seq,
    hash,
    store_id: device.storeId,
    no: sale.no,
    kind: sale.kind,
    shift_id: sale.shiftId,
    cart_id: sale.cartId,
    staff_id: entry.staffId,
    business_date: entry.businessDate,
    wall_ms: entry.wallMs,
    received_ms: atMs,
    currency: sale.currency,
    pb_version: sale.pbVersion,
    gross_minor: totals.grossMinor,
    discount_minor: totals.discountMinor,
    tax_minor: totals.taxMinor,
    total_minor: totals.totalMinor,
    change_minor: sale.changeMinor,
    channel: sale.channel,
    source_qr: sale.sourceQr,
  });
  for (const line of distinct(sale.lines, 'lineId')) {
    rows.sale_line.push({
      sale_id: saleId,
      line_id: line.lineId,
      sku_no: line.skuNo,
      name: line.name,
      qty_milli: line.qtyMilli,
      unit_minor: line.unitMinor,
      list_minor: line.listMinor,
      gross_minor: line.grossMinor,
      discount_minor: line.discountMinor,
      tax_bp: line.taxBp,
      tax_minor: line.taxMinor,
    });
  }
  for (const tender of distinct(sale.tenders, 'tenderId')) {
    rows.sale_tender.push({ sale_id: saleId, ...tenderColumns(tender) });
  }
}

/** Discounts persons gave in a sale. */
const discountRows = ({ entry, device }: Fact, sale: EntryBody<'sale.completed'>, atMs: number) =>
  manualDiscounts(sale).map(({ offerNo, action, amountMinor, percentBp, approverId }) => ({
    entry_id: entry.entryId,
    offer_no: offerNo,
    sale_id: sale.saleId,
    no: sale.no,
    store_id: device.storeId,
    staff_id: entry.staffId,
    approver_id: approverId,
    action,
    amount_minor: amountMinor,
    percent_bp: percentBp,
    wall_ms: entry.wallMs,
    received_ms: atMs,
  }));

/** Adds a return with its lines and how the money went back. */
function returnRows(rows: FactRows, fact: Fact, back: EntryBody<'return.completed'>, atMs: number): void {
  const { entry, device, incarnation } = fact;
  const { returnId } = back;
  rows.goods_return.push({
    return_id: returnId,
    entry_id: entry.entryId,
    device_id: device.deviceId,
    incarnation,
    seq: entry.seq,
    store_id: device.storeId,
    no: back.no,
    sale_id: back.saleId,
    shift_id: back.shiftId,
    staff_id: entry.staffId,
    approver_id: back.approverId,
    business_date: entry.businessDate,
    wall_ms: entry.wallMs,
    received_ms: atMs,
    currency: back.currency,
    total_minor: back.totalMinor,
    tax_minor: back.lines.reduce((sum, line) => sum + line.taxMinor, 0),
    reason: back.reason,
    kind: entry.kind === 'sale.voided' ? 'void' : 'return',
    receipt_ref: back.receipt?.saleRef ?? null,
  });
  for (const line of distinct(back.lines, 'lineId')) {
    rows.return_line.push({
      return_id: returnId,
      line_id: line.lineId,
      sku_no: line.skuNo,
      name: line.name,
      qty_milli: line.qtyMilli,
      refund_minor: line.refundMinor,
      tax_bp: line.taxBp,
      tax_minor: line.taxMinor,
      condition: line.condition,
    });
  }
  for (const tender of distinct(back.plan, 'tenderId')) {
    rows.return_tender.push({ return_id: returnId, ...tenderColumns(tender) });
  }
}

/** What is compared has a column; the rest of what was told is kept as it came. */
function tenderColumns({ tenderId, method, amountMinor, evidence, ...told }: Tender) {
  const { code = null, ...who } = evidence ?? {};
  const detail = { ...told, ...who };
  return {
    tender_id: tenderId,
    method,
    amount_minor: amountMinor,
    code,
    detail: Object.keys(detail).length === 0 ? null : canonicalText(detail),
  };
}

/** Something that happened to a drawer without a sale, or to who has it. */
const eventRow = (
  { device }: Fact,
  entry: EntryOf<'cash.moved'> | EntryOf<'drawer.opened'> | EntryOf<'shift.handed_over'>,
  atMs: number,
): FactRows['shift_event'][number] => ({
  entry_id: entry.entryId,
  shift_id: entry.body.shiftId,
  kind: entry.kind,
  device_id: device.deviceId,
  store_id: device.storeId,
  staff_id: entry.staffId,
  wall_ms: entry.wallMs,
  received_ms: atMs,
  amount_minor: entry.kind === 'cash.moved' ? intoDrawer(entry.body) : 0,
  body: JSON.stringify(entry.body),
});

const shiftOf = ({ entry, device }: Fact, shiftId: string): ShiftRow['row'] => ({
  shift_id: shiftId,
  device_id: device.deviceId,
  store_id: device.storeId,
  shift_no: 0,
  staff_id: entry.staffId,
  business_date: entry.businessDate,
  float_minor: 0,
  opened_ms: entry.wallMs,
  counted_minor: null,
  closed_ms: null,
  z_no: null,
  z_body: null,
  state: 'open',
});

/** A shift's beginning or end. An end without its beginning (it came by another way) still makes the row. */
function shiftRow(fact: Fact, entry: EntryOf<'shift.opened'> | EntryOf<'shift.closed'>): ShiftRow {
  const { shiftId, floatMinor } = entry.body;
  const blank = { ...shiftOf(fact, shiftId), float_minor: floatMinor };
  if (entry.kind === 'shift.opened') {
    const update = ['shift_no', 'float_minor', 'opened_ms', 'staff_id', 'business_date'] as const;
    return { row: { ...blank, shift_no: entry.body.shiftNo }, update };
  }
  const { zNo, countedMinor } = entry.body;
  return {
    row: {
      ...blank,
      counted_minor: countedMinor,
      closed_ms: entry.wallMs,
      z_no: zNo,
      z_body: JSON.stringify(entry.body),
      state: 'closed',
    },
    update: ['counted_minor', 'closed_ms', 'z_no', 'z_body', 'state'],
  };
}

/** The drawer as it was counted. */
const countRows = (fact: Fact, { body }: EntryOf<'cash.counted'>): ShiftRow => ({
  row: { ...shiftOf(fact, body.shiftId), counted_minor: body.countedMinor, state: 'counting' },
  update: ['counted_minor', 'state'],
});

/** A phone's cart taken at the till. */
const claimRow = (
  { device }: Fact,
  { entryId, wallMs }: EntryOf<'cart.claimed'>,
  body: Extract<EntryBody<'cart.claimed'>, { from: 'phone' }>,
): FactRows['cart_claim'][number] => ({
  entry_id: entryId,
  cart_ref: body.cartRef,
  rev: body.rev,
  cart_id: body.cartId,
  device_id: device.deviceId,
  store_id: device.storeId,
  handoff: body.handoff,
  total_seen_minor: body.totalSeenMinor,
  total_minor: body.totalMinor,
  wall_ms: wallMs,
});

/** What was done with a cart that was put aside. */
const holdRow = (
  { entry, device }: Fact,
  heldId: string,
  act: FactRows['hold_event'][number]['act'],
  atMs: number,
): FactRows['hold_event'][number] => ({
  entry_id: entry.entryId,
  held_id: heldId,
  act,
  device_id: device.deviceId,
  store_id: device.storeId,
  staff_id: entry.staffId,
  seq: entry.seq,
  wall_ms: entry.wallMs,
  received_ms: atMs,
  body: null,
});

/** What only people read. */
const noteRow = ({ entry, device }: Fact, atMs: number): FactRows['audit_note'][number] => ({
  entry_id: entry.entryId,
  kind: entry.kind,
  device_id: device.deviceId,
  store_id: device.storeId,
  staff_id: entry.staffId,
  wall_ms: entry.wallMs,
  received_ms: atMs,
  body: JSON.stringify(entry.body),
});
