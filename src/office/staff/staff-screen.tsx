/** People who sell: who they are, what they may do, where; and their PINs, which only they should know. */
import { useLingui } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/chip.tsx';
import { langOf } from '../../ui/lang.ts';
import { staffList, type StaffListed } from '../../wire/office-shop.ts';
import { DataTable } from '../parts/data-table.tsx';
import { StaleNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import { useRoleWords } from '../parts/role-words.ts';
import { Screen } from '../parts/screen.tsx';
import table from '../parts/table.module.css';
import { useRemote } from '../parts/use-remote.ts';
import { PersonSheet } from './person-sheet.tsx';
import { PinSheet } from './pin-sheet.tsx';

type Asking = { readonly what: 'person' | 'pin'; readonly person: StaffListed } | { readonly what: 'new' } | null;

export function StaffScreen() {
  const { t } = useLingui();
  const { api } = useOffice();
  const { mayChange } = useSigned();
  const [asking, setAsking] = useState<Asking>(null);
  const load = useCallback(
    (unattended: boolean) => api.call('GET', '/staff', { schema: staffList, unattended }),
    [api],
  );
  const { value, refusal, gotMs, refresh } = useRemote(load, { streams: 'org' });
  const close = (isChanged: boolean) => {
    setAsking(null);
    if (isChanged) refresh();
  };
  return (
    <Screen
      title={t`Staff`}
      actions={
        mayChange ? (
          <Button kind="primary" icon={<Plus aria-hidden="true" />} onClick={() => setAsking({ what: 'new' })}>
            {t`Add a person`}
          </Button>
        ) : null
      }
    >
      <StaleNote refusal={refusal} gotMs={gotMs} refresh={refresh} />
      {value === null ? null : (
        <Panel title={t`People who sign in at tills`} flush>
          <DataTable
            label={t`People who sign in at tills`}
            heads={[
              { name: t`Person` },
              { name: t`Role` },
              { name: t`Stores` },
              { name: t`PIN` },
              { name: t`State` },
              { name: t`Actions`, unseen: true },
            ]}
          >
            {value.rows.map((person) => (
              <PersonRow key={person.staffId} person={person} onAsk={setAsking} />
            ))}
          </DataTable>
        </Panel>
      )}
      {asking?.what === 'new' ? <PersonSheet person={null} onClose={close} /> : null}
      {asking?.what === 'person' ? <PersonSheet person={asking.person} onClose={close} /> : null}
      {asking?.what === 'pin' ? <PinSheet person={asking.person} onClose={close} /> : null}
    </Screen>
  );
}

function PersonRow({ person, onAsk }: { readonly person: StaffListed; readonly onAsk: (asking: Asking) => void }) {
  const { t, i18n } = useLingui();
  const { stores, mayChange, isOwner } = useSigned();
  const roleWords = useRoleWords();
  const lang = langOf(i18n.locale);
  const name = nameIn(person.names, lang);
  const where = stores.filter((store) => person.storeIds.includes(store.storeId));
  const mayEdit = mayChange && (isOwner || person.role !== 'owner');
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{roleWords[person.role]}</td>
      <td>{where.map((store) => nameIn(store.names, lang)).join(' · ')}</td>
      <td>{person.hasPin ? t`Set` : <Badge tone="warn">{t`Not set`}</Badge>}</td>
      <td>{person.active ? t`Active` : <Badge tone="plain">{t`Left`}</Badge>}</td>
      <td className={table.tight}>
        {mayEdit ? (
          <div className={table.keys}>
            <Button
              aria-label={t`Set PIN of ${name}`}
              disabled={!person.active}
              onClick={() => onAsk({ what: 'pin', person })}
            >
              {t`Set PIN`}
            </Button>
            <Button aria-label={t`Edit ${name}`} onClick={() => onAsk({ what: 'person', person })}>
              {t`Edit`}
            </Button>
          </div>
        ) : null}
      </td>
    </tr>
  );
}
