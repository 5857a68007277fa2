/** What the facts of a day are checked against: people, ways of paying, vouchers, goods, and the journals of shifts. */
import { SHIFT_KINDS, type ShiftFact } from '../../core/shift-fact.ts';
import { bookVersion } from '../../core/sale.ts';
import { ALL_WAYS, type TenderRules } from '../../core/take-tender.ts';
import type { CopyAsked, DayAsked, DayBooks, Paper, ShiftAsked, ShiftBook, VoucherUse } from '../journal/port.ts';
import { readStored } from '../journal/read-lines.ts';
import { rowsByKey } from './by-key.ts';
import type { Tx } from './door.ts';
import { settings, stores } from './office-shop.ts';
import { orgFacts } from './orgs.ts';
import { peopleOf } from './return-books.ts';
import { slices } from './slices.ts';

/** Nothing is read that nobody asks for: most pushes are cash sales alone. */
export async function dayBooks(tx: Tx, asked: DayAsked): Promise<DayBooks> {
  const shifts = new Map<string, ShiftBook>();
  for (const one of asked.shifts) shifts.set(one.shiftId, await shiftBook(tx, one));
  const lastPapers = new Map<string, Paper | null>();
  for (const one of asked.copies) lastPapers.set(one.entryId, await paperBefore(tx, one));
  return {
    people: await peopleOf(tx, asked.staffIds),
    ways: asked.storeIds.length === 0 ? new Map<string, TenderRules>() : await tenderWays(tx),
    vouchers: await voucherUses(tx, [...new Set(asked.voucherCodes)]),
    shifts,
    minAges: await minAges(tx, asked.soldSkuNos),
    outdatedMs: await outdatedBooks(tx, asked.pbVersions),
    drawerOffMinor: shifts.size === 0 ? null : ((await settings(tx)).drawerOffMinor ?? null),
    lastPapers,
  };
}

/** Of those products that are not for everybody, from what age on. */
async function minAges(tx: Tx, skuNos: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const only = { column: 'min_age', index: 'product_with_age' } as const;
  const rows = await rowsByKey(
    tx,
    { table: 'product', key: ['sku_no'], columns: ['sku_no', 'min_age'], only },
    skuNos.map((skuNo) => ({ sku_no: skuNo })),
  );
  return new Map(rows.map((row) => [row.sku_no, row.min_age ?? 0]));
}

/** When the first change after each book was made; a book of another history of the server is not known. */
async function outdatedBooks(tx: Tx, pbVersions: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const outdated = new Map<string, number>();
  if (pbVersions.length === 0) return outdated;
  const { serverEpoch } = await orgFacts(tx);
  for (const version of pbVersions) {
    const seq = Number(version.split(':')[1] ?? '');
    if (!Number.isSafeInteger(seq) || version !== bookVersion(serverEpoch, seq)) continue;
    const next = await tx.db
      .selectFrom('stream_mark')
      .select('at_ms')
      .where('org_id', '=', tx.orgId)
      .where('stream', '=', 'org')
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst();
    if (next !== undefined) outdated.set(version, next.at_ms);
  }
  return outdated;
}

/** Ways of paying of each store, as the office has set them. */
async function tenderWays(tx: Tx): Promise<ReadonlyMap<string, TenderRules>> {
  const { tenders } = await settings(tx);
  const all = await stores(tx);
  return new Map(
    all.map(({ storeId, foreignCash = [] }) => [storeId, { ...ALL_WAYS, ...tenders, foreign: foreignCash }]),
  );
}

/** What each voucher is worth and what was redeemed of it so far. */
async function voucherUses(tx: Tx, codes: readonly string[]): Promise<Map<string, VoucherUse>> {
  const known = await rowsByKey(
    tx,
    { table: 'voucher', key: ['code'], columns: ['code', 'face_minor'] },
    codes.map((code) => ({ code })),
  );
  const used = await slices(codes, (piece) =>
    tx.db
      .selectFrom('sale_tender as t')
      .innerJoin('sale as s', (on) => on.onRef('s.org_id', '=', 't.org_id').onRef('s.sale_id', '=', 't.sale_id'))
      .select(['t.code', 't.amount_minor', 's.no'])
      .where('t.org_id', '=', tx.orgId)
      .where('t.method', '=', 'voucher')
      .where('t.code', 'in', piece)
      .orderBy('s.received_ms')
      .orderBy('s.seq')
      .execute(),
  );
  const uses = new Map<string, VoucherUse>();
  for (const { code, face_minor: faceMinor } of known) uses.set(code, { ...UNUSED, faceMinor });
  for (const { code, amount_minor: minor, no } of used) {
    const { faceMinor, usedMinor, sales, firstNo } = uses.get(code ?? '') ?? UNUSED;
    uses.set(code ?? '', { faceMinor, usedMinor: usedMinor + minor, sales: sales + 1, firstNo: firstNo ?? no });
  }
  return uses;
}

const UNUSED: VoucherUse = { faceMinor: null, usedMinor: 0, sales: 0, firstNo: null };

/** The sale or return last journalled before, in the same life of the till; null: none. */
async function paperBefore(tx: Tx, { deviceId, incarnation, seq }: CopyAsked): Promise<Paper | null> {
  const row = await tx.db
    .selectFrom('entry')
    .select('bytes')
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', deviceId)
    .where('incarnation', '=', incarnation)
    .where('seq', '<', seq)
    .where('kind', 'in', ['sale.completed', 'return.completed', 'sale.voided'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const entry = row === undefined ? null : readStored(row.bytes);
  if (entry?.kind === 'sale.completed') return { saleId: entry.body.saleId, staffId: entry.staffId };
  const isBack = entry?.kind === 'return.completed' || entry?.kind === 'sale.voided';
  return isBack ? { saleId: entry.body.returnId, staffId: entry.staffId } : null;
}

/** The facts of a shift from the journal's own bytes, and the Z report before. */
async function shiftBook(tx: Tx, asked: ShiftAsked): Promise<ShiftBook> {
  const { deviceId, incarnation, shiftId, firstSeq, lastSeq, zNo } = asked;
  const rows = await tx.db
    .selectFrom('entry')
    .select(['bytes', 'entry_id'])
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', deviceId)
    .where('incarnation', '=', incarnation)
    .where('seq', '>=', firstSeq)
    .where('seq', '<=', lastSeq)
    .where('kind', 'in', [...SHIFT_KINDS, 'shift.opened'])
    .orderBy('seq')
    .execute();
  const entries = rows.map((row) => readStored(row.bytes));
  const opened = entries.find((entry) => entry?.kind === 'shift.opened' && entry.body.shiftId === shiftId);
  const isWhole = opened?.kind === 'shift.opened' && entries.every((entry) => entry !== null);
  const z = await tx.db
    .selectFrom('shift')
    .select(['z_no', 'z_body'])
    .where('org_id', '=', tx.orgId)
    .where('device_id', '=', deviceId)
    .where('z_no', '<=', zNo)
    .where('shift_id', '!=', shiftId)
    .orderBy('z_no', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    facts: isWhole ? entries.flatMap((entry) => factOf(entry, shiftId)) : null,
    floatMinor: isWhole ? opened.body.floatMinor : null,
    before: z === undefined ? null : { zNo: z.z_no ?? 0, grandTotalMinor: grandTotalOf(z.z_body) },
  };
}

function factOf(entry: ReturnType<typeof readStored>, shiftId: string): ShiftFact[] {
  if (entry === null) return [];
  const { kind, staffId, wallMs } = entry;
  const by = { staffId, wallMs };
  if (kind === 'sale.completed') return ofShift({ kind, body: entry.body, ...by }, shiftId);
  if (kind === 'return.completed' || kind === 'sale.voided') return ofShift({ kind, body: entry.body, ...by }, shiftId);
  if (kind === 'cash.moved') return ofShift({ kind, body: entry.body, ...by }, shiftId);
  if (kind === 'value.topped_up') return ofShift({ kind, body: entry.body, ...by }, shiftId);
  return kind === 'drawer.opened' ? ofShift({ kind, body: entry.body, ...by }, shiftId) : [];
}

const ofShift = (fact: ShiftFact, shiftId: string): ShiftFact[] => (fact.body.shiftId === shiftId ? [fact] : []);

const grandTotalOf = (body: string | null): number =>
  body === null ? 0 : (JSON.parse(body) as { grandTotalMinor: number }).grandTotalMinor; // written from a parsed entry
