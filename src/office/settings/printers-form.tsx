/** Receipt printers in the shop's network: tills print on them through the server. */
import { useLingui } from '@lingui/react/macro';
import { useCallback, useState, type SubmitEvent } from 'react';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { InputField, SelectField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import type { OfficeSettings } from '../../wire/office-shop.ts';
import { officePrinters, type NetworkPrinter } from '../../wire/printing.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { formText } from '../parts/form-text.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import { useRemote } from '../parts/use-remote.ts';
import css from './settings-screen.module.css';

const RAW_PORT = 9100;

type Props = { readonly stores: OfficeSettings['stores'] };

export function PrintersForm({ stores }: Props) {
  const { t, i18n } = useLingui();
  const { isOwner } = useSigned();
  const { printers, add, remove, refusal } = usePrinters();
  const lang = langOf(i18n.locale);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const told = new FormData(form);
    void add({
      storeId: formText(told, 'store'),
      name: formText(told, 'name').trim(),
      host: formText(told, 'host').trim(),
      port: Number(formText(told, 'port')),
    }).then((saved) => {
      if (saved) form.reset();
    });
  };
  return (
    <Panel title={t`Network printers`}>
      <p>{t`Tills print on these through the server. Only addresses of the shop network are reached.`}</p>
      <RefusalNote refusal={refusal} />
      {printers.length === 0 ? <p>{t`No printer yet.`}</p> : null}
      <ul className={css.list}>
        {printers.map(({ printerId, name, host, port }) => (
          <li key={printerId} className={css.item}>
            <strong>{name}</strong>
            <code>
              {host}:{port}
            </code>
            {isOwner ? (
              <Button kind="plain" onClick={() => void remove(printerId)}>
                {t`Take out ${name}`}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {isOwner ? (
        <form className={css.form} onSubmit={submit}>
          <div className={css.pair}>
            <InputField label={t`Name`} name="name" required maxLength={60} />
            <SelectField label={t`Store`} name="store">
              {stores.map((store) => (
                <option key={store.storeId} value={store.storeId}>
                  {nameIn(store.names, lang)}
                </option>
              ))}
            </SelectField>
            <InputField label={t`Address`} name="host" required placeholder="192.168.1.50" />
            <InputField label={t`Port`} name="port" required inputMode="numeric" defaultValue={RAW_PORT} />
          </div>
          <div>
            <Button type="submit">{t`Add a printer`}</Button>
          </div>
        </form>
      ) : null}
    </Panel>
  );
}

function usePrinters() {
  const { api } = useOffice();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const load = useCallback(
    (unattended: boolean) => api.call('GET', '/printers', { schema: officePrinters, unattended }),
    [api],
  );
  const { value, put } = useRemote(load);
  const ask = async (path: string, body: object): Promise<boolean> => {
    const answer = await api.call('POST', path, { schema: officePrinters, body });
    setRefusal(answer.ok ? null : answer.error);
    if (answer.ok) put(answer.value);
    return answer.ok;
  };
  return {
    printers: value?.printers ?? [],
    refusal,
    add: (printer: Omit<NetworkPrinter, 'printerId'>) =>
      ask('/printers', { printerId: crypto.randomUUID(), ...printer }),
    remove: (printerId: string) => ask(`/printers/${printerId}/removal`, {}),
  };
}
