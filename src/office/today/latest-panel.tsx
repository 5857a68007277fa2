/** The sales that arrived last, newest first; one that has just come is marked for a moment. Each opens its detail. */
import { Plural, useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { negated } from '../../core/money.ts';
import { nameIn } from '../../core/product.ts';
import type { SaleBrief } from '../../wire/office.ts';
import { Badge } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatMoney, formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import css from './latest-panel.module.css';

const NEW_MS = 15_000;

type Props = { readonly latest: readonly SaleBrief[]; readonly asOfMs: number };

export function LatestPanel({ latest, asOfMs }: Props) {
  const { t, i18n } = useLingui();
  const { currency, store } = useSigned();
  const lang = langOf(i18n.locale);
  useSpokenArrivals(latest);
  return (
    <Panel title={t`Latest sales`} flush>
      {latest.length === 0 ? (
        <EmptyState title={t`No sales yet today.`} action={<a href="/till">{t`Open the till`}</a>} />
      ) : (
        <ol className={css.list}>
          {latest.map((sale) => (
            <li key={sale.id} data-new={asOfMs - sale.receivedMs < NEW_MS}>
              <Link className={css.row ?? ''} href={`/sales/${sale.id}`}>
                <span className={css.muted}>{formatTime({ ms: sale.wallMs, lang, tz: store.tz })}</span>
                <span className={css.what}>
                  {sale.no}{' '}
                  <span className={css.muted}>
                    {sale.staff === null ? null : `${nameIn(sale.staff, lang)} · `}
                    <Plural value={sale.lines} one="# line" other="# lines" />
                  </span>
                </span>
                <span>
                  {sale.kind === 'return' ? <Badge tone="danger">{t`Refund`}</Badge> : null}{' '}
                  <MoneyText
                    amountMinor={sale.kind === 'return' ? negated(sale.totalMinor) : sale.totalMinor}
                    currency={currency}
                  />
                </span>
              </Link>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

/** Says each new arrival to readers, joined when many come. The first list is no news. */
function useSpokenArrivals(latest: readonly SaleBrief[]): void {
  const { t, i18n } = useLingui();
  const { announcer } = useOffice();
  const { currency } = useSigned();
  const known = useRef<string | null>(null);
  const [newest] = latest;
  useEffect(() => {
    const before = known.current;
    known.current = newest?.id ?? '';
    if (before === null || newest === undefined || before === newest.id) return;
    const total = formatMoney({ amountMinor: newest.totalMinor, currency, lang: langOf(i18n.locale) });
    const no = newest.no;
    announcer.say(t`New sale ${no}, ${total}`, 'sale');
  }, [newest, announcer, currency, i18n, t]);
}
