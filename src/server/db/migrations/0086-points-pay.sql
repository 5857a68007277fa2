-- 0086 points that pay: a grant reserves money or points.
alter table value_grant add column points bigint not null default 0;
