/** How far a shift has come. */
import { useLingui } from '@lingui/react/macro';
import { Badge } from '../../ui/chip.tsx';
import { formatCount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import type { ShiftListed } from '../../wire/office-day.ts';
import css from './shifts-screen.module.css';

/** Open, being counted, or closed with its Z; and what the till has not sent yet. */
export function ShiftState({ row }: { readonly row: ShiftListed }) {
  const { t, i18n } = useLingui();
  const pending = formatCount(row.pending, langOf(i18n.locale));
  const no = String(row.zNo ?? 0).padStart(4, '0');
  if (row.state === 'closed') return <Badge>{t`Z ${no}`}</Badge>;
  return (
    <span className={css.state}>
      <Badge tone="good">{row.state === 'open' ? t`Open` : t`Counting`}</Badge>
      {row.pending > 0 ? <Badge tone="warn">{t`${pending} to sync`}</Badge> : null}
    </span>
  );
}
