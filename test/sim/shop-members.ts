/** What facts about members are decided by, over rows in memory. */
import { earnedOf, sumsOf } from '../../src/server/db/member-books.ts';
import type { MemberBooks, MembersAsked } from '../../src/server/journal/port.ts';
import type { Rows } from './shop-tables.ts';

export function memberBooksOf(rows: Rows, { memberIds, grantIds, saleIds }: MembersAsked): MemberBooks {
  const lines = [...rows.all('ledger_line')];
  const grants = [...rows.all('value_grant')].filter((row) => grantIds.includes(row.grant_id));
  return {
    rules: null,
    sums: sumsOf(lines.filter((row) => memberIds.includes(row.member_id))),
    grants: new Map(grants.map((row) => [row.grant_id, { memberId: row.member_id, deviceId: row.device_id }])),
    earned: earnedOf(lines.filter((row) => saleIds.includes(row.ref))),
  };
}
