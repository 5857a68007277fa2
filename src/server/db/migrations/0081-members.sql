-- 0081 members: who they are is known here alone; tills get a masked label and hashes under the shop's own key.
alter table org add column loyalty text;      -- JSON: points, limit of stored value, gifts; null: as a shop begins
alter table org add column member_key text;   -- of the hashes; made with the first member
create table member (
  org_id text not null, member_id text not null, card_no text not null, card_hash text not null,
  name text not null,                         -- may be empty
  phone_hash text, phone_tail text,           -- of a telephone only what finds and tells it; its digits are not kept
  tier text, state text not null,             -- active, ended
  joined_ms bigint not null,
  primary key (org_id, member_id)
);
create unique index member_card on member (org_id, card_hash);
create index member_phone on member (org_id, phone_hash);
