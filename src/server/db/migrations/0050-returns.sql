-- 0050 returns: a void is kept beside the returns, and a return may name its sale by the receipt alone.
alter table goods_return add column kind text not null default 'return'; -- return, void
alter table goods_return add column receipt_ref text; -- the last 10 bytes of the sale's id, where only those are known
create index goods_return_by_receipt on goods_return (org_id, receipt_ref) where receipt_ref is not null;
-- the same end of a sale's id: how a receipt names it
create index sale_by_ref on sale (org_id, substr(sale_id, 15));
