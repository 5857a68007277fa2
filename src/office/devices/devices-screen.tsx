/** Tills: what the server knows of each, letting one in, confirming one that waits, taking one out. */
import { useLingui } from '@lingui/react/macro';
import { LifeBuoy, Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatAgo, formatCount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import type { DeviceListed } from '../../wire/office-shop.ts';
import { DataTable } from '../parts/data-table.tsx';
import { StaleNote } from '../parts/note.tsx';
import { useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import { Screen } from '../parts/screen.tsx';
import table from '../parts/table.module.css';
import { standingOf, useTills, type TillStanding } from '../shell/tills.ts';
import { ConfirmSheet, RevokeSheet } from './device-sheets.tsx';
import { EnrolSheet } from './enrol-sheet.tsx';

// The file's cipher and its digests are for the day a till is in need.
const RescueSheet = lazy(() => import('./rescue-sheet.tsx').then((module) => ({ default: module.RescueSheet })));

type Asking =
  { readonly what: 'enrol' | 'rescue' } | { readonly what: 'confirm' | 'revoke'; readonly device: DeviceListed } | null;

export function DevicesScreen() {
  const { t } = useLingui();
  const { mayChange, isOwner } = useSigned();
  const { value, refusal, gotMs, refresh } = useTills();
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => {
    setAsking(null);
    refresh();
  };
  const enrol = mayChange ? (
    <Button kind="primary" icon={<Plus aria-hidden="true" />} onClick={() => setAsking({ what: 'enrol' })}>
      {t`Enrol a till`}
    </Button>
  ) : null;
  return (
    <Screen
      title={t`Devices`}
      actions={
        <>
          {isOwner ? (
            <Button icon={<LifeBuoy aria-hidden="true" />} onClick={() => setAsking({ what: 'rescue' })}>
              {t`Take in a rescue file`}
            </Button>
          ) : null}
          {enrol}
        </>
      }
    >
      <StaleNote refusal={refusal} gotMs={gotMs} refresh={refresh} />
      {value === null ? null : value.rows.length === 0 ? (
        <EmptyState title={t`No till is enrolled yet.`} action={enrol}>
          {t`A till is any tablet or computer with a browser. It is let in by a code from here.`}
        </EmptyState>
      ) : (
        <Panel title={t`Tills`} flush>
          <DeviceTable rows={value.rows} asOfMs={value.asOfMs} onAsk={setAsking} />
        </Panel>
      )}
      {asking?.what === 'rescue' ? (
        <Suspense fallback={null}>
          <RescueSheet onClose={close} />
        </Suspense>
      ) : null}
      {asking?.what === 'enrol' ? <EnrolSheet onClose={close} /> : null}
      {asking?.what === 'confirm' ? <ConfirmSheet device={asking.device} onClose={close} /> : null}
      {asking?.what === 'revoke' ? <RevokeSheet device={asking.device} onClose={close} /> : null}
    </Screen>
  );
}

type TableProps = {
  readonly rows: readonly DeviceListed[];
  readonly asOfMs: number;
  readonly onAsk: (asking: Asking) => void;
};

function DeviceTable({ rows, asOfMs, onAsk }: TableProps) {
  const { t } = useLingui();
  return (
    <DataTable
      label={t`Tills`}
      heads={[
        { name: t`Till` },
        { name: t`Store` },
        { name: t`State` },
        { name: t`Last seen` },
        { name: t`To sync`, at: 'end' },
        { name: t`Stored`, at: 'end' },
        { name: t`Storage` },
        { name: t`Version` },
        { name: t`Actions`, unseen: true },
      ]}
    >
      {rows.map((device) => (
        <DeviceRow key={device.deviceId} device={device} asOfMs={asOfMs} onAsk={onAsk} />
      ))}
    </DataTable>
  );
}

type RowProps = { readonly device: DeviceListed; readonly asOfMs: number; readonly onAsk: TableProps['onAsk'] };

function DeviceRow({ device, asOfMs, onAsk }: RowProps) {
  const { t, i18n } = useLingui();
  const { stores, mayChange } = useSigned();
  const lang = langOf(i18n.locale);
  const store = stores.find((one) => one.storeId === device.storeId);
  const { tillCode } = device;
  return (
    <tr>
      <th scope="row">
        <Link href={`/devices/${device.deviceId}`}>{tillCode}</Link> {device.name}
      </th>
      <td>{store === undefined ? '' : nameIn(store.names, lang)}</td>
      <td>
        <StandingBadge standing={standingOf(device, asOfMs)} isFrozen={device.frozen} />
      </td>
      <td>{device.lastSeenMs === null ? '–' : formatAgo(asOfMs - device.lastSeenMs, lang)}</td>
      <td className={table.end}>
        {device.pending > 0 ? <Badge tone="warn">{formatCount(device.pending, lang)}</Badge> : formatCount(0, lang)}
      </td>
      <td className={table.end}>{formatCount(device.storedSeq, lang)}</td>
      <td>
        {device.persisted === null ? '–' : device.persisted ? t`Kept` : <Badge tone="warn">{t`May be erased`}</Badge>}
      </td>
      <td>{device.app}</td>
      <td className={table.tight}>
        <div className={table.keys}>
          {device.state === 'waiting' && mayChange ? (
            <Button kind="primary" onClick={() => onAsk({ what: 'confirm', device })}>{t`Confirm`}</Button>
          ) : null}
          {device.state !== 'revoked' && mayChange ? (
            <Button aria-label={t`Remove till ${tillCode}`} onClick={() => onAsk({ what: 'revoke', device })}>
              {t`Remove`}
            </Button>
          ) : null}
        </div>
      </td>
    </tr>
  );
}

function StandingBadge({ standing, isFrozen }: { readonly standing: TillStanding; readonly isFrozen: boolean }) {
  const { t } = useLingui();
  const words: Readonly<Record<TillStanding, string>> = {
    here: t`In touch`,
    silent: t`Offline`,
    never: t`Not heard of yet`,
    waiting: t`Waiting for confirmation`,
    revoked: t`Removed`,
  };
  const tone = { here: 'good', silent: 'warn', never: 'plain', waiting: 'warn', revoked: 'danger' } as const;
  return (
    <>
      <Badge tone={tone[standing]}>{words[standing]}</Badge>
      {isFrozen ? <Badge tone="danger">{t`Journal needs a look`}</Badge> : null}
    </>
  );
}
