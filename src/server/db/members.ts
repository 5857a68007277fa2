/**
 * Members: who they are, what they have, what is reserved for which till. Each change puts the row tills find them by
 * into the org's stream: a masked label and keyed hashes, never a name or a number.
 */
import { grantsOf, standingOf, type AccountSum, type Standing } from '../../core/ledger.ts';
import { cardText, maskedLabel, phoneText } from '../../core/loyalty.ts';
import { sumOfValue } from '../../core/value.ts';
import { type MemberDetail, type MemberListed, MEMBERS_SHOWN } from '../../wire/office-members.ts';
import { memberText } from '../../wire/member-calls.ts';
import { sha256Hex } from '../auth/sha256.ts';
import type { Tx } from './door.ts';
import { memberBooks } from './member-books.ts';
import { saveSettings, settings } from './office-shop.ts';
import { putState } from './put-state.ts';
import type { MemberTables } from './tables-members.ts';

type Row = Omit<MemberTables['member'], 'org_id'>;

/** What the hashes are keyed with; made at the first need. */
export async function memberKey(tx: Tx, randomBytes: (size: number) => Uint8Array): Promise<string> {
  const known = (await settings(tx)).memberKey;
  if (known !== undefined) return known;
  const made = Buffer.from(randomBytes(32)).toString('hex');
  await saveSettings(tx, { memberKey: made });
  return made;
}

export const cardHash = (key: string, cardNo: string): string => sha256Hex(memberText(key, 'card', cardText(cardNo)));

/** Of a telephone what is kept: by what it is found, and its end. Null: there is none, or it is none. */
export function phoneKept(key: string, phone: string): Pick<Row, 'phone_hash' | 'phone_tail'> {
  const plain = phoneText(phone);
  if (plain === '') return { phone_hash: null, phone_tail: null };
  return { phone_hash: sha256Hex(memberText(key, 'phone', plain)), phone_tail: plain.slice(-4) };
}

export async function memberRow(tx: Tx, memberId: string): Promise<Row | null> {
  const query = tx.db.selectFrom('member').selectAll().where('org_id', '=', tx.orgId);
  return (await query.where('member_id', '=', memberId).executeTakeFirst()) ?? null;
}

export async function isCardTaken(tx: Tx, hash: string): Promise<boolean> {
  const query = tx.db.selectFrom('member').select('member_id').where('org_id', '=', tx.orgId);
  return (await query.where('card_hash', '=', hash).executeTakeFirst()) !== undefined;
}

/** Writes the member, and tells every till. */
export async function saveMember(tx: Tx, row: Row): Promise<void> {
  const { member_id: memberId, ...rest } = row;
  await tx.db
    .insertInto('member')
    .values({ org_id: tx.orgId, member_id: memberId, ...rest })
    .onConflict((on) => on.columns(['org_id', 'member_id']).doUpdateSet(rest))
    .execute();
  const label = maskedLabel(row.name, row.card_no);
  const { card_hash: hash, phone_hash: phoneHash, tier, state } = row;
  const r = { memberId, cardHash: hash, phoneHash, label, tier, state };
  putState(tx, 'org', [{ t: 'member', id: memberId, r }]);
}

const listed = (row: Row, sums: readonly AccountSum[]): MemberListed => {
  const { points, reservedPoints, owedPoints, value, reservedMinor, owedMinor } = standingOf(sums);
  return {
    memberId: row.member_id,
    cardNo: row.card_no,
    name: row.name,
    phoneTail: row.phone_tail,
    tier: row.tier,
    state: row.state,
    joinedMs: row.joined_ms,
    points,
    reservedPoints,
    owedPoints,
    ...value,
    reservedMinor,
    owedMinor,
  };
};

const sumsOfMembers = async (tx: Tx, memberIds: readonly string[]) =>
  (await memberBooks(tx, { memberIds, grantIds: [], saleIds: [] })).sums;

/** The newest members, or those whose name or card holds what is looked for. */
export async function listMembers(tx: Tx, looked: string): Promise<{ rows: MemberListed[]; total: number }> {
  const of = tx.db.selectFrom('member').where('org_id', '=', tx.orgId);
  const query = looked.trim();
  const like = `%${query.replaceAll(/[%_\\]/g, '')}%`;
  const found = query === '' ? of : of.where((e) => e.or([e('name', 'like', like), e('card_no', 'like', like)]));
  const rows = await found.selectAll().orderBy('member_id', 'desc').limit(MEMBERS_SHOWN).execute();
  const { total } = await found.select((e) => e.fn.countAll<number | string>().as('total')).executeTakeFirstOrThrow();
  const sums = await sumsOfMembers(tx, rows.map((row) => row.member_id)); // prettier-ignore
  return { rows: rows.map((row) => listed(row, sums.get(row.member_id) ?? [])), total: Number(total) };
}

export async function standingNow(tx: Tx, memberId: string): Promise<Standing> {
  return standingOf((await sumsOfMembers(tx, [memberId])).get(memberId) ?? []);
}

const SHOWN = { member_points: 'points', member_principal: 'principal', member_gift: 'gift' } as const;
const MOVES_SHOWN = 60;

/** One member with the last moves and with what lies at tills. Null: there is none of this id. */
export async function memberDetail(tx: Tx, memberId: string, nowMs: number): Promise<MemberDetail | null> {
  const row = await memberRow(tx, memberId);
  if (row === null) return null;
  const sums = (await sumsOfMembers(tx, [memberId])).get(memberId) ?? [];
  const lines = await tx.db
    .selectFrom('ledger_line as l')
    .leftJoin('entry_effect as f', (on) => on.onRef('f.org_id', '=', 'l.org_id').onRef('f.entry_id', '=', 'l.entry_id'))
    .select(['l.account', 'l.amount', 'l.wall_ms', 'f.kind'])
    .where('l.org_id', '=', tx.orgId)
    .where('l.member_id', '=', memberId)
    .where('l.account', 'in', ['member_points', 'member_principal', 'member_gift'])
    .orderBy('l.wall_ms', 'desc')
    .limit(MOVES_SHOWN)
    .execute();
  return {
    member: listed(row, sums),
    moves: lines.map(({ account, amount, wall_ms: atMs, kind }) => ({
      account: SHOWN[account as keyof typeof SHOWN], // asked for above
      amount,
      what: kind ?? '',
      atMs,
    })),
    grants: await grantsOfMember(tx, memberId, { sums, nowMs }),
  };
}

/** Grants of which something is left, or that are overdrawn. */
async function grantsOfMember(
  tx: Tx,
  memberId: string,
  { sums, nowMs }: { readonly sums: readonly AccountSum[]; readonly nowMs: number },
): Promise<MemberDetail['grants']> {
  const left = grantsOf(sums);
  const rows = await tx.db
    .selectFrom('value_grant as g')
    .innerJoin('device as d', (on) => on.onRef('d.org_id', '=', 'g.org_id').onRef('d.device_id', '=', 'g.device_id'))
    .select(['g.grant_id', 'g.lease_until_ms', 'd.till_code'])
    .where('g.org_id', '=', tx.orgId)
    .where('g.member_id', '=', memberId)
    .orderBy('g.received_ms', 'desc')
    .execute();
  return rows.flatMap(({ grant_id: grantId, lease_until_ms: leaseUntilMs, till_code: tillCode }) => {
    const held = left.get(grantId);
    if (held === undefined || (sumOfValue(held) === 0 && held.points === 0)) return [];
    const { points: leftPoints } = held;
    const isOver = leaseUntilMs <= nowMs;
    return [{ grantId, tillCode, leftMinor: sumOfValue(held), leftPoints, leaseUntilMs, isOver }];
  });
}

/** A grant as it was given; null: never. */
export async function grantRow(tx: Tx, grantId: string) {
  const query = tx.db.selectFrom('value_grant').selectAll().where('org_id', '=', tx.orgId);
  return (await query.where('grant_id', '=', grantId).executeTakeFirst()) ?? null;
}

/** What is left of a member's grants, by grant. */
export const leftOfGrants = async (tx: Tx, memberId: string) =>
  grantsOf((await sumsOfMembers(tx, [memberId])).get(memberId) ?? []);
