-- 0010 office user: people who sign in to the back office with a password (staff with PINs are of tills). `login` is
-- kept lower-cased; the password only as an argon2id PHC string.
create table office_user (
  org_id text not null, user_id text not null, login text not null, names text not null, role text not null,
  password_hash text not null, active bigint not null, made_ms bigint not null, changed_ms bigint not null,
  primary key (org_id, user_id)
);
create unique index office_user_by_login on office_user (org_id, login);
