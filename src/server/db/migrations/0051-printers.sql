-- 0051 printers: receipt printers in the networks of the stores. Tills name one by its id; no till ever names an
-- address.
create table network_printer (
  org_id text not null, printer_id text not null, store_id text not null, name text not null,
  host text not null, port bigint not null, changed_ms bigint not null,
  primary key (org_id, printer_id)
);
create index network_printer_by_store on network_printer (org_id, store_id, name);
