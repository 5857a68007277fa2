/** While the first catalogue is on its way: how far it is. Nothing waits for it but what it brings. */
import { useLingui } from '@lingui/react/macro';
import { formatCount } from '../ui/format.ts';
import { langOf } from '../ui/lang.ts';
import { useTill } from './counter-context.tsx';
import css from './loading-note.module.css';

export function LoadingNote() {
  const { t, i18n } = useLingui();
  const loading = useTill((state) => state.loading);
  const isOnline = useTill((state) => state.online);
  if (loading === null) return null;
  const lang = langOf(i18n.locale);
  const done = formatCount(loading.done, lang);
  const total = formatCount(loading.total, lang);
  return (
    <div className={css.note} role="status">
      <p>{t`Products are arriving: ${done} of ${total}`}</p>
      <progress className={css.bar} value={loading.done} max={Math.max(1, loading.total)} aria-label={t`Products`} />
      {isOnline ? null : <p>{t`No network: the rest comes by itself when it is back.`}</p>}
    </div>
  );
}
