-- 0061 options: what may be chosen with a product, JSON of its groups; null: nothing.
alter table product add column options text;
