/** Saving a part of the settings: one call under way, a refusal kept until the next try, a note when it is done. */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { note } from '../../ui/toast.tsx';
import { officeSettings, type OfficeSettings } from '../../wire/office-shop.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { formText } from '../parts/form-text.ts';
import { useOffice } from '../parts/office-context.ts';

export function useSaveSettings(path: string, onSaved: (saved: OfficeSettings) => void) {
  const { t } = useLingui();
  const { api, toasts } = useOffice();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (body: object): Promise<void> => {
    setBusy(true);
    const answer = await api.call('PATCH', path, { schema: officeSettings, body });
    setBusy(false);
    setRefusal(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    onSaved(answer.value);
    note(toasts, t`Saved. Tills and phones were told.`);
  };
  return { save, refusal, busy };
}

/** Names from the two fields of a form, empty ones left out. */
export function namesOf(form: FormData, field: string): { zh?: string; en?: string } {
  const read = (lang: string) => formText(form, `${field}-${lang}`).trim();
  const zh = read('zh');
  const en = read('en');
  return { ...(zh === '' ? {} : { zh }), ...(en === '' ? {} : { en }) };
}

/** The same, but none at all is null. */
export function namesOrNull(form: FormData, field: string): { zh?: string; en?: string } | null {
  const names = namesOf(form, field);
  return Object.keys(names).length === 0 ? null : names;
}
