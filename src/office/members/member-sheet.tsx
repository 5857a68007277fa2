/** One member: what they have, the last moves of it, and what lies reserved at tills. */
import { useLingui } from '@lingui/react/macro';
import { useCallback, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { formatDateTime, formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { memberDetail, type MemberDetail } from '../../wire/office-members.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { DataTable } from '../parts/data-table.tsx';
import { RefusalNote, StaleNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import table from '../parts/table.module.css';
import { useRemote } from '../parts/use-remote.ts';
import css from '../staff/staff-screen.module.css';

type Props = { readonly memberId: string; readonly onClose: () => void };

export function MemberSheet({ memberId, onClose }: Props) {
  const { t } = useLingui();
  const { api } = useOffice();
  const { mayChange } = useSigned();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const load = useCallback(
    (unattended: boolean) => api.call('GET', `/members/${memberId}`, { schema: memberDetail, unattended }),
    [api, memberId],
  );
  const { value, refusal: stale, gotMs, refresh } = useRemote(load, { streams: 'org' });
  const change = async (state: 'active' | 'ended') => {
    const answer = await api.call('PATCH', `/members/${memberId}`, { schema: memberDetail, body: { state } });
    setRefusal(answer.ok ? null : answer.error);
    refresh();
  };
  const writeOff = async (grantId: string) => {
    const asked = { schema: memberDetail, body: { grantId } };
    const answer = await api.call('POST', `/members/${memberId}/write-off`, asked);
    setRefusal(answer.ok ? null : answer.error);
    refresh();
  };
  const isActive = value?.member.state === 'active';
  return (
    <Sheet
      open
      wide
      onClose={onClose}
      title={value?.member.cardNo ?? t`Member`}
      foot={
        mayChange && value !== null ? (
          <Button onClick={() => void change(isActive ? 'ended' : 'active')}>
            {isActive ? t`End this membership` : t`Let them in again`}
          </Button>
        ) : null
      }
    >
      <div className={css.form}>
        <StaleNote refusal={stale} gotMs={gotMs} refresh={refresh} />
        <RefusalNote refusal={refusal} />
        {value === null ? null : <Figures value={value} />}
        {value === null || value.grants.length === 0 ? null : <Grants value={value} onWriteOff={writeOff} />}
        {value === null ? null : <Moves value={value} />}
      </div>
    </Sheet>
  );
}

function useMoney() {
  const { i18n } = useLingui();
  const { currency } = useSigned();
  return (amountMinor: number) => formatMoney({ amountMinor, currency, lang: langOf(i18n.locale) });
}

function Figures({ value: { member } }: { readonly value: MemberDetail }) {
  const { t } = useLingui();
  const money = useMoney();
  const rows: readonly (readonly [string, string])[] = [
    [t`Name`, member.name === '' ? '–' : member.name],
    [t`Points`, String(member.points)],
    ...(member.reservedPoints === 0 ? [] : [[t`Points reserved at tills`, String(member.reservedPoints)] as const]),
    ...(member.owedPoints === 0 ? [] : [[t`Points owed by the member`, String(member.owedPoints)] as const]),
    [t`Principal`, money(member.principalMinor)],
    [t`Gift`, money(member.giftMinor)],
    [t`Reserved at tills`, money(member.reservedMinor)],
    ...(member.owedMinor === 0 ? [] : [[t`Owed by the member`, money(member.owedMinor)] as const]),
  ];
  return (
    <DataTable label={t`What the member has`} heads={[{ name: t`What` }, { name: t`How much`, at: 'end' }]}>
      {rows.map(([what, much]) => (
        <tr key={what}>
          <th scope="row">{what}</th>
          <td className={table.end}>{much}</td>
        </tr>
      ))}
    </DataTable>
  );
}

type GrantsProps = { readonly value: MemberDetail; readonly onWriteOff: (grantId: string) => Promise<void> };

/** A till may have spent it unseen, so only an owner gives it up, and a sale that comes later is owed. */
function Grants({ value: { grants }, onWriteOff }: GrantsProps) {
  const { t, i18n } = useLingui();
  const { isOwner, store } = useSigned();
  const money = useMoney();
  const [lang, tz] = [langOf(i18n.locale), store.tz];
  return (
    <DataTable
      label={t`Reserved at tills`}
      heads={[
        { name: t`Till` },
        { name: t`Still reserved`, at: 'end' },
        { name: t`Until` },
        { name: t`Actions`, unseen: true },
      ]}
    >
      {grants.map(({ grantId, tillCode, leftMinor, leftPoints, leaseUntilMs, isOver }) => {
        const amount = leftPoints === 0 ? money(leftMinor) : t`${leftPoints} points`;
        return (
          <tr key={grantId}>
            <th scope="row">{tillCode}</th>
            <td className={table.end}>{amount}</td>
            <td>{formatDateTime({ ms: leaseUntilMs, lang, tz })}</td>
            <td className={table.tight}>
              {isOwner && isOver && leftMinor + leftPoints > 0 ? (
                <Button
                  aria-label={t`Write off ${amount} at ${tillCode}`}
                  onClick={() => void onWriteOff(grantId)}
                >{t`Write off`}</Button>
              ) : null}
            </td>
          </tr>
        );
      })}
    </DataTable>
  );
}

function Moves({ value: { moves } }: { readonly value: MemberDetail }) {
  const { t, i18n } = useLingui();
  const money = useMoney();
  const { store } = useSigned();
  const [lang, tz] = [langOf(i18n.locale), store.tz];
  const accounts = { points: t`Points`, principal: t`Principal`, gift: t`Gift` };
  const kinds: Readonly<Record<string, string>> = {
    'sale.completed': t`Sale`,
    'return.completed': t`Return`,
    'sale.voided': t`Void`,
    'value.topped_up': t`Top-up`,
    'grant.given': t`Reserved for a till`,
    'grant.returned': t`Given back by a till`,
    'grant.written_off': t`Written off`,
  };
  if (moves.length === 0) return <p>{t`Nothing has moved yet.`}</p>;
  return (
    <DataTable
      label={t`Last moves`}
      heads={[{ name: t`When` }, { name: t`Of what` }, { name: t`Why` }, { name: t`Amount`, at: 'end' }]}
    >
      {moves.map(({ account, amount, what, atMs }, at) => (
        <tr key={at}>
          <th scope="row">{formatDateTime({ ms: atMs, lang, tz })}</th>
          <td>{accounts[account]}</td>
          <td>{kinds[what] ?? what}</td>
          <td className={table.end}>{account === 'points' ? amount : money(amount)}</td>
        </tr>
      ))}
    </DataTable>
  );
}
