/**
 * What facts do to members' points and stored value: what is doubted of them, the points a return takes back, and what
 * the tills of the store are told afterwards.
 *
 * Invariants: a fact is never refused; sums come out the same in whichever order facts arrive, so only the doubts may
 * differ; whoever decides about a member holds the name `member <id>`.
 */
import { grantsOf, linesOfReversal, standingOf, type AccountSum } from '../../core/ledger.ts';
import { earningMinor, giftFor, pointsFor, pointsLeft, pointsToPay } from '../../core/loyalty.ts';
import { type Holding, holdingOf, NO_HOLDING, plusHolding, sumOfValue } from '../../core/value.ts';
import type { BookedSale } from '../../core/check-return.ts';
import type { Tender } from '../../core/sale.ts';
import type { Entry } from '../../wire/entry.ts';
import type { TaskCode } from '../../wire/task.ts';
import type { Fact } from './fact.ts';
import type { FactRows } from './fact-rows.ts';
import { ledgerRows } from './ledger-rows.ts';
import type { JournalTx, MemberBooks, MembersAsked, Task } from './port.ts';

/** What is known of members while a batch is decided; grows with it. */
export type Members = {
  readonly rules: MemberBooks['rules'];
  readonly grants: ReadonlyMap<string, { readonly memberId: string; readonly deviceId: string }>;
  readonly left: Map<string, Holding>; // of grants
  readonly valueMinor: Map<string, number>; // of members
  readonly earned: Map<string, Earned>; // by sale
};
type Earned = { readonly memberId: string; readonly points: number; readonly reversed: number };

const tendersOf = (entry: Entry): readonly Tender[] => {
  if (entry.kind === 'sale.completed') return entry.body.tenders;
  return entry.kind === 'return.completed' || entry.kind === 'sale.voided' ? entry.body.plan : [];
};

/** The members an entry is about. */
export function membersNamed(entry: Entry): readonly string[] {
  const ofTenders = tendersOf(entry).flatMap((tender) => holdingOf(tender)?.memberId ?? []);
  const member = entry.kind === 'sale.completed' ? (entry.body.member?.memberId ?? []) : [];
  const isOwn =
    entry.kind === 'value.topped_up' ||
    entry.kind === 'grant.given' ||
    entry.kind === 'grant.returned' ||
    entry.kind === 'grant.written_off';
  return [...new Set([ofTenders, member, isOwn ? entry.body.memberId : []].flat())];
}

/** `saleIds`: those of which something comes back. */
export const membersAsked = (facts: readonly Fact[], saleIds: readonly string[]): MembersAsked => ({
  memberIds: [...new Set(facts.flatMap(({ entry }) => membersNamed(entry)))],
  grantIds: [
    ...new Set(facts.flatMap(({ entry }) => tendersOf(entry).flatMap((tender) => holdingOf(tender)?.grantId ?? []))),
  ],
  saleIds,
});

const NO_BOOKS: MemberBooks = { rules: null, sums: new Map(), grants: new Map(), earned: new Map() };

/** Reads only what is asked: most batches name nobody. */
export async function lookAtMembers(tx: JournalTx, asked: MembersAsked): Promise<Members> {
  const isAsked = asked.memberIds.length + asked.saleIds.length > 0;
  const { rules, sums, grants, earned } = isAsked ? await tx.memberBooks(asked) : NO_BOOKS;
  const all: AccountSum[] = [...sums.values()].flat();
  return {
    rules,
    grants,
    left: grantsOf(all),
    valueMinor: new Map([...sums].map(([id, own]) => [id, sumOfValue(standingOf(own).value)])),
    earned: new Map(earned),
  };
}

/** What is doubted of one fact, and its mark on what the next ones of the batch are judged by. */
export function doubtMembers(members: Members, fact: Fact): Task[] {
  const { entry } = fact;
  if (entry.kind === 'sale.completed') return doubtSale(members, fact, entry.body);
  if (entry.kind === 'return.completed' || entry.kind === 'sale.voided') return doubtBack(fact, entry.body);
  if (entry.kind === 'value.topped_up') return doubtTopUp(members, fact, entry.body);
  if (entry.kind === 'grant.given') move(members, entry.body, 1);
  if (entry.kind === 'grant.returned' || entry.kind === 'grant.written_off') move(members, entry.body, -1);
  return [];
}

type BodyOf<K extends Entry['kind']> = Extract<Entry, { kind: K }>['body'];

const taskOf = ({ device }: Fact, code: TaskCode, subject: string, facts: Task['facts']): Task => ({
  code,
  subject,
  storeId: device.storeId,
  deviceId: device.deviceId,
  facts,
});

function doubtSale(members: Members, fact: Fact, sale: BodyOf<'sale.completed'>): Task[] {
  const { saleId, no, member, totals } = sale;
  const tasks: Task[] = [];
  if (member !== undefined) {
    const { memberId, points, perMinor } = member;
    members.earned.set(saleId, { memberId, points, reversed: 0 });
    const right = pointsFor(earningMinor(totals.totalMinor, sale.tenders), perMinor);
    if (points !== right) tasks.push(taskOf(fact, 'points_doubted', saleId, { no, points, right }));
  }
  for (const tender of sale.tenders) {
    if (tender.method !== 'stored_value' && tender.method !== 'points') continue;
    const held = holdingOf(tender);
    const grant = held === null ? undefined : members.grants.get(held.grantId);
    const isSound =
      held !== null &&
      isWorth(tender, sale.currency) &&
      grant?.memberId === held.memberId &&
      grant.deviceId === fact.device.deviceId;
    if (!isSound) tasks.push(taskOf(fact, 'value_doubted', saleId, { no, amountMinor: tender.amountMinor }));
    if (held === null) continue;
    const { overMinor, overPoints } = spend(members, held.grantId, held);
    if (overMinor > 0) tasks.push(taskOf(fact, 'value_overdrawn', saleId, { no, overMinor }));
    if (overPoints > 0) tasks.push(taskOf(fact, 'points_overdrawn', saleId, { no, overPoints }));
  }
  return tasks;
}

/** Whether what a member gave is what it counted for. Points: by the rate the sale names. */
const isWorth = ({ method, amountMinor, value, points }: Tender, currency: string): boolean =>
  method === 'points'
    ? points !== undefined && points.points === pointsToPay(amountMinor, points.perUnit, currency)
    : value !== undefined && sumOfValue(value) === amountMinor;

/** More of a member's than the money that went back this way. Points are rounded over all returns of a sale. */
function doubtBack(fact: Fact, { returnId, no, currency, plan }: BodyOf<'return.completed'>): Task[] {
  const isMore = ({ amountMinor, value, points }: Tender): boolean =>
    (value !== undefined && sumOfValue(value) > amountMinor) ||
    (points !== undefined && points.points > pointsToPay(amountMinor, points.perUnit, currency) + 1);
  return plan.filter(isMore).map(({ amountMinor }) => taskOf(fact, 'value_doubted', returnId, { no, amountMinor }));
}

/** Takes it from the grant; answers by how much that is more than was left. */
function spend({ left }: Members, grantId: string, spent: Holding) {
  const now = plusHolding(left.get(grantId) ?? NO_HOLDING, spent, -1);
  left.set(grantId, now);
  const shortOf = (after: number, taken: number): number => Math.min(taken, Math.max(0, -after));
  return {
    overMinor: shortOf(now.principalMinor, spent.principalMinor) + shortOf(now.giftMinor, spent.giftMinor),
    overPoints: shortOf(now.points, spent.points),
  };
}

type Granted = Pick<BodyOf<'grant.returned'>, 'grantId' | 'principalMinor' | 'giftMinor' | 'points'>;

function move({ left }: Members, { grantId, points = 0, ...value }: Granted, sign: 1 | -1): void {
  left.set(grantId, plusHolding(left.get(grantId) ?? NO_HOLDING, { ...value, points }, sign));
}

/** A gift the shop does not give, or more on a card than it may hold. */
function doubtTopUp({ rules, valueMinor }: Members, fact: Fact, body: BodyOf<'value.topped_up'>): Task[] {
  const { topUpId, memberId, principalMinor, giftMinor, label } = body;
  const now = (valueMinor.get(memberId) ?? 0) + principalMinor + giftMinor;
  valueMinor.set(memberId, now);
  const maxMinor = rules?.valueMaxMinor ?? null;
  const isGift = giftMinor <= giftFor(principalMinor, { gifts: rules?.gifts ?? [] });
  return [
    ...(isGift ? [] : [taskOf(fact, 'value_doubted', topUpId, { no: label, amountMinor: giftMinor })]),
    ...(maxMinor === null || now <= maxMinor
      ? []
      : [taskOf(fact, 'value_over_limit', topUpId, { no: label, overMinor: now - maxMinor })]),
  ];
}

/** The points a return takes back of its sale, as rows of the return's own entry. `booked`: with this return in it. */
export function reversalRows(
  { earned }: Members,
  fact: Fact,
  { saleId, booked, atMs }: { readonly saleId: string; readonly booked: BookedSale; readonly atMs: number },
): FactRows['ledger_line'] {
  const sale = earned.get(saleId);
  if (sale === undefined) return [];
  const gone = sale.points - pointsLeft(sale.points, booked.totalMinor, booked.refundedMinor);
  earned.set(saleId, { ...sale, reversed: Math.max(gone, sale.reversed) });
  return ledgerRows(fact, linesOfReversal({ ...sale, saleId }, Math.max(0, gone - sale.reversed)), atMs);
}

/** Tells the tills of a store what these members have now. */
export async function tellStandings(
  tx: JournalTx,
  told: ReadonlyMap<string, string>, // the store, by member
  atMs: number,
): Promise<void> {
  if (told.size === 0) return;
  const { sums } = await tx.memberBooks({ memberIds: [...told.keys()], grantIds: [], saleIds: [] });
  for (const [memberId, storeId] of told) {
    const { points, value } = standingOf(sums.get(memberId) ?? []);
    const r = { memberId, points, valueMinor: sumOfValue(value), asOfMs: atMs };
    tx.putState(`store:${storeId}`, [{ t: 'standing', id: memberId, r }]);
  }
}
