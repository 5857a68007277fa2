/** One figure of the day and how it compares. The arrow is spoken as a word. */
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { localeOf } from '../../core/written-figures.ts';
import { langOf } from '../../ui/lang.ts';
import css from './figure-card.module.css';

type Props = {
  readonly name: ReactNode;
  readonly children: ReactNode;
  readonly change: ReactNode;
};

export function FigureCard({ name, children, change }: Props) {
  return (
    <div className={css.card}>
      <div className={css.name}>{name}</div>
      <div className={css.figure}>{children}</div>
      <div className={css.change}>{change}</div>
    </div>
  );
}

/** "▲ 6.2% more than on Sat 14 Nov by this time", by thousandths; nothing when there is nothing to compare with. */
export function ChangeText({ permille, against }: { readonly permille: number | null; readonly against: string }) {
  const { t, i18n } = useLingui();
  if (permille === null) return null;
  const share = new Intl.NumberFormat(localeOf(langOf(i18n.locale)), { style: 'percent', maximumFractionDigits: 1 });
  const text = share.format(Math.abs(permille) / 1000);
  if (permille === 0) return <>{t`as much as on ${against} by this time`}</>;
  const isMore = permille > 0;
  return (
    <>
      <span aria-hidden="true">{isMore ? '▲' : '▼'} </span>
      {isMore ? t`${text} more than on ${against} by this time` : t`${text} less than on ${against} by this time`}
    </>
  );
}
