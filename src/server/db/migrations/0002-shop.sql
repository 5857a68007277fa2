-- 0002 shop: who sells where, with which devices and keys, and what. JSON (names, roles' stores, verifiers) is text.
create table org (
  org_id text not null, org_no bigint not null, names text not null, currency text not null, tax_mode text not null,
  shop_origin text not null, receipt_footer text, lang text not null, shop_catalogue_max bigint not null,
  server_epoch text not null,          -- a new one after each restore: devices compare histories then
  made_ms bigint not null,
  primary key (org_id)
);
create table counter (                 -- small numbers people see: skuNo, storeNo. Taken by update ... returning
  org_id text not null, name text not null, value bigint not null, primary key (org_id, name)
);
create table store (
  org_id text not null, store_id text not null, store_no bigint not null, code text not null, names text not null,
  tz text not null, address text, walk_in bigint not null,
  primary key (org_id, store_id)
);
create unique index store_by_no on store (org_id, store_no);
create table device (
  org_id text not null, device_id text not null, store_id text not null, kind text not null, -- till, register
  till_no bigint not null, till_code text not null, name text not null, kid text not null, key_jwk text not null,
  thumbprint text not null, state text not null,                                             -- waiting, open, revoked
  incarnation_no bigint not null, incarnation text not null, enrolled_ms bigint not null, revoked_ms bigint,
  last_seen_ms bigint, head_seq bigint not null, clock_offset_ms bigint, app text not null, storage text,
  primary key (org_id, device_id)
);
create unique index device_by_till on device (org_id, store_id, till_code);
create index device_by_kid on device (org_id, kid);
create table enrol_code (
  org_id text not null, code_hash text not null, -- SHA-256: the code itself is shown once and kept nowhere
  -- demo, command: open at once; office: an admin confirms the thumbprint
  store_id text not null, origin text not null,
  made_ms bigint not null, expires_ms bigint, used_ms bigint, device_id text,
  primary key (org_id, code_hash)
);
create table signing_key (             -- public halves of every key codes may be checked with
  org_id text not null, kid text not null, purpose text not null, -- server, order, device
  key_jwk text not null, types text not null, device_id text, revoked bigint not null, made_ms bigint not null,
  primary key (org_id, kid)
);
create table staff (
  org_id text not null, staff_id text not null, names text not null, role text not null, store_ids text not null,
  pin text, active bigint not null, changed_ms bigint not null,
  primary key (org_id, staff_id)
);
create table category (
  org_id text not null, category_id text not null, names text not null, sort_order bigint not null, hue bigint not null,
  primary key (org_id, category_id)
);
create table product (
  org_id text not null, sku_id text not null, sku_no bigint not null, code text, name_zh text, name_en text, spec text,
  brand text, category_id text, unit text not null, price_minor bigint not null, floor_minor bigint,
  tax_bp bigint not null, picture text, story text, search text not null, rank bigint not null, hot bigint not null,
  status text not null, made_ms bigint not null, changed_ms bigint not null,
  primary key (org_id, sku_id)
);
create unique index product_by_no on product (org_id, sku_no);
create unique index product_by_code on product (org_id, code);
create table product_gtin (
  org_id text not null, gtin text not null, sku_id text not null, primary key (org_id, gtin)
) /*sqlite: without rowid*/;
create index product_gtin_by_sku on product_gtin (org_id, sku_id);
create table media (                   -- pictures by the hash of their content, served for ever
  org_id text not null, hash text not null, mime text not null, body blob not null, made_ms bigint not null,
  primary key (org_id, hash)
);
create table stock (                   -- on hand = sum of stock_move, kept beside it so that nobody adds up a year
  org_id text not null, store_id text not null, sku_no bigint not null, on_hand_milli bigint not null,
  primary key (org_id, store_id, sku_no)
) /*sqlite: without rowid*/;
create table stock_move (
  org_id text not null, store_id text not null, sku_no bigint not null, entry_id text not null, line_no bigint not null,
  delta_milli bigint not null, reason text not null, ref text not null, at_ms bigint not null,
  primary key (org_id, entry_id, line_no) -- in order of arrival: by product, each sale would touch a page per line
) /*sqlite: without rowid*/;
