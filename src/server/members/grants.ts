/**
 * Stored value or points lent to one till: given while it is online, written off by an owner when they do not come
 * back. Both are facts of the store's register.
 *
 * Invariants: no more is given than the member has, whichever tills ask at once; asked twice with one id, one grant is
 * given; its end frees nothing, since the till may have spent it unseen.
 */
import { GRANT_MS, takeOf } from '../../core/loyalty.ts';
import { type Holding, NO_HOLDING, NO_VALUE, sumOfValue, type Value } from '../../core/value.ts';
import { toMinor } from '../../core/money.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { GrantAnswer, GrantAsked } from '../../wire/member-calls.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { Tx } from '../db/door.ts';
import { journalTx } from '../db/journal-tx.ts';
import type { Standing } from '../../core/ledger.ts';
import { grantRow, leftOfGrants, memberRow, standingNow } from '../db/members.ts';
import { registerOf } from '../db/registers.ts';
import { registerFact, type RegisterMeans } from '../journal/register.ts';

type Till = { readonly deviceId: string; readonly storeId: string };

/** Nobody else decides about this member meanwhile. A journal's head comes first in the order of locks. */
async function holdMember(tx: Tx, storeId: string, memberId: string): Promise<void> {
  const port = journalTx(tx);
  const register = await registerOf(tx, storeId);
  if (register !== null) {
    await port.lockHead({ deviceId: register.device.deviceId, incarnation: register.incarnation });
  }
  await port.claim([`member ${memberId}`]);
}

/**
 * Refuses: `member_unknown`; `value_short`, `points_short` - the member has less (`leftMinor`, `points`);
 * `bad_request` - of another till.
 */
export async function giveGrant(
  tx: Tx,
  means: RegisterMeans,
  { deviceId, storeId }: Till,
  asked: GrantAsked,
): Promise<Result<GrantAnswer, Refusal>> {
  const { grantId, memberId } = asked;
  await holdMember(tx, storeId, memberId);
  const before = await grantRow(tx, grantId);
  if (before !== null) {
    if (before.device_id !== deviceId || before.member_id !== memberId) return err({ code: 'bad_request' });
    const { principal_minor: principal, gift_minor: gift, points, lease_until_ms: leaseUntilMs } = before;
    const held = { principalMinor: toMinor(principal), giftMinor: toMinor(gift), points };
    return ok({ grantId, memberId, ...told(held), leaseUntilMs });
  }
  if ((await memberRow(tx, memberId))?.state !== 'active') return err({ code: 'member_unknown' });
  const held = reserve(await standingNow(tx, memberId), asked);
  if (!held.ok) return held;
  const granted = { grantId, memberId, ...told(held.value), leaseUntilMs: means.clock() + GRANT_MS };
  await registerFact(means, tx, { storeId, entryId: grantId, kind: 'grant.given', body: { ...granted, deviceId } });
  return ok(granted);
}

/** What of the member's goes into the grant. */
function reserve({ value, points }: Standing, asked: GrantAsked): Result<Holding, Refusal> {
  if ('points' in asked) {
    const isThere = points >= asked.points;
    const left = { points: Math.max(0, points) };
    return isThere ? ok({ ...NO_VALUE, points: asked.points }) : err({ code: 'points_short', facts: left });
  }
  const leftMinor = Math.max(0, sumOfValue(value));
  if (leftMinor < asked.amountMinor) return err({ code: 'value_short', facts: { leftMinor } });
  return ok({ ...takeOf(value, asked.amountMinor), points: 0 });
}

/** Of points only where there are some: an entry says nothing it need not. */
const told = ({ points, ...value }: Holding): Value & { readonly points?: number } =>
  points === 0 ? value : { ...value, points };

type Owner = { readonly userId: string; readonly login: string };

/**
 * What is left of a grant is the member's again. Should the till have spent it, that sale stands and is owed.
 * Refuses: `not_found` - no such grant of this member, or nothing is left of it.
 */
export async function writeOffGrant(
  tx: Tx,
  means: RegisterMeans,
  { grantId, memberId, user }: { readonly grantId: string; readonly memberId: string; readonly user: Owner },
): Promise<Result<Holding, Refusal>> {
  const grant = await grantRow(tx, grantId);
  if (grant?.member_id !== memberId) return err({ code: 'not_found' });
  await holdMember(tx, grant.store_id, memberId);
  const left = (await leftOfGrants(tx, memberId)).get(grantId) ?? NO_HOLDING;
  const freed = {
    principalMinor: toMinor(Math.max(0, left.principalMinor)),
    giftMinor: toMinor(Math.max(0, left.giftMinor)),
    points: Math.max(0, left.points),
  };
  if (sumOfValue(freed) === 0 && freed.points === 0) return err({ code: 'not_found' });
  const body = { grantId, memberId, ...told(freed), userId: user.userId, by: user.login };
  await registerFact(means, tx, {
    storeId: grant.store_id,
    entryId: means.ids(),
    kind: 'grant.written_off',
    body,
  });
  return ok(freed);
}
