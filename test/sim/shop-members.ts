/** What facts about people and members are decided by, over rows in memory. */
import { earnedOf, sumsOf } from '../../src/server/db/member-books.ts';
import { NO_BOOKS } from '../../src/server/journal/doubts.ts';
import type { People } from '../../src/server/journal/people.ts';
import type { DayAsked, DayBooks, MemberBooks, MembersAsked } from '../../src/server/journal/port.ts';
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

/** People are not played here: anybody may do anything at every till. */
export function peopleHere(rows: Rows, staffIds: readonly string[]): People {
  const storeIds = [...rows.all('device')].map(({ storeId }) => storeId);
  return new Map(staffIds.map((staffId) => [staffId, { role: 'owner', storeIds, leftMs: null }]));
}

/** Nobody looks a Z report up. */
export const dayBooksOf = (rows: Rows, { staffIds }: DayAsked): DayBooks => ({
  ...NO_BOOKS,
  people: peopleHere(rows, staffIds),
});
