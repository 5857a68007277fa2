-- 0073 traces: what must be known of each pack that is sold: `lot`, `serial`, or both with a space between; null:
-- nothing.
alter table product add column asks text;
