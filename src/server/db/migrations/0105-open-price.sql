-- 0105 open price: 1 where the price is said at the till, each time it is sold; price_minor is then the usual one.
alter table product add column open_price bigint;
