/** What facts about members are decided by, for the journal's port: sums of the ledger, grants, points of sales. */
import type { AccountSum } from '../../core/ledger.ts';
import { REVERSALS } from '../../core/ledger.ts';
import type { MemberBooks, MembersAsked } from '../journal/port.ts';
import { rowsByKey } from './by-key.ts';
import type { Tx } from './door.ts';
import { settings } from './office-shop.ts';
import type { MemberTables } from './tables-members.ts';

type Line = Pick<MemberTables['ledger_line'], 'member_id' | 'account' | 'grant_id' | 'amount'>;

export async function memberBooks(tx: Tx, { memberIds, grantIds, saleIds }: MembersAsked): Promise<MemberBooks> {
  const lines = await rowsByKey(
    tx,
    { table: 'ledger_line', key: ['member_id'], columns: ['member_id', 'account', 'grant_id', 'amount'] },
    memberIds.map((id) => ({ member_id: id })),
  );
  const grants = await rowsByKey(
    tx,
    { table: 'value_grant', key: ['grant_id'], columns: ['grant_id', 'member_id', 'device_id'] },
    grantIds.map((id) => ({ grant_id: id })),
  );
  const ofSales = await rowsByKey(
    tx,
    { table: 'ledger_line', key: ['ref'], columns: ['ref', 'member_id', 'account', 'line_no', 'amount'] },
    saleIds.map((id) => ({ ref: id })),
  );
  return {
    rules: memberIds.length === 0 ? null : ((await settings(tx)).loyalty ?? null),
    sums: sumsOf(lines),
    grants: new Map(grants.map((row) => [row.grant_id, { memberId: row.member_id, deviceId: row.device_id }])),
    earned: earnedOf(ofSales),
  };
}

/** Sums of accounts by member; of grants by grant. */
export function sumsOf(lines: Iterable<Line>): Map<string, readonly AccountSum[]> {
  const members = new Map<string, Map<string, AccountSum>>();
  for (const { member_id: memberId, account, grant_id: grantId, amount } of lines) {
    const sums = members.get(memberId) ?? new Map<string, AccountSum>();
    members.set(memberId, sums);
    const key = `${account} ${grantId ?? ''}`;
    sums.set(key, { account, grantId, amount: (sums.get(key)?.amount ?? 0) + amount });
  }
  return new Map([...members].map(([id, sums]) => [id, [...sums.values()]]));
}

/** What sales earned, and what returns have taken back of it. */
export function earnedOf(
  lines: Iterable<Pick<MemberTables['ledger_line'], 'ref' | 'member_id' | 'account' | 'line_no' | 'amount'>>,
): MemberBooks['earned'] {
  const earned = new Map<string, { memberId: string; points: number; reversed: number }>();
  for (const { ref, member_id: memberId, account, line_no: lineNo, amount } of lines) {
    if (account !== 'member_points') continue;
    const sale = earned.get(ref) ?? { memberId, points: 0, reversed: 0 };
    if (lineNo >= REVERSALS) sale.reversed -= amount;
    else sale.points += amount;
    earned.set(ref, sale);
  }
  return earned;
}
