create function account_payment_is_append_only() returns trigger language plpgsql as $$
begin raise exception 'account_payment_is_append_only'; end $$;
create trigger account_payment_keeps before update or delete on account_payment
  for each row execute function account_payment_is_append_only();
create trigger account_payment_whole before truncate on account_payment
  execute function account_payment_is_append_only();
