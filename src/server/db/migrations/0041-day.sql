-- 0041 day: cash moved, drawers opened and shifts handed over; what a tender was called and can be compared by.
create table shift_event (
  org_id text not null, entry_id text not null, shift_id text not null, kind text not null, device_id text not null,
  store_id text not null, staff_id text, wall_ms bigint not null, received_ms bigint not null,
  amount_minor bigint not null,          -- into the drawer; below zero: out of it
  body text not null,                    -- of the entry, JSON
  primary key (org_id, entry_id)
);
create index shift_event_by_shift on shift_event (org_id, shift_id);
-- `code`: a card's approval number, a voucher's code; `detail`: name, other currency, customer, JSON
alter table sale_tender add column code text;
alter table sale_tender add column detail text;
alter table return_tender add column code text;
alter table return_tender add column detail text;
create index sale_tender_by_code on sale_tender (org_id, method, code);
create index sale_by_shift on sale (org_id, shift_id);
create index goods_return_by_shift on goods_return (org_id, shift_id);
create index shift_by_z on shift (org_id, device_id, z_no);
-- what a voucher is worth, where the office knows it; redeemed is Σ of the tenders with its code
create table voucher (
  org_id text not null, code text not null, face_minor bigint not null, note text not null, made_ms bigint not null,
  primary key (org_id, code)
);
alter table org add column tenders text;         -- JSON of the ways switched off and the shop's own; null: all, none
alter table store add column foreign_cash text;  -- JSON of rates; null: none
