/** The tills of the store: what each is doing, who is there, what it has not sent. */
import { useLingui } from '@lingui/react/macro';
import { Circle, CircleDot, CircleHelp, CircleOff, CloudOff } from 'lucide-react';
import { Link } from 'wouter';
import { nameIn } from '../../core/product.ts';
import type { TillToday } from '../../wire/office.ts';
import { Badge } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatCount, formatDateTime, formatSpan, formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import table from '../parts/table.module.css';
import { tillNow } from './figures.ts';

type Props = { readonly tills: readonly TillToday[]; readonly asOfMs: number };

export function TillsPanel({ tills, asOfMs }: Props) {
  const { t } = useLingui();
  if (tills.length === 0) {
    return (
      <Panel title={t`Tills`}>
        <EmptyState
          title={t`No till is enrolled in this store.`}
          action={<Link href="/devices">{t`Enrol a till`}</Link>}
        />
      </Panel>
    );
  }
  return (
    <Panel title={t`Tills`} flush>
      <DataTable
        label={t`Tills`}
        heads={[
          { name: t`Till` },
          { name: t`State` },
          { name: t`Shift` },
          { name: t`Staff` },
          { name: t`Last seen` },
          { name: t`To sync`, at: 'end' },
          { name: t`Net sales`, at: 'end' },
        ]}
      >
        {tills.map((till) => (
          <TillRow key={till.deviceId} till={till} asOfMs={asOfMs} />
        ))}
      </DataTable>
    </Panel>
  );
}

function TillRow({ till, asOfMs }: { readonly till: TillToday; readonly asOfMs: number }) {
  const { i18n } = useLingui();
  const { currency, store } = useSigned();
  const lang = langOf(i18n.locale);
  const { lastSeenMs } = till;
  const isToday = lastSeenMs !== null && asOfMs - lastSeenMs < 20 * 3_600_000;
  const seen = { ms: lastSeenMs ?? 0, lang, tz: store.tz };
  return (
    <tr>
      <th scope="row">
        <Link href={`/devices/${till.deviceId}`}>{till.tillCode}</Link> {till.name}
      </th>
      <td>
        <TillState till={till} asOfMs={asOfMs} />
      </td>
      <td>{till.shiftNo === null ? '–' : String(till.shiftNo).padStart(4, '0')}</td>
      <td>{till.staff === null ? '–' : nameIn(till.staff, lang)}</td>
      <td>{lastSeenMs === null ? '–' : isToday ? formatTime(seen) : formatDateTime(seen)}</td>
      <td className={table.end}>
        {till.pending > 0 ? <Badge tone="warn">{formatCount(till.pending, lang)}</Badge> : formatCount(0, lang)}
      </td>
      <td className={table.end}>
        <MoneyText amountMinor={till.netMinor} currency={currency} />
      </td>
    </tr>
  );
}

function TillState({ till, asOfMs }: { readonly till: TillToday; readonly asOfMs: number }) {
  const { t, i18n } = useLingui();
  const silentFor = formatSpan(asOfMs - (till.lastSeenMs ?? asOfMs), langOf(i18n.locale));
  const z = String(till.zNo ?? 0).padStart(4, '0');
  switch (tillNow(till, asOfMs)) {
    case 'selling':
      return <Badge tone="good" icon={<CircleDot aria-hidden="true" />}>{t`Open`}</Badge>;
    case 'offline':
      return <Badge tone="warn" icon={<CloudOff aria-hidden="true" />}>{t`Offline ${silentFor}`}</Badge>;
    case 'closed':
      return <Badge icon={<Circle aria-hidden="true" />}>{t`Closed, Z ${z}`}</Badge>;
    case 'idle':
      return <Badge icon={<Circle aria-hidden="true" />}>{t`No shift yet`}</Badge>;
    case 'never':
      return <Badge icon={<CircleHelp aria-hidden="true" />}>{t`Not heard of yet`}</Badge>;
    case 'waiting':
      return <Badge tone="warn" icon={<CircleHelp aria-hidden="true" />}>{t`Waiting for confirmation`}</Badge>;
    case 'revoked':
      return <Badge tone="danger" icon={<CircleOff aria-hidden="true" />}>{t`Removed`}</Badge>;
  }
}
