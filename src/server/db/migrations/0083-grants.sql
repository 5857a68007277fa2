-- 0083 grants: stored value reserved for one till. What is left of one is the sum of its ledger lines.
create table value_grant (
  org_id text not null, entry_id text not null, grant_id text not null, member_id text not null,
  device_id text not null, store_id text not null, principal_minor bigint not null, gift_minor bigint not null,
  lease_until_ms bigint not null, received_ms bigint not null,
  primary key (org_id, entry_id)
);
create unique index value_grant_by_id on value_grant (org_id, grant_id);
create index value_grant_by_member on value_grant (org_id, member_id);
