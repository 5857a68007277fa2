-- 0000: lets the same table definitions run on both engines. Drivers see the domain's base type.
create domain blob as bytea;
