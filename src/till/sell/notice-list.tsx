/** Rows of what was refused: a red mark, the words with the digits, and what can be done about it. */
import { useLingui } from '@lingui/react/macro';
import { CircleAlert, X } from 'lucide-react';
import { IconButton } from '../../ui/button.tsx';
import { refusalText } from '../../ui/refusal-text.ts';
import { useCounter, useSettings, useView } from '../counter-context.tsx';
import { putAway } from '../notices.ts';
import css from './notice-list.module.css';

/** `newestOnly`: beside the payment there is room for one, and for the amount that must stay in sight. */
export function NoticeList({ newestOnly = false }: { readonly newestOnly?: boolean }) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const notices = useView((state) => state.notices);
  if (notices.length === 0) return null;
  return (
    <ul className={css.notices} aria-label={t`Notices`}>
      {(newestOnly ? notices.slice(0, 1) : notices).map(({ id, refusal }) => (
        <li key={id} className={css.notice} data-code={refusal.code}>
          <CircleAlert aria-hidden="true" />
          <div className={css.words}>
            <p>{refusalText(i18n, refusal, currency)}</p>
            {refusal.code === 'unknown_code' && !newestOnly ? (
              <p className={css.hint}>{t`Search by name, or type the code. Selling goes on.`}</p>
            ) : null}
          </div>
          <IconButton label={t`Put away`} onClick={() => putAway(counter, id)}>
            <X aria-hidden="true" />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
