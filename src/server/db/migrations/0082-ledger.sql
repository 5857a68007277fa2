-- 0082 ledger: points and stored value in double entry. Balances are sums of these lines and stand nowhere else.
create table ledger_line (
  org_id text not null, entry_id text not null, line_no bigint not null, -- from 1001 on: points a return took back
  member_id text not null, account text not null, grant_id text, ref text not null,
  amount bigint not null,                     -- signed; the lines of an entry sum to zero in points and in money
  wall_ms bigint not null, received_ms bigint not null,
  primary key (org_id, entry_id, line_no)
);
create index ledger_by_member on ledger_line (org_id, member_id);
create index ledger_by_grant on ledger_line (org_id, grant_id);
create index ledger_by_ref on ledger_line (org_id, ref);
