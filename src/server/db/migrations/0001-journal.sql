-- 0001 journal: the append-only record every report is derived from. `entry`, `batch` and `entry_branch` take insert
-- and select only (a trigger on both engines): a void or a return is another entry. org_id leads every key, so an org
-- can move to another database. Money and times are integers, JSON is text. Narrow tables are stored in the order of
-- their key on SQLite (the marked comment, migrate.ts), which halves what a row costs.
create table journal_head (
  org_id text not null, device_id text not null, incarnation text not null,
  seq bigint not null,                 -- of the last stored entry; this row is locked first, so seq has no gap
  hash text not null,
  announced_seq bigint not null,       -- the highest head a device has spoken of: what is missing after a loss
  state text not null,                 -- open, frozen
  opened_ms bigint not null,
  primary key (org_id, device_id, incarnation)
);
create table batch (
  org_id text not null, batch_id text not null, device_id text not null, incarnation text not null,
  from_seq bigint not null, to_seq bigint not null,
  header text not null,                -- exact bytes of the statement
  -- base64url ES256 over them: a chain alone never proves its tail, a signed head does
  signature text not null,
  branched bigint not null,            -- 1: it forked or broke off, so its head never joined the chain
  received_ms bigint not null,
  primary key (org_id, batch_id)
);
create index batch_by_head on batch (org_id, device_id, incarnation, to_seq);
create table entry (
  org_id text not null, device_id text not null, incarnation text not null, seq bigint not null,
  entry_id text not null,              -- not unique: a fact journalled again after a fork keeps its id (entry_effect)
  kind text not null, hash text not null, bytes text not null, batch_id text not null, received_ms bigint not null,
  primary key (org_id, device_id, incarnation, seq)
);
create table entry_branch (            -- what arrived but does not fit the chain: kept, never interpreted
  org_id text not null, device_id text not null, incarnation text not null, seq bigint not null, hash text not null,
  bytes text not null, reason text not null, batch_id text not null, received_ms bigint not null,
  primary key (org_id, device_id, incarnation, seq, hash)
);
create table entry_effect (            -- one id, one effect, for ever: no expiring cache of ids
  org_id text not null, entry_id text not null, content_hash text not null, status text not null, code text,
  awaits text,                         -- the saleId a parked return waits for
  device_id text not null, incarnation text not null, seq bigint not null, kind text not null,
  primary key (org_id, entry_id)
) /*sqlite: without rowid*/;
-- Entries that wait for a person or for another entry are few and looked for on every pull.
create index entry_effect_open on entry_effect (org_id, device_id, incarnation, seq) where status <> 'applied';
create index entry_effect_waiting on entry_effect (org_id, awaits) where awaits is not null;

-- Streams. Readers go by the counter in stream_head, a row and not a sequence: it is bumped last and held to commit, so
-- numbers become visible in order and a rollback leaves no gap.
create table stream_head (
  org_id text not null, stream text not null, seq bigint not null, primary key (org_id, stream)
) /*sqlite: without rowid*/;
create table stream_mark (             -- one random mark per commit: tells a restored server from the one a cursor knew
  org_id text not null, stream text not null, seq bigint not null, mark text not null, at_ms bigint not null,
  primary key (org_id, stream, seq)
) /*sqlite: without rowid*/;
create table feed (                    -- the newest version of each row; a deleted row stays as a tombstone
  org_id text not null, stream text not null, tbl text not null, id text not null, change_seq bigint not null,
  deleted_ms bigint, body text, bucket integer not null, mix bigint not null,
  primary key (org_id, stream, tbl, id)
) /*sqlite: without rowid*/;
create unique index feed_order on feed (org_id, stream, change_seq);

-- Frozen reads of a stream, kept in tables so that any process serves them.
create table snapshot (
  org_id text not null, stream text not null, gen text not null, seq bigint not null, mark text not null,
  row_count bigint not null, parts text not null, built_ms bigint not null,
  primary key (org_id, stream, gen)
);
create table snapshot_part (
  org_id text not null, stream text not null, gen text not null, n integer not null, body blob not null,
  primary key (org_id, stream, gen, n)
);
create table lease (                   -- which process does a job only one should do
  org_id text not null, name text not null, holder text not null, until_ms bigint not null, primary key (org_id, name)
);
