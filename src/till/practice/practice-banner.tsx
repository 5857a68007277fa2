/** Over every screen of a till that practises: that nothing here is sold, and the way to where it is ended. */
import { useLingui } from '@lingui/react/macro';
import { GraduationCap } from 'lucide-react';
import { useLocation } from 'wouter';
import { useTill } from '../counter-context.tsx';
import css from './practice-banner.module.css';

export function PracticeBanner() {
  const { t } = useLingui();
  const [, go] = useLocation();
  const isSignedIn = useTill((state) => state.signedIn !== null);
  return (
    <aside className={css.banner} aria-label={t`Practice mode`}>
      <GraduationCap aria-hidden="true" />
      <strong className={css.words}>{t`Practice mode: nothing is sold or sent`}</strong>
      {isSignedIn ? (
        <button type="button" className={css.end} onClick={() => go('/device')}>
          {t`End practice`}
        </button>
      ) : null}
    </aside>
  );
}
