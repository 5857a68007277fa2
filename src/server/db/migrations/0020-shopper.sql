-- 0020 shopper: carts on their way from a phone to a till by six digits, and which phone claimed which receipt.
-- `shopper` is the SHA-256 of the phone's secret: a copy of these tables speaks for no phone.
create table shop_handoff (            -- a code stays for a day: not given out again while somebody remembers it
  org_id text not null, store_no bigint not null, code text not null, cart_ref text not null, rev bigint not null,
  shopper text not null, total_seen_minor bigint, lines text not null, made_ms bigint not null,
  expires_ms bigint not null, taken_by text, taken_ms bigint,
  primary key (org_id, store_no, code)
);
create index shop_handoff_by_cart on shop_handoff (org_id, cart_ref, rev);
create index shop_handoff_by_age on shop_handoff (org_id, made_ms);
create table shop_claim (              -- one phone per receipt: the first that shows it
  org_id text not null, sale_id text not null, shopper text not null, cart_ref text, claimed_ms bigint not null,
  primary key (org_id, sale_id)
);
create index shop_claim_by_shopper on shop_claim (org_id, shopper, claimed_ms);
