-- 0072 min age: from what age on a product may be sold, in years; null: to everybody. Few products have one, and every
-- sale asks for them.
alter table product add column min_age bigint;
create index product_with_age on product (org_id, sku_no) where min_age is not null;
