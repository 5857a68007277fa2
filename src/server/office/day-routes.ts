/**
 * A day's money: the shifts of a store with their Z reports and differences, cash moved, tenders to compare, vouchers.
 * Figures are of what has arrived; what a till still holds is named beside them.
 */
import * as z from 'zod/mini';
import { assert } from '../../core/assert.ts';
import { decimalText } from '../../core/currency.ts';
import type { Names } from '../../core/product.ts';
import { err, ok } from '../../core/result.ts';
import { sumMinor, toMinor } from '../../core/money.ts';
import { entryBodies, type EntryBody } from '../../wire/entry.ts';
import {
  SHIFTS_PAGE,
  voucherAdd,
  type ShiftDetail,
  type ShiftList,
  type ShiftListed,
  type VoucherList,
} from '../../wire/office-day.ts';
import type { Tx } from '../db/door.ts';
import { listTills } from '../db/office-devices.ts';
import * as table from '../db/office-shifts.ts';
import { staffNames, storeById } from '../db/office-shop.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound, type OfficeRoutes } from './answer.ts';

const TENDERS = 500;
const VOUCHERS = 200;

export function dayRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const { door, orgId } = deps;

  routes.get('/shifts', ({ query }) =>
    door.read(orgId, async (tx) => {
      const store = await storeById(tx, query['storeId'] ?? '');
      if (store === undefined) return notFound;
      const beforeMs = /^\d{1,15}$/.test(query['before'] ?? '') ? Number(query['before']) : Number.MAX_SAFE_INTEGER;
      const rows = await table.shiftsOf(tx, store.storeId, { beforeMs, limit: SHIFTS_PAGE + 1 });
      const shown = rows.slice(0, SHIFTS_PAGE);
      const list: ShiftList = {
        rows: await listed(tx, shown, store.storeId),
        more: rows.length > shown.length,
        asOfMs: deps.clock(),
      };
      return ok(list);
    }),
  );

  routes.get('/shifts/:shiftId', ({ params }) =>
    door.read(orgId, async (tx) => {
      const row = await table.shiftById(tx, params['shiftId'] ?? '');
      return row === undefined ? notFound : ok(await detailOf(tx, row));
    }),
  );

  routes.get('/vouchers', () => door.read(orgId, async (tx) => ok(await vouchers(tx))));

  routes.write('POST', '/vouchers', 'change', voucherAdd, ({ body }) =>
    door.write(orgId, async (tx) => {
      const isNew = await table.addVoucher(tx, body, deps.clock());
      return isNew ? ok(await vouchers(tx)) : err({ code: 'duplicate_code' });
    }),
  );
}

async function vouchers(tx: Tx): Promise<VoucherList> {
  const rows = await table.vouchersListed(tx, VOUCHERS);
  return {
    rows: rows.map((row) => ({
      code: row.code,
      faceMinor: toMinor(row.face_minor),
      usedMinor: toMinor(Number(row.used)),
      note: row.note,
      madeMs: row.made_ms,
    })),
  };
}

type ShiftRow = NonNullable<Awaited<ReturnType<typeof table.shiftById>>>;

async function listed(tx: Tx, rows: readonly ShiftRow[], storeId: string): Promise<ShiftListed[]> {
  const tills = new Map((await listTills(tx, storeId)).map((till) => [till.device_id, till]));
  const people = await staffNames(tx);
  const sums = await table.shiftSums(
    tx,
    rows.map((row) => row.shift_id),
  );
  return rows.map((row) => {
    const till = tills.get(row.device_id);
    const sum = sums.get(row.shift_id);
    const z = zOf(row);
    return {
      shiftId: row.shift_id,
      deviceId: row.device_id,
      tillCode: till?.till_code ?? '',
      shiftNo: row.shift_no,
      zNo: row.z_no,
      state: row.state,
      staff: people.get(row.staff_id ?? '') ?? null,
      businessDate: row.business_date,
      openedMs: row.opened_ms,
      closedMs: row.closed_ms,
      floatMinor: toMinor(row.float_minor),
      sales: sum?.sales ?? 0,
      netMinor: toMinor(sum?.netMinor ?? 0),
      cashInMinor: toMinor(sum?.inMinor ?? 0),
      cashOutMinor: toMinor(sum?.outMinor ?? 0),
      countedMinor: row.counted_minor === null ? null : toMinor(row.counted_minor),
      diffMinor: z === null ? null : z.diffMinor,
      grandTotalMinor: z === null ? null : z.grandTotalMinor,
      pending: till?.missing ?? 0,
    };
  });
}

/** The Z as the till signed it. Kept from a parsed entry, so a newer one that does not read is none here. */
function zOf({ z_body }: ShiftRow): ShiftDetail['z'] {
  if (z_body === null) return null;
  const read = entryBodies['shift.closed'].safeParse(JSON.parse(z_body));
  return read.success ? read.data : null;
}

async function detailOf(tx: Tx, row: ShiftRow): Promise<ShiftDetail> {
  const [shift] = await listed(tx, [row], row.store_id);
  assert(shift !== undefined, 'one row in, one row out');
  const people = await staffNames(tx);
  const events = await table.eventsOf(tx, [row.shift_id]);
  const topUps = events.filter(({ kind }) => kind === table.TOPPED_UP).map(({ body }) => topUpIn(body));
  const byMethod = methods([...(await table.methodSums(tx, row.shift_id)), ...topUps.map(asPaid)]);
  const cash = byMethod.find((one) => one.method === 'cash')?.amountMinor ?? 0;
  const moved = events.reduce((sum, { kind, amount_minor: minor }) => sum + (kind === table.TOPPED_UP ? 0 : minor), 0);
  return {
    shift,
    expectedMinor: toMinor(row.float_minor + cash + moved),
    byMethod,
    byStaff: persons(await table.staffSums(tx, row.shift_id), people),
    topUps: {
      times: topUps.length,
      amountMinor: sumMinor(topUps.map(({ principalMinor }) => principalMinor)),
      giftMinor: sumMinor(topUps.map(({ giftMinor }) => giftMinor)),
    },
    events: events.map((event) => eventOf(event, people)),
    tenders: (await table.tendersOf(tx, row.shift_id, TENDERS)).map(tenderOf),
    z: zOf(row),
  };
}

type ToppedUp = EntryBody<'value.topped_up'>;
/** Written from a parsed entry. */
const topUpIn = (body: string): ToppedUp => entryBodies['value.topped_up'].parse(JSON.parse(body));

/** By its way of paying, beside what sales were paid with: so it stands in the till's own report. */
const asPaid = ({ method, name, principalMinor }: ToppedUp) => ({
  method,
  detail: name === undefined ? null : JSON.stringify({ name }),
  sum: principalMinor,
});

const detailText = z.object({
  name: z.optional(z.string()),
  who: z.optional(z.string()),
  ref: z.optional(z.string()),
  foreign: z.optional(z.object({ currency: z.string(), amountMinor: z.int() })),
});
const readDetail = (text: string | null) => (text === null ? {} : detailText.parse(JSON.parse(text)));

/** Ways of paying by what they are called; customers and references are no ways of their own. */
function methods(sums: Awaited<ReturnType<typeof table.methodSums>>): ShiftDetail['byMethod'] {
  const rows = new Map<string, ShiftDetail['byMethod'][number]>();
  for (const { method, detail, sum } of sums) {
    const { name = null, foreign } = readDetail(detail);
    const currency = foreign?.currency ?? null;
    const key = `${method} ${name ?? ''} ${currency ?? ''}`;
    const amountMinor = toMinor((rows.get(key)?.amountMinor ?? 0) + sum);
    rows.set(key, { method, name, currency, amountMinor });
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

type People = ReadonlyMap<string, Names>;

function persons(sums: Awaited<ReturnType<typeof table.staffSums>>, people: People): ShiftDetail['byStaff'] {
  const ids = [...new Set([...sums.sales, ...sums.returns].map((row) => row.staff_id))];
  return ids.map((staffId) => {
    const sold = sums.sales.find((row) => row.staff_id === staffId);
    const back = sums.returns.find((row) => row.staff_id === staffId);
    const times = [sold, back].flatMap((row) => (row === undefined ? [] : [row.first, row.last]));
    return {
      staff: people.get(staffId ?? '') ?? null,
      sales: sold?.count ?? 0,
      returns: back?.count ?? 0,
      netMinor: toMinor(Number(sold?.total ?? 0) - Number(back?.total ?? 0)),
      firstMs: Math.min(...times),
      lastMs: Math.max(...times),
    };
  });
}

function eventOf(
  event: Awaited<ReturnType<typeof table.eventsOf>>[number],
  people: People,
): ShiftDetail['events'][number] {
  const shared = { atMs: event.wall_ms, staff: people.get(event.staff_id ?? '') ?? null };
  const body: unknown = JSON.parse(event.body); // written from a parsed entry
  const nameOf = (id: string | null) => people.get(id ?? '') ?? null;
  switch (event.kind) {
    case 'cash.moved': {
      const { reason, note, approverId } = entryBodies['cash.moved'].parse(body);
      const amountMinor = toMinor(event.amount_minor);
      return { ...shared, kind: 'cash.moved', reason, note, amountMinor, approver: nameOf(approverId) };
    }
    case 'drawer.opened': {
      const { reason: note, approverId } = entryBodies['drawer.opened'].parse(body);
      return {
        ...shared,
        kind: 'drawer.opened',
        reason: null,
        note,
        amountMinor: toMinor(0),
        approver: nameOf(approverId),
      };
    }
    case table.TOPPED_UP: {
      const { label: note, principalMinor: amountMinor } = topUpIn(event.body);
      return { ...shared, kind: table.TOPPED_UP, reason: null, note, amountMinor, approver: null };
    }
    default: {
      const { count, fromStaffId } = entryBodies['shift.handed_over'].parse(body);
      const amountMinor = count?.diffMinor ?? toMinor(0);
      return {
        ...shared,
        kind: 'shift.handed_over',
        reason: null,
        note: '',
        amountMinor,
        approver: nameOf(fromStaffId),
      };
    }
  }
}

function tenderOf(row: Awaited<ReturnType<typeof table.tendersOf>>[number]): ShiftDetail['tenders'][number] {
  const { name = null, who, ref, foreign } = readDetail(row.detail);
  const paid =
    foreign === undefined ? undefined : `${foreign.currency} ${decimalText(foreign.amountMinor, foreign.currency)}`;
  return {
    saleId: row.sale_id,
    no: row.no,
    atMs: row.wall_ms,
    method: row.method,
    name,
    amountMinor: toMinor(row.amount_minor),
    code: row.code,
    told: [who, ref, paid].filter((part) => part !== undefined).join(' · '),
  };
}
