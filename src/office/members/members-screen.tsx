/** Members: who they are and what they have, the rules of points and stored value. */
import { useLingui } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { toMinor } from '../../core/money.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/chip.tsx';
import { InputField } from '../../ui/field.tsx';
import { MoneyText } from '../../ui/money-text.tsx';
import { memberList, type MemberListed } from '../../wire/office-members.ts';
import { DataTable } from '../parts/data-table.tsx';
import { StaleNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import { Screen } from '../parts/screen.tsx';
import table from '../parts/table.module.css';
import { useRemote } from '../parts/use-remote.ts';
import { AddMemberSheet } from './add-member-sheet.tsx';
import { MemberSheet } from './member-sheet.tsx';
import { RulesForm } from './rules-form.tsx';

export function MembersScreen() {
  const { t } = useLingui();
  const { api } = useOffice();
  const { mayChange } = useSigned();
  const [query, setQuery] = useState('');
  const [asking, setAsking] = useState<string | null>(null); // a member's id, or 'new'
  const load = useCallback(
    (unattended: boolean) =>
      api.call('GET', `/members?q=${encodeURIComponent(query)}`, { schema: memberList, unattended }),
    [api, query],
  );
  const { value, refusal, gotMs, refresh } = useRemote(load, { streams: 'org' });
  const close = () => {
    setAsking(null);
    refresh();
  };
  return (
    <Screen
      title={t`Members`}
      actions={
        mayChange ? (
          <Button kind="primary" icon={<Plus aria-hidden="true" />} onClick={() => setAsking('new')}>
            {t`Add a member`}
          </Button>
        ) : null
      }
    >
      <StaleNote refusal={refusal} gotMs={gotMs} refresh={refresh} />
      <Panel title={t`Members`}>
        <InputField
          type="search"
          label={t`Name or card`}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
        {value === null ? null : <MemberTable rows={value.rows} onAsk={setAsking} />}
        {value !== null && value.rows.length === 0 ? <p>{t`No member is found.`}</p> : null}
        {value !== null && value.total > value.rows.length ? (
          <Cut shown={value.rows.length} total={value.total} />
        ) : null}
      </Panel>
      <RulesForm />
      {asking === 'new' ? <AddMemberSheet onClose={close} /> : null}
      {asking === null || asking === 'new' ? null : <MemberSheet memberId={asking} onClose={close} />}
    </Screen>
  );
}

function Cut({ shown, total }: { readonly shown: number; readonly total: number }) {
  const { t } = useLingui();
  return <p>{t`The newest ${shown} of ${total}. Search to find others.`}</p>;
}

type TableProps = { readonly rows: readonly MemberListed[]; readonly onAsk: (memberId: string) => void };

function MemberTable({ rows, onAsk }: TableProps) {
  const { t } = useLingui();
  const { currency } = useSigned();
  return (
    <DataTable
      label={t`Members`}
      heads={[
        { name: t`Card number` },
        { name: t`Name` },
        { name: t`Telephone` },
        { name: t`Tier` },
        { name: t`Points`, at: 'end' },
        { name: t`Stored value`, at: 'end' },
        { name: t`State` },
        { name: t`Actions`, unseen: true },
      ]}
    >
      {rows.map((member) => {
        const { memberId, cardNo, name, phoneTail, tier, points, principalMinor, giftMinor, state } = member;
        return (
          <tr key={memberId}>
            <th scope="row">{cardNo}</th>
            <td>{name === '' ? '–' : name}</td>
            <td>{phoneTail === null ? '–' : `•••• ${phoneTail}`}</td>
            <td>{tier ?? '–'}</td>
            <td className={table.end}>{points}</td>
            <td className={table.end}>
              <MoneyText amountMinor={toMinor(principalMinor + giftMinor)} currency={currency} />
            </td>
            <td>{state === 'active' ? t`Member` : <Badge tone="plain">{t`Ended`}</Badge>}</td>
            <td className={table.tight}>
              <Button aria-label={t`Show ${cardNo}`} onClick={() => onAsk(memberId)}>
                {t`Show`}
              </Button>
            </td>
          </tr>
        );
      })}
    </DataTable>
  );
}
