-- 0066 exceptions: discounts persons gave, a row each, and indexes by which the report of exceptions reads its days.
create table manual_discount (
  org_id text not null, entry_id text not null, offer_no bigint not null, sale_id text not null, no text not null,
  store_id text not null, staff_id text, approver_id text, action text not null, -- discount_line, discount_cart
  amount_minor bigint not null, percent_bp bigint, -- of the goods it was given on
  wall_ms bigint not null, received_ms bigint not null,
  primary key (org_id, entry_id, offer_no)
);
create index manual_discount_by_time on manual_discount (org_id, store_id, received_ms);
create index goods_return_by_time on goods_return (org_id, store_id, received_ms);
create index shift_event_by_time on shift_event (org_id, store_id, received_ms);
