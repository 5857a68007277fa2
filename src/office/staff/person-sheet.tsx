/** A person's name, role and stores; without a person, a new one. */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField, InputField, SelectField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import { Sheet } from '../../ui/sheet.tsx';
import type { Role } from '../../wire/catalogue.ts';
import { staffListed, type StaffListed } from '../../wire/office-shop.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { Note, RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { useRoleWords } from '../parts/role-words.ts';
import css from './staff-screen.module.css';

const ROLES: readonly Role[] = ['cashier', 'senior', 'manager', 'owner', 'auditor'];
type Props = { readonly person: StaffListed | null; readonly onClose: (isChanged: boolean) => void };
type Form = {
  readonly zh: string;
  readonly en: string;
  readonly role: Role;
  readonly storeIds: readonly string[];
  readonly active: boolean;
};

const leads = (role: Role): boolean => role === 'manager' || role === 'owner';

export function PersonSheet({ person, onClose }: Props) {
  const { t } = useLingui();
  const { api } = useOffice();
  const { store } = useSigned();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [form, setForm] = useState<Form>({
    zh: person?.names.zh ?? '',
    en: person?.names.en ?? '',
    role: person?.role ?? 'cashier',
    storeIds: person?.storeIds ?? [store.storeId],
    active: person?.active ?? true,
  });
  const losesPin = person?.hasPin === true && leads(form.role) && !leads(person.role);
  const save = async () => {
    const { zh, en, role, storeIds, active } = form;
    const body = {
      names: { ...(zh.trim() === '' ? {} : { zh }), ...(en.trim() === '' ? {} : { en }) },
      role,
      storeIds,
    };
    const answer =
      person === null
        ? await api.call('POST', '/staff', { schema: staffListed, body })
        : await api.call('PATCH', `/staff/${person.staffId}`, { schema: staffListed, body: { ...body, active } });
    if (answer.ok) onClose(true);
    else setRefusal(answer.error);
  };
  return (
    <Sheet
      open
      onClose={() => onClose(false)}
      title={person === null ? t`Add a person` : t`Edit a person`}
      foot={
        <>
          <Button onClick={() => onClose(false)}>{t`Cancel`}</Button>
          <Button kind="primary" disabled={form.storeIds.length === 0} onClick={() => void save()}>
            {t`Save`}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        <RefusalNote refusal={refusal} />
        <PersonFields form={form} onChange={setForm} isNew={person === null} />
        {losesPin ? <Note tone="warn">{t`Managers need a longer PIN: set a new one after saving.`}</Note> : null}
      </div>
    </Sheet>
  );
}

type FieldsProps = { readonly form: Form; readonly onChange: (form: Form) => void; readonly isNew: boolean };

function PersonFields({ form, onChange, isNew }: FieldsProps) {
  const { t } = useLingui();
  const { isOwner } = useSigned();
  const roleWords = useRoleWords();
  const set = (change: Partial<Form>) => onChange({ ...form, ...change });
  return (
    <>
      <InputField
        label={t`Name in Chinese`}
        lang="zh-CN"
        value={form.zh}
        onChange={(event) => set({ zh: event.currentTarget.value })}
      />
      <InputField
        label={t`Name in English`}
        lang="en"
        value={form.en}
        onChange={(event) => set({ en: event.currentTarget.value })}
      />
      <SelectField
        label={t`Role`}
        value={form.role}
        onChange={(event) => set({ role: ROLES.find((role) => role === event.currentTarget.value) ?? 'cashier' })}
      >
        {ROLES.filter((role) => isOwner || role !== 'owner').map((role) => (
          <option key={role} value={role}>
            {roleWords[role]}
          </option>
        ))}
      </SelectField>
      <StoresField storeIds={form.storeIds} onChange={(storeIds) => set({ storeIds })} />
      {isNew ? null : (
        <CheckField
          label={t`Works here`}
          checked={form.active}
          onChange={(event) => set({ active: event.currentTarget.checked })}
        />
      )}
    </>
  );
}

type StoresProps = { readonly storeIds: readonly string[]; readonly onChange: (storeIds: readonly string[]) => void };

function StoresField({ storeIds, onChange }: StoresProps) {
  const { t, i18n } = useLingui();
  const { stores } = useSigned();
  const lang = langOf(i18n.locale);
  return (
    <fieldset className={css.stores}>
      <legend>{t`Stores`}</legend>
      {stores.map((store) => (
        <CheckField
          key={store.storeId}
          label={nameIn(store.names, lang)}
          checked={storeIds.includes(store.storeId)}
          onChange={(event) =>
            onChange(
              event.currentTarget.checked
                ? [...storeIds, store.storeId]
                : storeIds.filter((id) => id !== store.storeId),
            )
          }
        />
      ))}
    </fieldset>
  );
}
