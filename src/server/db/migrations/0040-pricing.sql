-- 0040 pricing: promotions and taxes as the tills see them, and how a shop taxes and rounds.
-- `body` is the row of the stream (src/wire/catalogue.ts). One that has ended stays: old sales name it.
create table promotion (
  org_id text not null, promotion_id text not null, rev bigint not null, body text not null, changed_ms bigint not null,
  primary key (org_id, promotion_id)
);
create table tax_rate (
  org_id text not null, tax_id text not null, body text not null, changed_ms bigint not null,
  primary key (org_id, tax_id)
);
alter table org add column pricing text; -- JSON of taxRounding and cashRounding; null: none
