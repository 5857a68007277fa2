-- 0106 idle lock: after how many minutes a till left alone signs its person out; null: as many as the app says.
alter table org add column lock_minutes integer;
