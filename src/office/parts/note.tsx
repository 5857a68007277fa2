/** A line that says something about what is on the screen: told by icon and words, never by colour alone. */
import { useLingui } from '@lingui/react/macro';
import { CircleAlert, CircleCheck, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Refusal } from '../../wire/refusal.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { refusalText } from '../../ui/refusal-text.ts';
import css from './note.module.css';
import { useSigned } from './office-context.ts';

const ICONS = { warn: CircleAlert, danger: CircleAlert, good: CircleCheck, plain: Info } as const;

type NoteProps = {
  readonly tone: keyof typeof ICONS;
  readonly role?: 'alert' | 'status';
  readonly action?: ReactNode;
  readonly children: ReactNode;
};

export function Note({ tone, role, action, children }: NoteProps) {
  const Icon = ICONS[tone];
  return (
    <div className={classNames(css.note, css[tone])} role={role}>
      <Icon aria-hidden="true" />
      <span className={css.words}>{children}</span>
      {action}
    </div>
  );
}

/**
 * Words of a refusal at the office. The shared words for a lost server speak to a till, where selling goes on; here
 * they would be wrong.
 */
export function useRefusalWords(): (refusal: Refusal) => string {
  const { t, i18n } = useLingui();
  return (refusal) =>
    refusal.code === 'server_unreachable'
      ? t`The server cannot be reached. Check the network and try again.`
      : refusalText(i18n, refusal);
}

/** A refusal in words, where it happened. Nothing when there is none. */
export function RefusalNote({ refusal }: { readonly refusal: Refusal | null }) {
  const words = useRefusalWords();
  if (refusal === null) return null;
  return (
    <Note tone="danger" role="alert">
      {words(refusal)}
    </Note>
  );
}

type Loaded = {
  readonly refusal: Refusal | null;
  readonly gotMs: number | null;
  readonly refresh: () => void;
};

/** What a screen says when it could not ask again: what is shown is old, and how old. Nothing while all is well. */
export function StaleNote({ refusal, gotMs, refresh }: Loaded) {
  const { t, i18n } = useLingui();
  const { store } = useSigned();
  const words = useRefusalWords();
  if (refusal === null) return null;
  const time = gotMs === null ? '' : formatTime({ ms: gotMs, lang: langOf(i18n.locale), tz: store.tz });
  return (
    <Note tone="warn" role="status" action={<Button onClick={() => refresh()}>{t`Try again`}</Button>}>
      {words(refusal)} {time === '' ? null : t`As of ${time}`}
    </Note>
  );
}
