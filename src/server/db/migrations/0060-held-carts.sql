-- 0060 held carts: what entries tell of carts that were put aside. What became of one is joined from its rows in the
-- order they were received; nothing is ever changed here.
create table hold_event (
  org_id text not null, entry_id text not null, held_id text not null,
  act text not null,                     -- held, taken, held_again, cleared, paid
  device_id text not null, store_id text not null, staff_id text, seq bigint not null, wall_ms bigint not null,
  received_ms bigint not null,
  body text,                             -- of the entry, JSON: where it puts the cart aside
  primary key (org_id, entry_id, held_id)
);
create index hold_event_by_hold on hold_event (org_id, held_id);
