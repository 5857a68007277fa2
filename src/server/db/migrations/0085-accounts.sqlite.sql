create trigger account_payment_keeps before update on account_payment
  begin select raise(abort, 'account_payment_is_append_only'); end;
create trigger account_payment_stays before delete on account_payment
  begin select raise(abort, 'account_payment_is_append_only'); end;
