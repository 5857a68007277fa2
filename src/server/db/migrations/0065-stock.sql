-- 0065 stock: when goods moved, counts with the points they hold at, goods on their way between stores.
-- `happened_ms`: the device's clock put right by the offset it last measured. A count is compared with it, because what
-- arrives late happened early. Rows from before this migration have 0: they are in every count.
alter table stock_move add column happened_ms bigint not null default 0;
alter table stock_move add column lot text;
alter table stock_move add column expiry text;
-- a product's moves, newest first: what the office shows of it, and what a count looks back at
create index stock_move_by_goods on stock_move (org_id, store_id, sku_no, at_ms);
create table stock_count (
  org_id text not null, entry_id text not null, store_id text not null, sku_no bigint not null,
  device_id text not null, incarnation text not null, -- whose numbers as_of_seq is of
  counted_milli bigint not null, as_of_seq bigint not null, happened_ms bigint not null, staff_id text,
  count_id text not null, received_ms bigint not null,
  primary key (org_id, entry_id)
);
create index stock_count_by_goods on stock_count (org_id, store_id, sku_no);
-- both ends of a transfer, a row each; their lines also stand in stock_move, but for those that came as nothing
create table stock_transfer (
  org_id text not null, entry_id text not null, transfer_id text not null, direction text not null, -- out, in
  store_id text not null, other_store_id text not null, device_id text not null, staff_id text, note text not null,
  lines text not null,                   -- JSON: [{skuNo, qtyMilli}]
  happened_ms bigint not null, received_ms bigint not null,
  primary key (org_id, entry_id)
);
create index stock_transfer_by_id on stock_transfer (org_id, transfer_id);
create index stock_transfer_by_time on stock_transfer (org_id, received_ms);
