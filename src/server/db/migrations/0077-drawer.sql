-- 0077 drawer: how far a drawer may be off before somebody has to agree; null: however far.
alter table org add column drawer_off_minor bigint;
