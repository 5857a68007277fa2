-- 0030 office: who is signed in, tries to sign in, shelf labels, and the indexes its lists walk.
create table office_session (          -- the cookie's token is kept as its hash: a copy of this table signs nobody in
  org_id text not null, token_hash text not null, user_id text not null, made_ms bigint not null,
  seen_ms bigint not null,             -- moved at most once a minute, and only by calls a person asked for
  ends_ms bigint not null, client text not null,
  primary key (org_id, token_hash)
);
create table login_try (               -- counted before the password is looked at, per account and per address
  org_id text not null, bucket text not null, at_ms bigint not null, try_id text not null,
  primary key (org_id, bucket, at_ms, try_id)
);
create table label_sheet (
  org_id text not null, sheet_id text not null, store_id text not null, paper text not null, user_id text not null,
  made_ms bigint not null,
  primary key (org_id, sheet_id)
);
create table shelf_label (             -- one printed label. label_no stands in its QR (q=): a scan names the paper
  org_id text not null, label_no bigint not null, sheet_id text not null, place bigint not null, store_id text not null,
  sku_no bigint not null, price_minor bigint not null,
  primary key (org_id, label_no)
);
create index shelf_label_by_sheet on shelf_label (org_id, sheet_id, place);
-- Which label hangs there now: the newest of a product in a store.
create index shelf_label_by_sku on shelf_label (org_id, store_id, sku_no, label_no);

-- The office's product list in its orders. Each ends in sku_no, so pages never overlap.
create index product_by_category on product (org_id, category_id, sku_no);
create index product_by_price on product (org_id, price_minor, sku_no);
create index product_by_change on product (org_id, changed_ms, sku_no);
