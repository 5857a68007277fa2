-- 0085 accounts: what customers paid of what they bought on account. Nothing is changed or deleted: a payment taken
-- back is a row of its own, below zero, that names the one it undoes.
create table account_payment (
  org_id text not null, payment_id text not null, account_key text not null, who text not null,
  amount_minor bigint not null, method text not null, note text not null, undoes text,
  user_id text not null, made_ms bigint not null,
  primary key (org_id, payment_id)
);
create index account_payment_by_account on account_payment (org_id, account_key);
create unique index account_payment_undone_once on account_payment (org_id, undoes);
-- Few sales are on account; they are found without reading the others.
create index sale_tender_on_account on sale_tender (org_id, sale_id) where method = 'on_account';
create index return_tender_on_account on return_tender (org_id, return_id) where method = 'on_account';
