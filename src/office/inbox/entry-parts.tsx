/** An entry that was kept aside, in words: what it says happened, and why it is here. */
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Badge } from '../../ui/chip.tsx';
import type { InboxEntry } from '../../wire/office-inbox.ts';
import { useEntryWords } from '../journal/entry-words.ts';
import { keptWords } from '../parts/kept-words.ts';
import { readEntry } from '../parts/read-entry.ts';
import css from './inbox-screen.module.css';

/** What the entry says happened; of one nobody here can read, its kind. */
export function EntryText({ entry }: { readonly entry: InboxEntry }): ReactNode {
  const { t } = useLingui();
  const wordsOf = useEntryWords();
  const read = readEntry(entry.bytes);
  if (read !== null) return wordsOf(read);
  const { kind } = entry;
  return <Badge tone="warn">{kind === '' ? t`Not readable here` : t`Not readable here: ${kind}`}</Badge>;
}

export function Why({ entry: { code } }: { readonly entry: InboxEntry }) {
  const { i18n } = useLingui();
  return code === null ? null : <span className={css.why}>{keptWords(i18n, code)}</span>;
}
