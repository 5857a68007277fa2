/**
 * What the server doubts of a day's facts: acts of people who may not, ways of paying the shop does not take, vouchers
 * redeemed beyond their worth, goods sold without asking for an age, Z reports that are not what their journal says.
 * Each doubt is a task; the fact is booked as it came.
 *
 * Roles, stores and ages are those of now: somebody who was raised since, or goods that got an age since, are judged by
 * it, which a person then sees. Who left is judged by when (people.ts).
 */
import { ageToAsk } from '../../core/age-check.ts';
import { checkZ } from '../../core/check-shift.ts';
import { isFarOff, isSoundMove } from '../../core/drawer.ts';
import { manualDiscounts } from '../../core/exceptions.ts';
import { type Action, type Extent, may, mayApprove, priceExtent } from '../../core/permission.ts';
import type { Sale, Tender } from '../../core/sale.ts';
import { actOfMoves, isSoundMoves } from '../../core/stock.ts';
import { worth, type TenderRules } from '../../core/take-tender.ts';
import type { Entry } from '../../wire/entry.ts';
import type { Fact } from './fact.ts';
import { roleAt } from './people.ts';
import type { DayAsked, DayBooks, Task, VoucherUse } from './port.ts';

/** What of the books the facts of a batch are to be checked against. */
export function dayAsked(facts: readonly Fact[]): DayAsked {
  const acts = facts.flatMap((fact) => actsOf(fact).map((act) => ({ staffId: fact.entry.staffId, ...act })));
  const told = facts.filter(({ entry }) => tendersOf(entry).length > 0);
  return {
    staffIds: acts.flatMap(({ staffId, approverId }) => [staffId, approverId].filter((id) => id !== null)),
    voucherCodes: facts.flatMap(({ entry }) => vouchersOf(entry).map(({ code }) => code)),
    storeIds: [...new Set(told.map(({ device }) => device.storeId))],
    soldSkuNos: [...new Set(facts.flatMap(({ entry }) => soldIn(entry)))],
    pbVersions: [
      ...new Set(facts.flatMap(({ entry }) => (entry.kind === 'sale.completed' ? entry.body.pbVersion : []))),
    ],
    shifts: facts.flatMap(({ entry, device, incarnation }) => {
      if (entry.kind !== 'shift.closed') return [];
      const { shiftId, zNo, firstSeq, lastSeq } = entry.body;
      return [{ deviceId: device.deviceId, incarnation, shiftId, zNo, firstSeq, lastSeq }];
    }),
    copies: facts.flatMap(({ entry: { kind, entryId, seq }, device: { deviceId }, incarnation }) =>
      kind === 'receipt.reprinted' ? [{ entryId, deviceId, incarnation, seq }] : [],
    ),
  };
}

/** Whether anything at all is to be looked up. */
export const isAnything = ({ staffIds, voucherCodes, storeIds, soldSkuNos, shifts }: DayAsked): boolean =>
  staffIds.length + voucherCodes.length + storeIds.length + soldSkuNos.length + shifts.length > 0;

export const NO_BOOKS: DayBooks = {
  people: new Map(),
  ways: new Map(),
  vouchers: new Map(),
  shifts: new Map(),
  minAges: new Map(),
  outdatedMs: new Map(),
  drawerOffMinor: null,
  lastPapers: new Map(),
};

const soldIn = (entry: Entry): number[] =>
  entry.kind === 'sale.completed'
    ? entry.body.lines.flatMap(({ skuNo, parts = [] }) => [skuNo, ...parts.map((part) => part.skuNo)])
    : [];

/** The doubts of one fact. */
export function doubtsOf(fact: Fact, books: DayBooks): Task[] {
  return [
    ...doubtActs(fact, books),
    ...doubtMoves(fact),
    ...doubtSale(fact, books),
    ...doubtAge(fact, books),
    ...doubtBook(fact, books),
    ...doubtZ(fact, books),
  ];
}

const taskOf = ({ entry, device }: Fact, code: Task['code'], subject: string, facts: Task['facts']): Task => ({
  code,
  subject,
  storeId: device.storeId,
  deviceId: device.deviceId,
  facts: { seq: entry.seq, ...facts },
});

type Act = {
  readonly action: Action;
  readonly approverId: string | null;
  readonly extent?: Extent;
  readonly staffId?: string; // where it is not who stands in the entry
};

/**
 * What of the fact is not for everybody. Before schema 5 a Z did not tell who agreed, before 11 a copy of a receipt did
 * not, so they are not asked.
 */
function actsOf({ entry, device }: Fact, { drawerOffMinor, lastPapers }: DayBooks = NO_BOOKS): Act[] {
  if (device.kind === 'register') return []; // the office has asked who may
  if (entry.kind === 'stock.moved')
    return [{ action: actOfMoves(entry.body), approverId: entry.body.approverId ?? null }];
  if (entry.kind === 'stock.counted') return [{ action: 'change_stock', approverId: entry.body.approverId }];
  if (entry.kind === 'cash.moved') return [{ action: 'move_cash', approverId: entry.body.approverId }];
  if (entry.kind === 'practice.started') return [{ action: 'practise', approverId: entry.body.approverId }];
  if (entry.kind === 'practice.ended') {
    const { staffId, approverId } = entry.body; // the entry itself is made at the next start, by nobody
    return [{ action: 'practise', staffId, approverId }];
  }
  if (entry.kind === 'drawer.opened') return [{ action: 'open_drawer', approverId: entry.body.approverId }];
  if (entry.kind === 'shift.closed') {
    const { byStaff, approverId = null, diffMinor } = entry.body;
    if (byStaff === undefined) return [];
    const far: Act[] = isFarOff(diffMinor, drawerOffMinor) ? [{ action: 'accept_difference', approverId }] : [];
    return [{ action: 'close_shift', approverId }, ...far];
  }
  if (entry.kind === 'price.overridden') {
    const { fromMinor, toMinor, listMinor = fromMinor, approverId } = entry.body;
    return [{ action: 'override_price', extent: priceExtent(listMinor, toMinor), approverId }];
  }
  if (entry.kind === 'receipt.reprinted') {
    const { saleId, approverId } = entry.body;
    const last = lastPapers.get(entry.entryId);
    if (approverId === undefined || last === null) return []; // which was the last stands in another life's journal
    const isOwnLast = last?.saleId === saleId && last.staffId === entry.staffId;
    return [{ action: isOwnLast ? 'reprint_last' : 'reprint_any', approverId }];
  }
  return entry.kind === 'sale.completed' ? actsOfSale(entry.body) : [];
}

/** Goods that leave before they are paid for, and what persons took off. */
function actsOfSale(sale: Sale): Act[] {
  const later = sale.tenders
    .filter((tender) => tender.method === 'on_account')
    .map(({ evidence }): Act => ({ action: 'sell_on_account', approverId: evidence?.approverId ?? null }));
  const discounts = manualDiscounts(sale).map(({ action, percentBp, approverId }): Act => {
    return { action, approverId, extent: percentBp === null ? {} : { percentBp } };
  });
  const exemptions = (sale.offers ?? [])
    .filter(({ kind }) => kind === 'tax_free')
    .map(({ approverId }): Act => ({ action: 'exempt_tax', approverId }));
  return [...later, ...discounts, ...exemptions];
}

function doubtActs(fact: Fact, books: DayBooks): Task[] {
  const { entry } = fact;
  const roleOf = roleAt(books.people, fact);
  const isAllowed = ({ action, approverId, extent, staffId = entry.staffId ?? '' }: Act): boolean => {
    const role = roleOf(staffId);
    if (role === undefined) return false;
    if (may(role, action, extent) === 'yes') return true;
    const approver = roleOf(approverId ?? '');
    if (approver === undefined) return false;
    const asker = { staffId, role };
    return mayApprove({ staffId: approverId ?? '', role: approver }, asker, action, extent);
  };
  const isSound = entry.kind !== 'cash.moved' || isSoundMove(entry.body);
  if (isSound && actsOf(fact, books).every(isAllowed)) return [];
  return [taskOf(fact, 'not_permitted', entry.entryId, { kind: entry.kind })];
}

/** Goods that went the other way round than their reason says. */
const doubtMoves = (fact: Fact): Task[] =>
  fact.entry.kind !== 'stock.moved' || isSoundMoves(fact.entry.body)
    ? []
    : [taskOf(fact, 'stock_doubted', fact.entry.entryId, {})];

/** The tenders of a sale that are more than cash and its amount. */
const tendersOf = (entry: Entry): readonly Tender[] =>
  entry.kind === 'sale.completed' ? entry.body.tenders.filter((tender) => tender.method !== 'cash') : [];

/** What of which voucher a sale takes. */
export const vouchersOf = (entry: Entry): readonly { readonly code: string; readonly amountMinor: number }[] =>
  tendersOf(entry).flatMap(({ method, amountMinor, evidence }) =>
    method === 'voucher' && evidence?.code !== undefined ? [{ code: evidence.code, amountMinor }] : [],
  );

function doubtSale(fact: Fact, { ways }: DayBooks): Task[] {
  const { entry, device } = fact;
  if (entry.kind !== 'sale.completed') return [];
  const rules = ways.get(device.storeId);
  if (rules === undefined) return [];
  const what = tendersOf(entry).flatMap((tender) => misfit(tender, entry.body, rules) ?? []);
  const { no, saleId } = entry.body;
  return what.length === 0 ? [] : [taskOf(fact, 'tender_doubted', saleId, { no, what: what.join(' ') })];
}

/** Goods for people of an age, sold without anybody having confirmed it. */
function doubtAge(fact: Fact, { minAges }: DayBooks): Task[] {
  const { entry } = fact;
  if (entry.kind !== 'sale.completed') return [];
  const { no, saleId, ageCheck } = entry.body;
  const age = ageToAsk(soldIn(entry), (skuNo) => minAges.get(skuNo), ageCheck);
  return age === null ? [] : [taskOf(fact, 'age_not_checked', saleId, { no, age })];
}

/** How long a till may be away before its prices are called old. */
const OLD_BOOK_MS = 86_400_000;

/** A sale by a price book that was outdated for a day. Told once for a till and a day; the sale keeps its prices. */
function doubtBook(fact: Fact, { outdatedMs }: DayBooks): Task[] {
  const { entry, device } = fact;
  if (entry.kind !== 'sale.completed') return [];
  const sinceMs = outdatedMs.get(entry.body.pbVersion);
  const soldMs = entry.wallMs + (entry.offsetMs ?? 0);
  if (sinceMs === undefined || soldMs - sinceMs < OLD_BOOK_MS) return [];
  const subject = `${device.deviceId} ${entry.businessDate ?? ''}`;
  return [taskOf(fact, 'old_prices', subject, { no: entry.body.no })];
}

/** What the shop knows otherwise. A way switched off or a rate changed since is no doubt: tills hear of it later. */
function misfit({ method, typeId, foreign, amountMinor, evidence }: Tender, sale: Sale, ways: TenderRules) {
  switch (method) {
    case 'custom':
      return ways.custom.some((one) => one.typeId === typeId) ? null : 'custom';
    case 'foreign_cash':
      return foreign !== undefined && worth(foreign.amountMinor, foreign, sale.currency) === amountMinor
        ? null
        : 'foreign_cash';
    case 'card_external':
    case 'voucher':
      return evidence?.code === undefined ? method : null;
    case 'on_account':
      return evidence?.who === undefined ? method : null;
    case 'stored_value': // members.ts, as the next
    case 'points':
    case 'cash':
      return null;
  }
}

function doubtZ(fact: Fact, { shifts }: DayBooks): Task[] {
  const { entry } = fact;
  if (entry.kind !== 'shift.closed') return [];
  const z = entry.body;
  const book = shifts.get(z.shiftId);
  if (book === undefined) return [];
  const faults = checkZ(z, book.facts, book.before);
  const isOfThisFloat = book.floatMinor === null || book.floatMinor === z.floatMinor;
  const told = { no: String(z.zNo).padStart(4, '0') };
  return [
    ...(faults.includes('figures') || !isOfThisFloat ? [taskOf(fact, 'z_differs', z.shiftId, told)] : []),
    ...(faults.includes('number') || faults.includes('grand_total')
      ? [taskOf(fact, 'z_chain_broken', z.shiftId, { ...told, what: faults.join(' ') })]
      : []),
  ];
}

/** Uses a voucher, and says so when it has become more than it is worth. Where that is not known, one sale is all. */
export function redeem(vouchers: Map<string, VoucherUse>, fact: Fact): Task[] {
  const { entry } = fact;
  if (entry.kind !== 'sale.completed') return [];
  const { no, saleId } = entry.body;
  return vouchersOf(entry).flatMap(({ code, amountMinor }) => {
    const before = vouchers.get(code) ?? { faceMinor: null, usedMinor: 0, sales: 0, firstNo: null };
    const { faceMinor, firstNo } = before;
    const [usedMinor, sales] = [before.usedMinor + amountMinor, before.sales + 1];
    const now: VoucherUse = { faceMinor, usedMinor, sales, firstNo: firstNo ?? no };
    vouchers.set(code, now);
    const isOver = now.faceMinor === null ? now.sales > 1 : now.usedMinor > now.faceMinor;
    if (!isOver) return [];
    const overMinor = now.faceMinor === null ? amountMinor : Math.min(amountMinor, now.usedMinor - now.faceMinor);
    const facts = { no, voucher: code, overMinor, ...(firstNo === null ? {} : { firstNo }) };
    return [taskOf(fact, 'voucher_over_redeemed', `${code} ${saleId}`, facts)];
  });
}
