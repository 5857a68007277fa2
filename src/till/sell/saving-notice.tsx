/**
 * What is said while a sale is being saved, and when the disk did not answer. The money is never taken a second time:
 * asking again looks for the very same sale.
 */
import { Trans, useLingui } from '@lingui/react/macro';
import { Hourglass } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { useCounter, useView } from '../counter-context.tsx';
import { finishSale } from './paying.ts';
import css from './saving-notice.module.css';

export function SavingNotice() {
  const { t } = useLingui();
  const counter = useCounter();
  const work = useView((state) => state.work);
  if (work === 'idle' || work === 'saving') return null;
  return (
    <div className={css.notice} role="alert">
      <Hourglass aria-hidden="true" />
      <div>
        <p className={css.title}>
          <Trans>Do not take the money again</Trans>
        </p>
        <p>
          <Trans>Checking whether this sale was saved.</Trans>
        </p>
        {work === 'unknown' ? (
          <p className={css.keys}>
            <Button kind="primary" onClick={() => void finishSale(counter)}>{t`Check again`}</Button>
            <Button onClick={() => location.reload()}>{t`Reload this page`}</Button>
          </p>
        ) : null}
      </div>
    </div>
  );
}
