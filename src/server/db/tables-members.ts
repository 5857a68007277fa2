/** Rows of migrations 0081 to 0083 and 0086: members, the ledger of points and stored value, grants. */
import type { Account } from '../../core/ledger.ts';

export interface MemberTables {
  member: {
    org_id: string;
    member_id: string;
    card_no: string;
    card_hash: string;
    name: string;
    phone_hash: string | null;
    phone_tail: string | null;
    tier: string | null;
    state: 'active' | 'ended';
    joined_ms: number;
  };
  ledger_line: {
    org_id: string;
    entry_id: string;
    line_no: number;
    member_id: string;
    account: Account;
    grant_id: string | null;
    ref: string;
    amount: number;
    wall_ms: number;
    received_ms: number;
  };
  value_grant: {
    org_id: string;
    entry_id: string;
    grant_id: string;
    member_id: string;
    device_id: string;
    store_id: string;
    principal_minor: number;
    gift_minor: number;
    points: number;
    lease_until_ms: number;
    received_ms: number;
  };
}
