-- 0075 logo: what stands over a shop's receipts, as dots of a printer.
alter table org add column logo text;   -- JSON: widthDots, heightDots, bits in base64; null: none
