create function journal_is_append_only() returns trigger language plpgsql as $$
begin raise exception 'journal_is_append_only'; end $$;
create trigger entry_keeps before update or delete on entry for each row execute function journal_is_append_only();
create trigger batch_keeps before update or delete on batch for each row execute function journal_is_append_only();
create trigger entry_branch_keeps before update or delete on entry_branch
  for each row execute function journal_is_append_only();
create trigger entry_whole before truncate on entry execute function journal_is_append_only();
create trigger batch_whole before truncate on batch execute function journal_is_append_only();
create trigger entry_branch_whole before truncate on entry_branch execute function journal_is_append_only();
