-- 0003 facts: what journal entries turn into. Every row names its entry, so any figure can be traced to signed bytes.
create table sale (
  org_id text not null, sale_id text not null, entry_id text not null, device_id text not null,
  incarnation text not null,
  seq bigint not null, hash text not null, store_id text not null, no text not null, kind text not null,
  shift_id text not null, cart_id text not null, staff_id text, business_date text, wall_ms bigint not null,
  received_ms bigint not null, currency text not null, pb_version text not null, gross_minor bigint not null,
  discount_minor bigint not null, tax_minor bigint not null, total_minor bigint not null, change_minor bigint not null,
  channel text not null, source_qr text,
  primary key (org_id, sale_id)
);
create unique index sale_by_entry on sale (org_id, entry_id);
create index sale_by_no on sale (org_id, store_id, no);
create index sale_by_cart on sale (org_id, cart_id);
create index sale_by_day on sale (org_id, business_date, received_ms);
create table sale_line (
  org_id text not null, sale_id text not null, line_id bigint not null, sku_no bigint not null, name text not null,
  qty_milli bigint not null, unit_minor bigint not null, list_minor bigint not null, gross_minor bigint not null,
  discount_minor bigint not null, tax_bp bigint not null, tax_minor bigint not null,
  primary key (org_id, sale_id, line_id)
) /*sqlite: without rowid*/;
create table sale_tender (
  org_id text not null, sale_id text not null, tender_id bigint not null, method text not null,
  amount_minor bigint not null,
  primary key (org_id, sale_id, tender_id)
) /*sqlite: without rowid*/;
create table goods_return (
  org_id text not null, return_id text not null, entry_id text not null, device_id text not null,
  incarnation text not null, seq bigint not null, store_id text not null, no text not null, sale_id text,
  shift_id text not null, staff_id text, approver_id text, business_date text, wall_ms bigint not null,
  received_ms bigint not null, currency text not null, total_minor bigint not null, tax_minor bigint not null,
  reason text not null,
  primary key (org_id, return_id)
);
create index goods_return_by_sale on goods_return (org_id, sale_id);
create index goods_return_by_day on goods_return (org_id, business_date, store_id);
create table return_line (
  org_id text not null, return_id text not null, line_id bigint not null, sku_no bigint not null, name text not null,
  qty_milli bigint not null, refund_minor bigint not null, tax_bp bigint not null, tax_minor bigint not null,
  condition text not null,
  primary key (org_id, return_id, line_id)
) /*sqlite: without rowid*/;
create table return_tender (
  org_id text not null, return_id text not null, tender_id bigint not null, method text not null,
  amount_minor bigint not null,
  primary key (org_id, return_id, tender_id)
) /*sqlite: without rowid*/;
create table shift (
  org_id text not null, shift_id text not null, device_id text not null, store_id text not null,
  shift_no bigint not null,
  staff_id text, business_date text, float_minor bigint not null, opened_ms bigint not null, counted_minor bigint,
  closed_ms bigint, z_no bigint, z_body text, state text not null, -- open, counting, closed
  primary key (org_id, shift_id)
);
create index shift_by_store on shift (org_id, store_id, opened_ms);
-- facts that only people read: prices overridden, lines removed, wrong PINs, clocks
create table audit_note (
  org_id text not null, entry_id text not null, kind text not null, device_id text not null, store_id text not null,
  staff_id text, wall_ms bigint not null, received_ms bigint not null, body text not null,
  primary key (org_id, entry_id)
);
create index audit_note_by_time on audit_note (org_id, received_ms);
create table cart_claim (              -- a phone's cart taken at a till
  org_id text not null, entry_id text not null, cart_ref text not null, rev bigint not null, cart_id text not null,
  device_id text not null, store_id text not null, handoff text not null, total_seen_minor bigint,
  total_minor bigint not null, wall_ms bigint not null,
  primary key (org_id, entry_id)
);
create index cart_claim_by_ref on cart_claim (org_id, cart_ref);
create index cart_claim_by_cart on cart_claim (org_id, cart_id);
-- what needs a person. Opened once per (code, subject), closed by a person or by events
create table task (
  org_id text not null, code text not null, subject text not null, store_id text, device_id text, facts text not null,
  opened_ms bigint not null, closed_ms bigint, closed_by text,
  primary key (org_id, code, subject)
);
create index task_open on task (org_id, opened_ms) where closed_ms is null;
