/**
 * What facts mean: entries into rows, in three steps. `look` reads all that the batch's decisions depend on; pure rules
 * decide entry after entry, each seeing what those before it did; then everything is written at once.
 *
 * Invariants: a rule that says no is a ruling (parked, a task), never an exception; sums are recomputed and flagged,
 * never altered; stock moves by signed deltas only; a sale never touches the `org` stream.
 */
import { doubtOffers, offersToCheck, type SoldBy } from '../../core/check-offers.ts';
import { afterReturn, doubtReturn, isApproved, type BookedSale } from '../../core/check-return.ts';
import { checkReturn, checkSale } from '../../core/check-sale.ts';
import { saleRefOf } from '../../core/sale.ts';
import { isCountable, sumMoves } from '../../core/stock.ts';
import type { Entry } from '../../wire/entry.ts';
import type { KeptFor, TaskCode } from '../../wire/task.ts';
import type { Fact, Ruling } from './fact.ts';
import { noRows, type FactRows } from './fact-rows.ts';
import type { ZBefore } from '../../core/check-shift.ts';
import { dayAsked, doubtsOf, isAnything, NO_BOOKS, redeem, vouchersOf } from './doubts.ts';
import { holdsNamed, tellHolds } from './held.ts';
import {
  doubtMembers,
  lookAtMembers,
  type Members,
  membersAsked,
  membersNamed,
  reversalRows,
  tellStandings,
} from './members.ts';
import type { DayBooks, Effect, JournalTx, OpenEffect, Task, VoucherUse } from './port.ts';
import { type People, roleAt } from './people.ts';
import { readStored } from './read-lines.ts';
import { bookStock, followTransfers } from './move-stock.ts';
import { openLife } from './open-life.ts';
import { addRows } from './rows-of.ts';

type SaleFact = Fact & { readonly entry: Extract<Entry, { kind: 'sale.completed' }> };
type ReturnFact = Fact & { readonly entry: Extract<Entry, { kind: 'return.completed' | 'sale.voided' }> };

const APPLIED: Ruling = { status: 'applied', code: null, awaits: null };
const parked = (code: KeptFor, awaits: string | null = null): Ruling => ({ status: 'parked', code, awaits });

/** What decisions rest on; grows as the batch is decided. */
type World = {
  readonly currency: string;
  readonly soldBy: SoldBy;
  readonly day: DayBooks;
  readonly vouchers: Map<string, VoucherUse>;
  readonly zs: Map<string, ZBefore>; // the last Z report of a device in this batch
  readonly sales: Set<string>;
  readonly returns: Set<string>;
  readonly comingBack: ReadonlySet<string>; // returns of this batch
  readonly carts: Set<string>;
  readonly numbers: Set<string>; // `storeId no`
  readonly booked: Map<string, BookedSale>; // by sale id
  readonly refs: Map<string, string>; // sale ids by what receipts carry of them
  readonly people: People;
  readonly members: Members;
};

/** What the batch comes to, before it is written. */
type Outcome = {
  readonly rows: FactRows;
  readonly tasks: Task[];
  readonly newSales: string[];
  readonly atMs: number;
};

/** `alone`: what waited for these sales is left as it is, and decided in transactions of its own (decide-again.ts). */
export type Reach = 'with_waiting' | 'alone';

/** Gives each fact its effect, in order; one ruling per fact. Facts that waited for these sales get theirs too. */
export async function project(
  tx: JournalTx,
  facts: readonly Fact[],
  atMs: number,
  reach: Reach = 'with_waiting',
): Promise<Ruling[]> {
  if (facts.length === 0) return [];
  await holdUp(tx, facts);
  return rule(tx, facts, atMs, reach);
}

/** Waits for transactions of other tills that decide about the same carts and sales, and holds up later ones. */
async function holdUp(tx: JournalTx, facts: readonly Fact[]): Promise<void> {
  const sales = facts.filter(isSale).map(({ entry }) => entry.body);
  const refs = facts.filter(isReturn).flatMap(({ entry }) => refOf(entry.body) ?? []);
  // A cart comes to two tills from a phone, or put aside; any other is in one till's chain alone.
  const carts = sales.flatMap(({ cartId, sourceQr, heldId }) =>
    sourceQr === null && heldId === undefined ? [] : [`cart ${cartId}`],
  );
  const holds = facts.flatMap(({ entry }) => holdsNamed(entry).map((heldId) => `hold ${heldId}`));
  const vouchers = facts.flatMap(({ entry }) => vouchersOf(entry).map(({ code }) => `voucher ${code}`));
  const members = facts.flatMap(({ entry }) => membersNamed(entry).map((memberId) => `member ${memberId}`));
  const names = [...carts, ...holds, ...vouchers, ...members, ...refs.map((ref) => `sale ${ref}`)];
  if (names.length > 0) await tx.claim(names);
  const own = new Set(sales.map(({ saleId }) => saleRefOf(saleId)));
  const others = refs.filter((ref) => !own.has(ref));
  const known = others.length === 0 ? null : await tx.salesByRef(others);
  if (others.some((ref) => known?.has(ref) !== true)) await tx.lockSales('missing');
  else if (sales.length > 0) await tx.lockSales('adding');
}

/** `project` without waiting for anybody: what must be held up is. */
async function rule(
  tx: JournalTx,
  facts: readonly Fact[],
  atMs: number,
  reach: Reach = 'with_waiting',
): Promise<Ruling[]> {
  if (facts.length === 0) return [];
  const world = await look(tx, facts);
  const outcome: Outcome = { rows: noRows(), tasks: [], newSales: [], atMs };
  const rulings = decideAll(world, outcome, facts);
  await write(tx, outcome, facts);
  for (const fact of facts) {
    if (fact.entry.kind === 'incarnation.opened') await openLife(tx, fact.device, fact.entry, fact.incarnation, atMs);
  }
  // Nobody else sees these sales yet, so nobody else decides about what waited for them.
  const awaited = reach === 'alone' ? [] : outcome.newSales.flatMap((saleId) => [saleId, saleRefOf(saleId)]);
  if (awaited.length > 0) await ruleAgain(tx, await tx.waitingFor(awaited), { atMs, by: rule });
  return rulings;
}

/** Sales first: a journal begun anew copies old facts beside new ones, so a return may stand before its sale. */
function decideAll(world: World, outcome: Outcome, facts: readonly Fact[]): Ruling[] {
  const rulings = new Map<Fact, Ruling>();
  const inTurn = [...facts.filter((fact) => !isReturn(fact)), ...facts.filter(isReturn)];
  for (const fact of inTurn) rulings.set(fact, decide(world, outcome, fact));
  return facts.map((fact) => rulings.get(fact) ?? APPLIED);
}

/**
 * Decides stored entries again: what they waited for has come, a new version knows their kind, or a person asked. What
 * another process or a person has decided since they were read stays as it is.
 */
export async function reconsider(
  tx: JournalTx,
  open: readonly OpenEffect[],
  atMs: number,
  reach: Reach = 'with_waiting',
): Promise<number> {
  const heads = new Map(open.map(({ effect }) => [`${effect.deviceId} ${effect.incarnation}`, effect]));
  for (const [, chain] of [...heads].sort(([a], [b]) => (a < b ? -1 : 1))) await tx.lockHead(chain);
  // Asked only now: a sale under way elsewhere decides what waits for it without the locks of other journals' heads.
  await holdUp(
    tx,
    factsIn(open).map(({ fact }) => fact),
  );
  const now = new Map((await tx.effects(open.map(({ effect }) => effect.entryId))).map((one) => [one.entryId, one]));
  const still = open.filter(({ effect }) => {
    const status = now.get(effect.entryId)?.status;
    return status === 'parked' || status === 'quarantined';
  });
  return ruleAgain(tx, still, { atMs, by: (...asked) => rule(...asked, reach) });
}

type Decider = (tx: JournalTx, facts: readonly Fact[], atMs: number) => Promise<Ruling[]>;

async function ruleAgain(
  tx: JournalTx,
  open: readonly OpenEffect[],
  { atMs, by }: { readonly atMs: number; readonly by: Decider },
): Promise<number> {
  const readable = factsIn(open);
  const rulings = await by(
    tx,
    readable.map(({ fact }) => fact),
    atMs,
  );
  for (const [index, { effect }] of readable.entries()) {
    const ruling = rulings[index] ?? APPLIED;
    await tx.setEffect(effect.entryId, ruling);
    if (ruling.status !== 'applied' || (effect.status !== 'parked' && effect.status !== 'quarantined')) continue;
    await tx.closeTask(`entry_${effect.status}`, effect.entryId, 'server', atMs);
  }
  return rulings.filter(({ status }) => status === 'applied').length;
}

/** Those this version can read. */
const factsIn = (open: readonly OpenEffect[]): { readonly effect: Effect; readonly fact: Fact }[] =>
  open.flatMap(({ effect, bytes, device, hash }) => {
    const entry = readStored(bytes);
    return entry === null ? [] : [{ effect, fact: { entry, hash, device, incarnation: effect.incarnation } }];
  });

async function look(tx: JournalTx, facts: readonly Fact[]): Promise<World> {
  const sales = facts.filter(isSale);
  const returns = facts.filter(isReturn);
  const refs = await tx.salesByRef(returns.flatMap(({ entry }) => entry.body.receipt?.saleRef ?? []));
  const saleIds = [...returns.flatMap(({ entry }) => entry.body.saleId ?? []), ...refs.values()];
  const taken = await tx.takenBy({
    saleIds: sales.map(({ entry }) => entry.body.saleId),
    cartIds: sales.map(({ entry }) => entry.body.cartId),
    numbers: sales.map(({ entry, device }) => ({ storeId: device.storeId, no: entry.body.no })),
  });
  const people = returns.flatMap(({ entry }) => [entry.staffId ?? [], entry.body.approverId ?? []].flat());
  const offered = sales.flatMap(({ entry }) => offersToCheck(entry.body) ?? []);
  const asked = dayAsked(facts);
  const day = isAnything(asked) ? await tx.dayBooks(asked) : NO_BOOKS;
  return {
    day,
    vouchers: new Map(day.vouchers),
    zs: new Map(),
    currency: (await tx.org()).currency,
    soldBy: offered.length === 0 ? NOTHING_ASKED : await tx.soldBy(joined(offered)),
    sales: new Set(taken.saleIds),
    carts: new Set(taken.cartIds),
    numbers: new Set(taken.numbers),
    returns: new Set(
      await tx.returnsKnown([
        ...returns.map(({ entry }) => entry.body.returnId),
        ...sales.flatMap(({ entry }) => entry.body.exchangeOf ?? []),
      ]),
    ),
    comingBack: new Set(returns.map(({ entry }) => entry.body.returnId)),
    booked: new Map(saleIds.length === 0 ? [] : await tx.soldOf(saleIds)),
    refs: new Map(refs),
    members: await lookAtMembers(tx, membersAsked(facts, saleIds)),
    people: people.length === 0 ? new Map() : await tx.peopleOf(people),
  };
}

const NOTHING_ASKED: SoldBy = { promotions: new Map(), goods: new Map(), zones: new Map() };

const joined = (asked: readonly NonNullable<ReturnType<typeof offersToCheck>>[]) => ({
  promotionIds: asked.flatMap((one) => one.promotionIds),
  skuNos: asked.flatMap((one) => one.skuNos),
});

const isSale = (fact: Fact): fact is SaleFact => fact.entry.kind === 'sale.completed';
const isReturn = (fact: Fact): fact is ReturnFact =>
  fact.entry.kind === 'return.completed' || fact.entry.kind === 'sale.voided';
const refOf = ({ saleId, receipt }: ReturnFact['entry']['body']): string | null =>
  saleId === null ? (receipt?.saleRef ?? null) : saleRefOf(saleId);

function decide(world: World, outcome: Outcome, fact: Fact): Ruling {
  const { entry } = fact;
  if (entry.kind === 'sale.completed') return decideSale(world, outcome, { ...fact, entry });
  if (entry.kind === 'return.completed' || entry.kind === 'sale.voided') {
    return decideReturn(world, outcome, { ...fact, entry });
  }
  if (!isCountable(quantitiesIn(entry))) return parked('sums_differ');
  addRows(outcome.rows, fact, outcome.atMs);
  outcome.tasks.push(...doubtsOf(fact, withLastZ(world, fact)), ...doubtMembers(world.members, fact));
  return APPLIED;
}

function quantitiesIn(entry: Entry): readonly number[] {
  if (entry.kind === 'stock.moved') return entry.body.moves.map(({ deltaMilli }) => deltaMilli);
  return entry.kind === 'stock.counted' ? [entry.body.countedMilli] : [];
}

/** Of several Z reports in one batch each is judged by the one before it. */
function withLastZ({ day, zs }: World, { entry, device }: Fact): DayBooks {
  if (entry.kind !== 'shift.closed') return day;
  const { shiftId, zNo, grandTotalMinor } = entry.body;
  const before = zs.get(device.deviceId);
  const book = day.shifts.get(shiftId);
  zs.set(device.deviceId, { zNo, grandTotalMinor });
  if (before === undefined || book === undefined) return day;
  return { ...day, shifts: new Map([[shiftId, { ...book, before }]]) };
}

function decideSale(world: World, outcome: Outcome, fact: SaleFact): Ruling {
  const { entry, device } = fact;
  const sale = entry.body;
  const faults = checkSale(sale);
  // A sale whose rows could not be told apart, or whose sums would not fit, is for a person: nothing is guessed.
  const isAmbiguous = faults.some(({ what }) => what === 'line_id') || hasTwice(sale.tenders);
  if (faults.some(({ what }) => what === 'too_large')) return parked('sums_differ');
  if (isAmbiguous && fact.asItIs !== true) return parked('sums_differ');
  if (world.sales.has(sale.saleId)) return parked('entry_id_reused');
  const number = `${device.storeId} ${sale.no}`;
  const flag = (code: TaskCode, facts: Task['facts'] = {}) =>
    outcome.tasks.push({
      code,
      subject: sale.saleId,
      storeId: device.storeId,
      deviceId: device.deviceId,
      facts: { no: sale.no, ...facts },
    });
  if (faults.length > 0 && fact.asItIs !== true)
    flag('sums_differ', { what: faults.map(({ what }) => what).join(' ') });
  const doubt = doubtOffers(sale, { storeId: device.storeId, wallMs: entry.wallMs }, world.soldBy);
  if (doubt !== null && faults.length === 0) flag('offers_doubted', doubt);
  if (sale.currency !== world.currency) flag('wrong_currency', { currency: sale.currency });
  if (world.numbers.has(number)) flag('receipt_number_twice');
  if (world.carts.has(sale.cartId)) flag('duplicate_cart', { cartId: sale.cartId });
  const { exchangeOf } = sale;
  if (exchangeOf !== undefined && !world.returns.has(exchangeOf) && !world.comingBack.has(exchangeOf)) {
    flag('exchange_doubted');
  }
  outcome.tasks.push(
    ...doubtsOf(fact, world.day),
    ...redeem(world.vouchers, fact),
    ...doubtMembers(world.members, fact),
  );
  world.sales.add(sale.saleId);
  world.numbers.add(number);
  world.carts.add(sale.cartId);
  world.refs.set(saleRefOf(sale.saleId), sale.saleId);
  world.booked.set(sale.saleId, {
    sold: sumQty(sale.lines),
    returned: new Map(),
    shiftId: sale.shiftId,
    hash: fact.hash,
    totalMinor: sale.totals.totalMinor,
    refundedMinor: 0,
  });
  outcome.newSales.push(sale.saleId);
  addRows(outcome.rows, fact, outcome.atMs);
  return APPLIED;
}

const hasTwice = (tenders: readonly { tenderId: number }[]): boolean =>
  new Set(tenders.map(({ tenderId }) => tenderId)).size < tenders.length;

function decideReturn(world: World, outcome: Outcome, fact: ReturnFact): Ruling {
  const { entry, device } = fact;
  const back = entry.body;
  const faults = checkReturn(back);
  const isAmbiguous = new Set(back.lines.map(({ lineId }) => lineId)).size < back.lines.length || hasTwice(back.plan);
  if (faults.some(({ what }) => what === 'too_large')) return parked('sums_differ');
  if (isAmbiguous && fact.asItIs !== true) return parked('sums_differ');
  if (world.returns.has(back.returnId)) return parked('entry_id_reused');
  const isBlind = back.saleId === null && back.receipt === undefined;
  const saleId = back.saleId ?? world.refs.get(back.receipt?.saleRef ?? '') ?? '';
  const booked = world.booked.get(saleId);
  if (!isBlind && booked === undefined && fact.asItIs !== true) {
    return parked('awaiting_reference', back.saleId ?? back.receipt?.saleRef ?? null);
  }
  const flag = (code: TaskCode, facts: Task['facts'] = {}) =>
    outcome.tasks.push({
      code,
      subject: back.returnId,
      storeId: device.storeId,
      deviceId: device.deviceId,
      facts: { no: back.no, ...facts },
    });
  if (faults.length > 0 && fact.asItIs !== true)
    flag('sums_differ', { what: faults.map(({ what }) => what).join(' ') });
  const act = { back, isVoid: entry.kind === 'sale.voided' };
  for (const { code, ...facts } of booked === undefined ? [] : doubtReturn(act, booked)) flag(code, facts);
  if (!isApproved(act, entry.staffId, roleAt(world.people, fact))) flag('not_approved');
  const after = booked === undefined ? null : afterReturn(booked, back);
  if (after !== null) {
    world.booked.set(saleId, after);
    outcome.rows.ledger_line.push(...reversalRows(world.members, fact, { saleId, booked: after, atMs: outcome.atMs }));
  }
  world.returns.add(back.returnId);
  addRows(outcome.rows, fact, outcome.atMs);
  return APPLIED;
}

const sumQty = (lines: readonly { skuNo: number; qtyMilli: number }[]): Map<number, number> =>
  sumMoves(lines.map(({ skuNo, qtyMilli }) => ({ skuNo, deltaMilli: qtyMilli })));

async function write(tx: JournalTx, { rows, tasks, atMs }: Outcome, facts: readonly Fact[]): Promise<void> {
  await tx.addFacts(rows);
  await bookStock(tx, { rows, facts, atMs });
  await tellHolds(
    tx,
    rows.hold_event.map((row) => row.held_id),
  );
  await tellStandings(tx, standingsTold(rows, facts), atMs);
  await tx.openTasks([...tasks, ...(await followTransfers(tx, rows.stock_transfer))], atMs);
}

/** Members whose ledger these facts have moved, each with the store whose tills hear of it. */
function standingsTold({ ledger_line: lines }: FactRows, facts: readonly Fact[]): Map<string, string> {
  const stores = new Map(facts.map(({ entry, device }) => [entry.entryId, device.storeId]));
  return new Map(lines.map((line) => [line.member_id, stores.get(line.entry_id) ?? '']));
}
