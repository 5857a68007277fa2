create trigger entry_keeps before update on entry begin select raise(abort, 'journal_is_append_only'); end;
create trigger entry_stays before delete on entry begin select raise(abort, 'journal_is_append_only'); end;
create trigger batch_keeps before update on batch begin select raise(abort, 'journal_is_append_only'); end;
create trigger batch_stays before delete on batch begin select raise(abort, 'journal_is_append_only'); end;
create trigger entry_branch_keeps before update on entry_branch
  begin select raise(abort, 'journal_is_append_only'); end;
create trigger entry_branch_stays before delete on entry_branch
  begin select raise(abort, 'journal_is_append_only'); end;
