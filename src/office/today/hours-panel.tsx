/** Sales by hour as bars of our own, with the same weekday before as marks, and the same figures as a table. */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { Today } from '../../wire/office.ts';
import { Button } from '../../ui/button.tsx';
import { formatCount, formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import table from '../parts/table.module.css';
import { busiestHour, hourBars, type HourBar } from './figures.ts';
import css from './hours-panel.module.css';

type Props = { readonly today: Today; readonly against: string };

const clock = (hour: number): string => String(hour).padStart(2, '0');

export function HoursPanel({ today, against }: Props) {
  const { t } = useLingui();
  const [asTable, setAsTable] = useState(false);
  const bars = hourBars(today);
  return (
    <Panel
      title={t`Sales by hour`}
      flush={asTable}
      tools={
        <Button kind="plain" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? t`As bars` : t`As a table`}
        </Button>
      }
    >
      {asTable ? (
        <HoursTable bars={bars} against={against} />
      ) : (
        <HoursChart bars={bars} today={today} against={against} />
      )}
    </Panel>
  );
}

const WIDE = 40; // units of the drawing per hour
const TALL = 1000;

function HoursChart({ bars, today, against }: Props & { readonly bars: readonly HourBar[] }) {
  const { t, i18n } = useLingui();
  const { currency } = useSigned();
  const lang = langOf(i18n.locale);
  const busiest = busiestHour(today.byHour);
  const from = clock(busiest ?? 0);
  const to = clock((busiest ?? 0) + 1);
  const net = formatMoney({ amountMinor: today.netMinor, currency, lang });
  const words =
    busiest === null
      ? t`No sales yet today.`
      : t`Net sales by hour: ${net} in all, busiest from ${from} to ${to}. The table has the figures.`;
  return (
    <div className={css.chart}>
      <svg
        className={css.bars}
        viewBox={`0 0 ${bars.length * WIDE} ${TALL}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words}
      >
        <line
          className={css.base}
          x1={0}
          x2={bars.length * WIDE}
          y1={TALL}
          y2={TALL}
          vectorEffect="non-scaling-stroke"
        />
        {bars.map((bar, at) => (
          <g key={bar.hour}>
            <rect className={css.bar} x={at * WIDE + 6} y={TALL - bar.height} width={WIDE - 12} height={bar.height} />
            {bar.beforeHeight === 0 ? null : (
              <line
                className={css.before}
                x1={at * WIDE + 2}
                x2={(at + 1) * WIDE - 2}
                y1={TALL - bar.beforeHeight}
                y2={TALL - bar.beforeHeight}
                vectorEffect="non-scaling-stroke"
              />
            )}
          </g>
        ))}
      </svg>
      <div className={css.hours} aria-hidden="true">
        {bars.map(({ hour }) => (
          <span key={hour}>{clock(hour)}</span>
        ))}
      </div>
      <div className={css.legend}>
        <span>
          <i className={css.key} />
          {t`Today`}
        </span>
        {today.before === null ? null : (
          <span>
            <i className={css.keyBefore} />
            {against}
          </span>
        )}
        {busiest === null ? null : <span>{t`Busiest ${from}–${to}`}</span>}
      </div>
    </div>
  );
}

function HoursTable({ bars, against }: { readonly bars: readonly HourBar[]; readonly against: string }) {
  const { t, i18n } = useLingui();
  const { currency } = useSigned();
  const lang = langOf(i18n.locale);
  return (
    <DataTable
      label={t`Sales by hour`}
      heads={[
        { name: t`Hour` },
        { name: t`Sales`, at: 'end' },
        { name: t`Net sales`, at: 'end' },
        { name: against, at: 'end' },
      ]}
    >
      {bars.map((bar) => (
        <tr key={bar.hour}>
          <th scope="row">
            {clock(bar.hour)}–{clock(bar.hour + 1)}
          </th>
          <td className={table.end}>{formatCount(bar.sales, lang)}</td>
          <td className={table.end}>
            <MoneyText amountMinor={bar.netMinor} currency={currency} />
          </td>
          <td className={table.end}>
            <MoneyText amountMinor={bar.beforeMinor} currency={currency} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
