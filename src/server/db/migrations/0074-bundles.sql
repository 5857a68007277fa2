-- 0074 bundles: the products a product is made of, JSON of their numbers and quantities; null: it is no bundle. Few
-- are.
alter table product add column parts text;
create index product_bundle on product (org_id, sku_no) where parts is not null;
