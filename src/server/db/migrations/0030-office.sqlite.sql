-- Search walks every product's search text once. Here it walks this narrow index instead of the wide rows.
create index product_by_search on product (org_id, sku_no, search);
