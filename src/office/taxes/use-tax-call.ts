/** One call about a tax: what was refused stays, what was done is said and closes the sheet. */
import { useState } from 'react';
import { note } from '../../ui/toast.tsx';
import { taxRow } from '../../wire/catalogue.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { useOffice } from '../parts/office-context.ts';

export function useTaxCall(onClose: (isChanged: boolean) => void) {
  const { api, toasts } = useOffice();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (method: 'POST' | 'PATCH', path: string, body: object, said: string): Promise<void> => {
    setBusy(true);
    const answer = await api.call(method, path, { schema: taxRow, body });
    setBusy(false);
    setRefusal(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    note(toasts, said);
    onClose(true);
  };
  return { send, refusal, isBusy };
}
