/** One shift in full: its Z beside what has arrived, cash moved, who sold what, and the tenders a person compares. */
import { useLingui } from '@lingui/react/macro';
import { useCallback, type ReactNode } from 'react';
import { Link } from 'wouter';
import { nameIn, type Names } from '../../core/product.ts';
import { formatCount, formatDateTime, formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { methodName, moveName } from '../../ui/money-words.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { shiftDetail, type ShiftDetail } from '../../wire/office-day.ts';
import { tender } from '../../wire/entry.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { useRemote } from '../parts/use-remote.ts';
import css from './shifts-screen.module.css';
import { ShiftState } from './shift-state.tsx';

export function ShiftSheet({ shiftId, onClose }: { readonly shiftId: string; readonly onClose: () => void }) {
  const { t } = useLingui();
  const { api } = useOffice();
  const { store } = useSigned();
  const load = useCallback(
    (unattended: boolean) => api.call('GET', `/shifts/${shiftId}`, { schema: shiftDetail, unattended }),
    [api, shiftId],
  );
  const { value, refusal } = useRemote(load, { streams: `store:${store.storeId}` });
  const no = value === null ? '' : String(value.shift.shiftNo).padStart(4, '0');
  return (
    <Sheet open onClose={onClose} title={value === null ? t`Shift` : t`Shift ${no}`} side="end" scrollsByKey>
      <RefusalNote refusal={refusal} />
      {value === null ? null : (
        <>
          <Drawer detail={value} />
          <Events detail={value} />
          <People detail={value} />
          <Tenders detail={value} />
        </>
      )}
    </Sheet>
  );
}

function Money({ amountMinor }: { readonly amountMinor: number }) {
  const { currency } = useSigned();
  return <MoneyText amountMinor={amountMinor} currency={currency} />;
}

function useNames(): (names: Names | null) => string {
  const { i18n } = useLingui();
  return (names) => (names === null ? '–' : nameIn(names, langOf(i18n.locale)));
}

function useWayName() {
  const { i18n } = useLingui();
  return ({ method, name, currency = null }: { method: string; name: string | null; currency?: string | null }) => {
    const read = tender.shape.method.safeParse(method);
    const told = { ...(name === null ? {} : { name }), ...(currency === null ? {} : { currency }) };
    return read.success ? methodName(i18n, { method: read.data, ...told }) : method;
  };
}

/** From the float to the difference. What the till signed and what has arrived say the same, or a task says so. */
function Drawer({ detail }: { readonly detail: ShiftDetail }) {
  const { t, i18n } = useLingui();
  const { store } = useSigned();
  const wayName = useWayName();
  const lang = langOf(i18n.locale);
  const { shift, expectedMinor, byMethod, z } = detail;
  const at = (ms: number) => formatDateTime({ ms, lang, tz: store.tz });
  return (
    <dl className={css.facts}>
      <dt>{t`Till`}</dt>
      <dd>
        <Link href={`/devices/${shift.deviceId}`}>{shift.tillCode}</Link> <ShiftState row={shift} />
      </dd>
      <dt>{t`Opened`}</dt>
      <dd>{at(shift.openedMs)}</dd>
      {shift.closedMs === null ? null : (
        <>
          <dt>{t`Closed`}</dt>
          <dd>{at(shift.closedMs)}</dd>
        </>
      )}
      {byMethod.map((row) => (
        <Fact key={`${row.method} ${row.name ?? ''} ${row.currency ?? ''}`} name={wayName(row)}>
          <Money amountMinor={row.amountMinor} />
        </Fact>
      ))}
      {detail.topUps.times === 0 ? null : (
        <Fact name={t`of it onto cards`}>
          <Money amountMinor={detail.topUps.amountMinor} />
        </Fact>
      )}
      <Fact name={t`Float`}>
        <Money amountMinor={shift.floatMinor} />
      </Fact>
      <Fact name={t`Cash in`}>
        <Money amountMinor={shift.cashInMinor} />
      </Fact>
      <Fact name={t`Cash out`}>
        <Money amountMinor={0 - shift.cashOutMinor} />
      </Fact>
      <Fact name={t`Expected cash`}>
        <Money amountMinor={expectedMinor} />
      </Fact>
      {shift.countedMinor === null ? null : (
        <Fact name={t`Counted cash`}>
          <Money amountMinor={shift.countedMinor} />
        </Fact>
      )}
      {z === null ? null : (
        <>
          <Fact name={t`Difference`}>
            <strong className={z.diffMinor === 0 ? undefined : css.off}>
              <Money amountMinor={z.diffMinor} />
            </strong>
          </Fact>
          {z.note === undefined ? null : <Fact name={t`Note`}>{z.note}</Fact>}
          <Fact name={t`Running total`}>
            <Money amountMinor={z.grandTotalMinor} />
          </Fact>
        </>
      )}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={css.part}>
      <h3>{title}</h3>
      <ul className={css.list}>{children}</ul>
    </section>
  );
}

function Events({ detail }: { readonly detail: ShiftDetail }) {
  const { t, i18n } = useLingui();
  const { store } = useSigned();
  const nameOf = useNames();
  if (detail.events.length === 0) return null;
  const time = (ms: number) => formatTime({ ms, lang: langOf(i18n.locale), tz: store.tz });
  const what = (event: ShiftDetail['events'][number]): string => {
    const person = nameOf(event.staff);
    switch (event.kind) {
      case 'cash.moved':
        return moveName(i18n, { reason: event.reason ?? 'float', direction: event.amountMinor < 0 ? 'out' : 'in' });
      case 'drawer.opened':
        return t`Drawer opened without a sale`;
      case 'shift.handed_over':
        return t`Handed over to ${person}`;
      case 'value.topped_up':
        return t`Top-up`;
    }
  };
  const approvedBy = (names: Names) => {
    const person = nameOf(names);
    return t`approved by ${person}`;
  };
  return (
    <Part title={t`Drawer`}>
      {detail.events.map((event, at) => (
        <li key={at}>
          <span>
            {what(event)}
            <span className={css.told}>
              {[
                time(event.atMs),
                nameOf(event.staff),
                event.note,
                event.approver === null || event.kind === 'shift.handed_over' ? '' : approvedBy(event.approver),
              ]
                .filter((part) => part !== '')
                .join(' · ')}
            </span>
          </span>
          {event.kind === 'drawer.opened' ? null : <Money amountMinor={event.amountMinor} />}
        </li>
      ))}
    </Part>
  );
}

function People({ detail }: { readonly detail: ShiftDetail }) {
  const { t, i18n } = useLingui();
  const { store } = useSigned();
  const nameOf = useNames();
  const lang = langOf(i18n.locale);
  if (detail.byStaff.length === 0) return null;
  const time = (ms: number) => formatTime({ ms, lang, tz: store.tz });
  return (
    <Part title={t`By person`}>
      {detail.byStaff.map((row, at) => {
        const sales = formatCount(row.sales, lang);
        return (
          <li key={at}>
            <span>
              {nameOf(row.staff)}
              <span className={css.told}>{`${t`Sales: ${sales}`} · ${time(row.firstMs)}–${time(row.lastMs)}`}</span>
            </span>
            <Money amountMinor={row.netMinor} />
          </li>
        );
      })}
    </Part>
  );
}

/** Everything but cash: what the slips of the terminal, the vouchers and the customers' accounts are compared with. */
function Tenders({ detail }: { readonly detail: ShiftDetail }) {
  const { t } = useLingui();
  const wayName = useWayName();
  if (detail.tenders.length === 0) return null;
  return (
    <Part title={t`To compare`}>
      {detail.tenders.map((row, at) => (
        <li key={at}>
          <span>
            {wayName(row)}
            <span className={css.told}>
              {[row.no, row.code ?? '', row.told].filter((part) => part !== '').join(' · ')}
            </span>
          </span>
          <Money amountMinor={row.amountMinor} />
        </li>
      ))}
    </Part>
  );
}
