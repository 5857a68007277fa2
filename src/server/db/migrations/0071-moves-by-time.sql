-- 0071 moves by time: what the office shows of a product and what a count looks back at is found along the time moves
-- were received. Ordered by product instead, every line of every sale would write a page of its own.
drop index stock_move_by_goods;
create index stock_move_by_time on stock_move (org_id, store_id, at_ms, sku_no);
-- whether goods were ever counted stands where their sales pass anyway: who was not need not be looked for
alter table stock add column is_counted integer not null default 0;
update stock set is_counted = 1 where exists (
  select 1 from stock_count as c
  where c.org_id = stock.org_id and c.store_id = stock.store_id and c.sku_no = stock.sku_no);
