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
  takeOf,
  valueMaxAtFirst,
} from '../../core/loyalty.ts';
import { plusValue, sumOfValue, type TenderValue, type Value } from '../../core/value.ts';
import { type Minor, toMinor } from '../../core/money.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Tender } from '../../core/sale.ts';
import type { StreamRow } from '../../wire/catalogue.ts';
import { GRANT_PATH, grantAnswer, memberText, STANDING_PATH, standingAnswer } from '../../wire/member-calls.ts';
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
  const hashOf = (what: 'card' | 'phone', plain: string): string | null =>
    plain === '' ? null : sha256Hex(memberText(memberKey, what, plain));
  const [card, phone] = [hashOf('card', cardText(typed)), hashOf('phone', phoneText(typed))];
  const all = tools.device.catalogue.members().filter(({ state }) => state === 'active');
  return (
    all.find(({ cardHash }) => cardHash === card) ??
    all.find(({ phoneHash }) => phoneHash !== null && phoneHash === phone) ??
    null
  );
}

/** What the member has: as the server says now, else as this till last heard, else null. */
export async function standingAt(tools: TillTools, memberId: string): Promise<Standing | null> {
  const known = tools.device.catalogue.standing(memberId) ?? null;
  const asked = await tools.device.ask('POST', STANDING_PATH, { memberId }, (json) => standingAnswer.parse(json));
  return asked.ok ? asked.value : known;
}

/** Grants of the member this till may still spend from, the largest first, less what is in the hand already. */
export async function usableGrants(
  tools: TillTools,
  memberId: string,
  inHand: readonly Tender[] = [],
): Promise<readonly Grant[]> {
  const taken = inHand.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const all = (await tools.device.grants.all()).filter((grant) => grant.memberId === memberId);
  return all
    .filter(({ leaseUntilMs }) => leaseUntilMs > tools.nowMs())
    .map((grant) => {
      const mine = taken.filter(({ grantId }) => grantId === grant.grantId);
      return mine.reduce<Grant>((left, value) => ({ ...left, ...plusValue(left, value, -1) }), grant);
    })
    .filter((grant) => sumOfValue(grant) > 0)
    .sort((a, b) => sumOfValue(b) - sumOfValue(a));
}

/**
 * Asks the server to lend this till a member's stored value, and keeps it. Refuses: `signed_out`, `not_allowed`,
 * `amount_missing`, `member_unknown`, `value_short`, `server_unreachable`.
 */
export async function reserveValue(
  tools: TillTools,
  { memberId, amountMinor }: { readonly memberId: string; readonly amountMinor: Minor },
): Promise<Result<Grant, Refusal>> {
  const may = allowed(tools, { action: 'sell' });
  if (!may.ok) return may;
  if (amountMinor <= 0) return err({ code: 'amount_missing' });
  const asked = { grantId: tools.newId(), memberId, amountMinor };
  const given = await tools.device.ask('POST', GRANT_PATH, asked, (json) => grantAnswer.parse(json));
  if (!given.ok) return given;
  await tools.device.grants.keep(given.value);
  return given;
}

/**
 * Stored value to pay with: from a grant that is here, else from one fetched now. Without the network as much as the
 * largest grant here holds. Refuses what `reserveValue` refuses.
 */
export async function valueFor(
  tools: TillTools,
  asked: { readonly memberId: string; readonly amountMinor: Minor; readonly inHand: readonly Tender[] },
): Promise<Result<TenderValue, Refusal>> {
  const { memberId, amountMinor, inHand } = asked;
  const grants = await usableGrants(tools, memberId, inHand);
  const here = grants.find((grant) => sumOfValue(grant) >= amountMinor);
  if (here !== undefined) return ok(tenderValue(here, amountMinor));
  const given = await reserveValue(tools, { memberId, amountMinor });
  if (given.ok) return ok(tenderValue(given.value, amountMinor));
  if (given.error.code !== 'server_unreachable') return given;
  const [largest] = grants;
  return largest === undefined ? given : ok(tenderValue(largest, amountMinor));
}

const tenderValue = (grant: Grant, amountMinor: number): TenderValue => ({
  memberId: grant.memberId,
  grantId: grant.grantId,
  ...takeOf(grant, amountMinor),
});

/** What is left of a grant goes back to the member. Refuses what a commit refuses. */
export async function giveBackGrant(tools: TillTools, grant: Grant): Promise<Result<CommittedEntry, Refusal>> {
  const { grantId, memberId, principalMinor, giftMinor } = grant;
  const body = { grantId, memberId, principalMinor, giftMinor };
  return tools.device.commit({ kind: 'grant.returned', entryId: tools.newId(), body });
}

export type TopUp = {
  readonly entryId: string; // the same again is the same top-up
  readonly member: { readonly memberId: string; readonly label: string };
  readonly amountMinor: Minor;
  readonly method: 'cash' | 'card_external';
  readonly code: string; // the card's approval number
  readonly knownMinor: number | null; // what the card holds, as far as that is known
};

/**
 * Money onto a member's card: into the drawer or the terminal, with the shop's gift on top.
 * Refuses: `signed_out`, `not_allowed`, `no_open_shift`, `amount_missing`, `approval_code_missing`,
 * `value_over_limit` (`maxMinor`), and what a commit refuses.
 */
export async function topUp(
  tools: TillTools,
  { entryId, member, amountMinor, method, code, knownMinor }: TopUp,
): Promise<Result<Value, Refusal>> {
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
  const done = await tools.device.commit({ kind: 'value.topped_up', entryId, body });
  return done.ok ? ok({ principalMinor: toMinor(value.principalMinor), giftMinor: value.giftMinor }) : done;
}
