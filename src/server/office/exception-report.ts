/**
 * The report of exceptions of a store: what may hide a theft, each with who did it, who agreed, when, at which till and
 * in which entry. Read from what was booked; nothing here judges a person.
 *
 * Not in it: a price the office changed and put back, because the catalogue keeps no history of prices.
 */
import { isAtLimit, standsOut } from '../../core/exceptions.ts';
import type { Names } from '../../core/product.ts';
import type { Role } from '../../core/permission.ts';
import { toMinor } from '../../core/money.ts';
import { businessDateOf } from '../../core/business-date.ts';
import { entryBodies, type Entry } from '../../wire/entry.ts';
import type { ExceptionReport, ExceptionRow, PersonRates } from '../../wire/office-exceptions.ts';
import type { EntryPlace } from '../../wire/office-stock.ts';
import type { Tx } from '../db/door.ts';
import * as table from '../db/office-exceptions.ts';
import { productsByNo } from '../db/office-products.ts';
import { staffRows } from '../db/office-shop.ts';
import { promotions } from '../db/pricing.ts';
import { readStored } from '../journal/read-lines.ts';
import { cashBeyondPaid, practices, vouchersAway, type Found } from './exception-rows.ts';

type Asked = table.Span & { readonly staffId: string | null; readonly tz: string; readonly asOfMs: number };

/** Rows of the span, newest first, and how often who did what. */
export async function exceptionReport(tx: Tx, asked: Asked): Promise<ExceptionReport> {
  const staff = await staffRows(tx);
  const roles = new Map(staff.map((person) => [person.staffId, person.role]));
  const people = new Map(staff.map((person) => [person.staffId, person.names]));
  const found = [
    ...(await returns(tx, asked)),
    ...(await discounts(tx, asked, roles)),
    ...(await drawers(tx, asked)),
    ...(await notes(tx, asked)),
    ...(await vouchersAway(tx, asked)),
    ...(await cashBeyondPaid(tx, asked)),
    ...(await lost(tx, asked)),
  ];
  const places = new Map(
    (
      await table.placesOf(
        tx,
        found.flatMap(({ entryId }) => entryId ?? []),
      )
    ).map((row) => [row.entry_id, placeOf(row)]),
  );
  const rows = found
    .filter(({ staffId }) => asked.staffId === null || staffId === asked.staffId)
    .sort((a, b) => b.receivedMs - a.receivedMs || b.atMs - a.atMs)
    .map(({ entryId, approverId, ...row }): ExceptionRow => ({
      ...row,
      staff: people.get(row.staffId ?? '') ?? null,
      approver: people.get(approverId ?? '') ?? null,
      place: places.get(entryId ?? '') ?? null,
    }));
  const sales = await table.salesByPerson(tx, asked);
  return { rows, people: rates(found, sales, people), asOfMs: asked.asOfMs };
}

type PlaceRow = Awaited<ReturnType<typeof table.placesOf>>[number];
const placeOf = ({ device_id: deviceId, till_code: tillCode, incarnation, seq }: PlaceRow): EntryPlace => ({
  deviceId,
  tillCode,
  incarnation,
  seq,
});

/** Voids with what the sale had taken, and money given back without a receipt. */
async function returns(tx: Tx, asked: Asked): Promise<Found[]> {
  const rows = await table.returnsLookedAt(tx, asked);
  const sales = await table.salesById(
    tx,
    rows.flatMap((row) => row.sale_id ?? []),
  );
  const byId = new Map(sales.map((sale) => [sale.sale_id, sale]));
  return rows.map((row): Found => {
    const sale = byId.get(row.sale_id ?? '');
    const isVoid = row.kind === 'void';
    return {
      script: isVoid ? 'void' : 'blind_refund',
      atMs: row.wall_ms,
      receivedMs: row.received_ms,
      staffId: row.staff_id,
      approverId: row.approver_id,
      entryId: row.entry_id,
      amountMinor: toMinor(row.total_minor),
      facts: {
        no: row.no,
        reason: row.reason,
        ...(isVoid && sale !== undefined ? { saleNo: sale.no, paidMinor: sale.total_minor } : {}),
      },
    };
  });
}

/** Discounts given alone, at the limit of whoever gave them. */
async function discounts(tx: Tx, asked: Asked, roles: ReadonlyMap<string, Role>): Promise<Found[]> {
  const rows = await table.discountsGiven(tx, asked);
  return rows.flatMap((row): Found[] => {
    const role = roles.get(row.staff_id ?? '');
    const {
      action,
      percent_bp: percentBp,
      approver_id: approverId,
      amount_minor: amountMinor,
      offer_no: offerNo,
    } = row;
    if (role === undefined || !isAtLimit(role, { action, percentBp, approverId, amountMinor, offerNo })) return [];
    return [
      {
        script: 'discount',
        atMs: row.wall_ms,
        receivedMs: row.received_ms,
        staffId: row.staff_id,
        approverId,
        entryId: row.entry_id,
        amountMinor: toMinor(amountMinor),
        facts: { no: row.no, percentBp: percentBp ?? 0 },
      },
    ];
  });
}

async function drawers(tx: Tx, asked: Asked): Promise<Found[]> {
  const rows = await table.drawersOpened(tx, asked);
  return rows.map((row): Found => {
    const { reason, approverId } = entryBodies['drawer.opened'].parse(JSON.parse(row.body)); // from a parsed entry
    return { ...headOf(row, 'drawer', approverId), facts: { reason } };
  });
}

type Note = table.Note;

/** Lines taken off once money was asked for, prices changed by hand, and sales after a clock was set back. */
async function notes(tx: Tx, asked: Asked): Promise<Found[]> {
  const rows = await table.notesLookedAt(tx, asked);
  const of = (kind: string) => rows.filter((row) => row.kind === kind);
  const removed = of('line.removed').map((row) => ({
    row,
    body: entryBodies['line.removed'].parse(JSON.parse(row.body)),
  }));
  const changed = of('price.overridden').map((row) => ({
    row,
    body: entryBodies['price.overridden'].parse(JSON.parse(row.body)),
  }));
  const skuNos = [...removed, ...changed].map(({ body }) => body.skuNo);
  const goods = await productsByNo(tx, asked.storeId, [...new Set(skuNos)]);
  const names = new Map(goods.map((product) => [product.skuNo, nameOf(product.names)]));
  const sales = await table.salesByCart(
    tx,
    changed.map(({ body }) => body.cartId),
  );
  const byCart = new Map(sales.map((sale) => [sale.cart_id, sale]));
  const told: Found[] = removed.map(({ row, body }) => ({
    ...headOf(row, 'line_removed', null),
    facts: { product: names.get(body.skuNo) ?? String(body.skuNo), qtyMilli: body.qtyMilli },
  }));
  for (const { row, body } of changed) {
    const isBack = changed.some(
      (other) =>
        other.body.cartId === body.cartId && other.body.lineId === body.lineId && other.body.toMinor === body.fromMinor,
    );
    told.push({
      ...headOf(row, 'price', body.approverId),
      facts: {
        product: names.get(body.skuNo) ?? String(body.skuNo),
        fromMinor: body.fromMinor,
        toMinor: body.toMinor,
        saleNo: byCart.get(body.cartId)?.no ?? '',
        putBack: isBack ? 1 : 0,
      },
    });
  }
  return [...told, ...(await clocks(tx, asked, of('clock.shifted'))), ...(await practices(tx, asked, rows))];
}

const nameOf = ({ zh, en }: Names): string => zh ?? en ?? '';

type Noted = Pick<Note, 'wall_ms' | 'received_ms' | 'staff_id' | 'entry_id'>;

const headOf = (row: Noted, script: Found['script'], approverId: string | null) => ({
  script,
  atMs: row.wall_ms,
  receivedMs: row.received_ms,
  staffId: row.staff_id,
  approverId,
  entryId: row.entry_id,
  amountMinor: null,
});

const SALES_AFTER = 200;

/**
 * When it really was. A till that has heard the server since its page was opened knows, whatever its wall clock says by
 * then; of another the jump is all there is to go by, until somebody puts the clock right again: nothing comes from
 * later than it was received.
 */
const trueTime = (
  entry: Pick<Entry, 'wallMs' | 'offsetMs'>,
  jump: { readonly offsetMs: number; readonly receivedMs: number },
): number =>
  entry.offsetMs === null ? Math.min(entry.wallMs - jump.offsetMs, jump.receivedMs) : entry.wallMs + entry.offsetMs;

/** A clock that went back, with the sales after it that took a promotion which had ended by the time before. */
async function clocks(tx: Tx, { tz }: Asked, shifted: readonly Note[]): Promise<Found[]> {
  if (shifted.length === 0) return [];
  const ends = new Map((await promotions(tx)).map((row) => [row.promotionId, row.toDate]));
  const places = new Map(
    (
      await table.placesOf(
        tx,
        shifted.map((row) => row.entry_id),
      )
    ).map((row) => [row.entry_id, row]),
  );
  const found: Found[] = [];
  for (const row of shifted) {
    const { offsetMs } = entryBodies['clock.shifted'].parse(JSON.parse(row.body));
    const place = places.get(row.entry_id);
    const head = headOf(row, 'clock', null);
    found.push({ ...head, facts: { shiftedMs: 0 - offsetMs } });
    if (place === undefined) continue;
    const chain = { deviceId: place.device_id, incarnation: place.incarnation, seq: place.seq };
    for (const { bytes, received_ms: receivedMs } of await table.salesAfter(tx, chain, SALES_AFTER)) {
      const entry = readStored(bytes);
      if (entry?.kind !== 'sale.completed') continue;
      const trueDate = businessDateOf(trueTime(entry, { offsetMs, receivedMs }), tz);
      const late = (entry.body.offers ?? []).find(({ promotionId }) => {
        const toDate = ends.get(promotionId ?? '') ?? null;
        return toDate !== null && toDate < trueDate;
      });
      if (late === undefined) continue;
      const { no, totals } = entry.body;
      found.push({
        ...head,
        atMs: entry.wallMs,
        staffId: entry.staffId,
        entryId: entry.entryId,
        amountMinor: toMinor(totals.totalMinor),
        facts: { shiftedMs: 0 - offsetMs, no, promotion: late.name, endDate: ends.get(late.promotionId ?? '') ?? '' },
      });
    }
  }
  return found;
}

/** Tills given up whose last entries never came, whenever that was: until they come, it is an open matter. */
async function lost(tx: Tx, { storeId }: Asked): Promise<Found[]> {
  return (await table.lostTails(tx, storeId)).map(({ head, shift }): Found => ({
    script: 'lost_tail',
    atMs: head.last_seen_ms ?? 0,
    receivedMs: head.revoked_ms ?? 0,
    staffId: shift?.staff_id ?? null,
    approverId: null,
    entryId: null,
    amountMinor: null,
    facts: {
      till: head.till_code,
      lastSeq: head.seq,
      announcedSeq: head.announced_seq,
      shift: shift === null ? '' : String(shift.shift_no).padStart(4, '0'),
    },
  }));
}

const COUNTED = { voids: 'void', removals: 'line_removed', discounts: 'discount', drawers: 'drawer' } as const;

/** Each person beside the others of the store. */
function rates(
  found: readonly Found[],
  sales: ReadonlyMap<string, number>,
  people: ReadonlyMap<string, Names>,
): PersonRates[] {
  const ids = [...new Set([...sales.keys(), ...found.map(({ staffId }) => staffId ?? '')])];
  const all = [...sales.values()].reduce((sum, count) => sum + count, 0);
  const rateOf = (id: string, script: Found['script']) => {
    const times = found.filter((row) => row.script === script && (row.staffId ?? '') === id).length;
    const others = found.filter((row) => row.script === script).length - times;
    const own = sales.get(id) ?? 0;
    return { times, standsOut: standsOut({ times, sales: own }, { times: others, sales: all - own }) };
  };
  return ids.map((id) => ({
    staffId: id === '' ? null : id,
    staff: people.get(id) ?? null,
    sales: sales.get(id) ?? 0,
    voids: rateOf(id, COUNTED.voids),
    removals: rateOf(id, COUNTED.removals),
    discounts: rateOf(id, COUNTED.discounts),
    drawers: rateOf(id, COUNTED.drawers),
  }));
}
