-- 0070 scales: by which rules a store's scales print price or weight into a code.
alter table store add column scale_rules text;   -- JSON of patterns; null: none
