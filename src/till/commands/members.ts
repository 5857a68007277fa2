/**
 * Members at this till: found by card or telephone, topped up, their stored value reserved and given back. All but
 * reserving works without the network; nothing here is on the way of a sale that names no member.
 */
import { sha256Hex } from '../../client/sha256-hex.ts';
import type { CommittedEntry, Grant } from '../../client/till-device.ts';
import {
  cardText,
  giftFor,
  type LoyaltyRules,
  NO_LOYALTY,
  phoneText,
  pointsToPay,
  pointsWorth,
  takeOf,
  valueMaxAtFirst,
} from '../../core/loyalty.ts';
import { type Holding, holdingOf, plusHolding, sumOfValue } from '../../core/value.ts';
import type { Minor } from '../../core/money.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Tender } from '../../core/sale.ts';
import type { StreamRow } from '../../wire/catalogue.ts';
import { GRANT_PATH, grantAnswer, memberText, STANDING_PATH, standingAnswer } from '../../wire/member-calls.ts';
import type { EntryBody } from '../../wire/entry.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed } from './allowed.ts';
import { settingsOf, type TillTools } from './tools.ts';

export type Member = StreamRow<'member'>;
export type Standing = StreamRow<'standing'>;

export const rulesOf = (tools: Pick<TillTools, 'device'>): LoyaltyRules => settingsOf(tools).loyalty ?? NO_LOYALTY;

const maxOf = (tools: TillTools): Minor | null => {
  const { loyalty, currency } = settingsOf(tools);
  return loyalty == null ? valueMaxAtFirst(currency) : loyalty.valueMaxMinor;
};

/** The member whose card or telephone this is; null: none this till knows of. */
export function findMember(tools: Pick<TillTools, 'device'>, typed: string): Member | null {
  const { memberKey } = settingsOf(tools);
  if (memberKey === undefined || typed.length > 60) return null;
  const findBy = (what: 'card' | 'phone', plain: string): Member | undefined =>
    plain === ''
      ? undefined
      : tools.device.catalogue
          .membersBy(what, sha256Hex(memberText(memberKey, what, plain)))
          .find(({ state }) => state === 'active');
  return findBy('card', cardText(typed)) ?? findBy('phone', phoneText(typed)) ?? null;
}

/** What the member has: as the server says now, else as this till last heard, else null. */
export async function standingAt(tools: TillTools, memberId: string): Promise<Standing | null> {
  const known = tools.device.catalogue.standing(memberId) ?? null;
  const asked = await tools.device.ask('POST', STANDING_PATH, { memberId }, (json) => standingAnswer.parse(json));
  return asked.ok ? asked.value : known;
}

/** What is left of a grant when these are paid. */
const lessHand = (grant: Grant, inHand: readonly Tender[]): Grant =>
  inHand
    .flatMap((tender) => holdingOf(tender) ?? [])
    .filter(({ grantId }) => grantId === grant.grantId)
    .reduce<Grant>((left, { memberId: _memberId, ...held }) => ({ ...left, ...plusHolding(left, held, -1) }), grant);

const isSome = (held: Holding): boolean => sumOfValue(held) > 0 || held.points > 0;

/** Grants of the member this till may still spend from, the largest first, less what is in the hand already. */
export async function usableGrants(
  tools: TillTools,
  memberId: string,
  inHand: readonly Tender[] = [],
): Promise<readonly Grant[]> {
  const all = await tools.device.grants.all();
  return all
    .filter((grant) => grant.memberId === memberId && grant.leaseUntilMs > tools.nowMs())
    .map((grant) => lessHand(grant, inHand))
    .filter(isSome)
    .sort((a, b) => sumOfValue(b) - sumOfValue(a) || b.points - a.points);
}

type ReserveAsked = {
  readonly memberId: string;
  readonly saleEntryId?: string; // the payment it is for; absent: to spend offline
} & ({ readonly amountMinor: Minor } | { readonly points: number });

/**
 * Asks the server to lend this till a member's stored value or points, and keeps them. Refuses: `signed_out`,
 * `not_allowed`, `amount_missing`, `member_unknown`, `value_short`, `points_short`, `server_unreachable`.
 */
export async function reserve(tools: TillTools, asked: ReserveAsked): Promise<Result<Grant, Refusal>> {
  const may = allowed(tools, { action: 'sell' });
  if (!may.ok) return may;
  const { saleEntryId, ...wanted } = asked;
  if (('points' in wanted ? wanted.points : wanted.amountMinor) <= 0) return err({ code: 'amount_missing' });
  const body = { grantId: tools.newId(), ...wanted };
  const given = await tools.device.ask('POST', GRANT_PATH, body, (json) => grantAnswer.parse(json));
  if (!given.ok) return given.error.code === 'points_short' ? err(withWorth(tools, given.error)) : given;
  const { points = 0, ...held } = given.value;
  const grant = { ...held, points, ...(saleEntryId === undefined ? {} : { saleEntryId }) };
  await tools.device.grants.keep(grant);
  return ok(grant);
}

/** How many are left says little without what they pay for. */
function withWorth(tools: TillTools, { code, facts }: Refusal): Refusal {
  const points = Number(facts?.['points'] ?? 0);
  const perUnit = rulesOf(tools).pay?.perUnit ?? 1;
  return { code, facts: { points, worthMinor: pointsWorth(points, perUnit, settingsOf(tools).currency) } };
}

type PayAsked = {
  readonly memberId: string;
  readonly saleEntryId: string;
  readonly amountMinor: Minor;
  readonly inHand: readonly Tender[];
};
/** A way of paying by what a member has, ready to be taken. */
type MemberPays = Pick<Tender, 'amountMinor' | 'value' | 'points'>;

/**
 * Stored value to pay with: from a grant that is here, else from one fetched now. Without the network as much as the
 * largest grant here holds. Refuses what `reserve` refuses.
 */
export async function valueFor(tools: TillTools, asked: PayAsked): Promise<Result<MemberPays, Refusal>> {
  const { memberId, saleEntryId, amountMinor, inHand } = asked;
  const grants = (await usableGrants(tools, memberId, inHand)).filter((grant) => sumOfValue(grant) > 0);
  const here = grants.find((grant) => sumOfValue(grant) >= amountMinor);
  if (here !== undefined) return ok(byValue(here, amountMinor));
  const given = await reserve(tools, { memberId, saleEntryId, amountMinor });
  if (given.ok) return ok(byValue(given.value, amountMinor));
  const [largest] = grants;
  return given.error.code !== 'server_unreachable' || largest === undefined ? given : ok(byValue(largest, amountMinor));
}

function byValue(grant: Grant, amountMinor: number): MemberPays {
  const { memberId, grantId } = grant;
  const value = { memberId, grantId, ...takeOf(grant, amountMinor) };
  return { amountMinor: sumOfValue(value), value };
}

/**
 * Points to pay with, at the shop's rate, as stored value is. Refuses what `reserve` refuses, and `tender_not_taken` -
 * points do not pay here; `points_too_few` - the shop takes them from `least` on.
 */
export async function pointsFor(tools: TillTools, asked: PayAsked): Promise<Result<MemberPays, Refusal>> {
  const { memberId, saleEntryId, amountMinor, inHand } = asked;
  const { pay } = rulesOf(tools);
  if (pay == null) return err({ code: 'tender_not_taken' });
  const { currency } = settingsOf(tools);
  const points = pointsToPay(amountMinor, pay.perUnit, currency);
  if (points < pay.least) return err({ code: 'points_too_few', facts: { least: pay.least } });
  const by = ({ grantId }: Grant, paidMinor: Minor): MemberPays => {
    const { perUnit } = pay;
    return {
      amountMinor: paidMinor,
      points: { memberId, grantId, points: pointsToPay(paidMinor, perUnit, currency), perUnit },
    };
  };
  const grants = await usableGrants(tools, memberId, inHand);
  const here = grants.find((grant) => grant.points >= points);
  if (here !== undefined) return ok(by(here, amountMinor));
  const given = await reserve(tools, { memberId, saleEntryId, points });
  if (given.ok) return ok(by(given.value, amountMinor));
  const largest = grants.toSorted((a, b) => b.points - a.points)[0];
  const worthMinor = pointsWorth(largest?.points ?? 0, pay.perUnit, currency);
  const isEnough = worthMinor > 0 && pointsToPay(worthMinor, pay.perUnit, currency) >= pay.least;
  return given.error.code === 'server_unreachable' && largest !== undefined && isEnough
    ? ok(by(largest, worthMinor))
    : given;
}

/**
 * What is left of a grant goes back to the member, but for what is in the hand. Works without the network; the server
 * frees it when it hears of it. Null: nothing is left. Refuses what a commit refuses.
 */
export async function giveBackGrant(
  tools: TillTools,
  grant: Grant,
  inHand: readonly Tender[] = [],
): Promise<Result<CommittedEntry | null, Refusal>> {
  const { grantId, memberId, principalMinor, giftMinor, points } = lessHand(grant, inHand);
  if (sumOfValue({ principalMinor, giftMinor }) <= 0 && points <= 0) return ok(null);
  const body = { grantId, memberId, principalMinor, giftMinor, ...(points === 0 ? {} : { points }) };
  return tools.device.commit({ kind: 'grant.returned', entryId: tools.newId(), body });
}

/**
 * Rows of a payment that were taken back: what was fetched for them is the member's again, what was reserved to spend
 * offline stays. `inHand`: the rows that stand. Refuses what a commit refuses.
 */
export async function freeReserves(
  tools: TillTools,
  taken: readonly Tender[],
  inHand: readonly Tender[],
): Promise<Result<null, Refusal>> {
  const ids = new Set(taken.flatMap((tender) => holdingOf(tender)?.grantId ?? []));
  for (const grant of await tools.device.grants.all()) {
    if (!ids.has(grant.grantId) || grant.saleEntryId === undefined) continue;
    const done = await giveBackGrant(tools, grant, inHand);
    if (!done.ok) return done;
  }
  return ok(null);
}

export type TopUp = {
  readonly entryId: string; // the same again is the same top-up
  readonly member: { readonly memberId: string; readonly label: string };
  readonly amountMinor: Minor;
  readonly method: 'cash' | 'card_external';
  readonly code: string; // the card's approval number
  readonly knownMinor: number | null; // what the card holds, as far as that is known
};

/** What was written, and what its paper says of it. */
type ToppedUp = {
  readonly body: EntryBody<'value.topped_up'>;
  readonly made: { readonly seq: number; readonly hash: string; readonly wallMs: number; readonly staffId: string };
};

/**
 * Money onto a member's card: into the drawer or the terminal, with the shop's gift on top.
 * Refuses: `signed_out`, `not_allowed`, `no_open_shift`, `amount_missing`, `approval_code_missing`,
 * `value_over_limit` (`maxMinor`), and what a commit refuses.
 */
export async function topUp(
  tools: TillTools,
  { entryId, member, amountMinor, method, code, knownMinor }: TopUp,
): Promise<Result<ToppedUp, Refusal>> {
  const may = allowed(tools, { action: 'sell' });
  if (!may.ok) return may;
  const { shift } = tools.device.state.getState();
  if (shift === null) return err({ code: 'no_open_shift' });
  if (amountMinor <= 0) return err({ code: 'amount_missing' });
  const plainCode = code.replace(/\s/g, '').toUpperCase();
  if (method === 'card_external' && plainCode === '') return err({ code: 'approval_code_missing' });
  const value = { principalMinor: amountMinor, giftMinor: giftFor(amountMinor, rulesOf(tools)) };
  const maxMinor = maxOf(tools);
  if (maxMinor !== null && (knownMinor ?? 0) + sumOfValue(value) > maxMinor) {
    return err({ code: 'value_over_limit', facts: { maxMinor } });
  }
  const { memberId, label } = member;
  const told = method === 'card_external' ? { code: plainCode } : {};
  const body = { topUpId: entryId, shiftId: shift.shiftId, memberId, label, ...value, method, ...told };
  const atMs = tools.nowMs();
  const done = await tools.device.commit({ kind: 'value.topped_up', entryId, body });
  if (!done.ok) return done;
  const { seq, hash } = done.value;
  return ok({ body, made: { seq, hash, wallMs: atMs, staffId: may.value.staffId } });
}
