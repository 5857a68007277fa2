/** What verifying a journal found, in words. Made anew for each time it is asked. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { formatCount, formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { journalVerdict } from '../../wire/office-shop.ts';
import { Note, RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { useRemote } from '../parts/use-remote.ts';

type Props = { readonly deviceId: string; readonly incarnation: string };

export function VerifyNote({ deviceId, incarnation }: Props) {
  const { t, i18n } = useLingui();
  const { api } = useOffice();
  const { store } = useSigned();
  const load = useCallback(
    () => api.call('POST', `/journal/${deviceId}/${incarnation}/verify`, { schema: journalVerdict, body: {} }),
    [api, deviceId, incarnation],
  );
  const { value, refusal } = useRemote(load);
  const lang = langOf(i18n.locale);
  if (value === null) {
    return refusal === null ? (
      <Note tone="plain" role="status">{t`Reading every entry again.`}</Note>
    ) : (
      <RefusalNote refusal={refusal} />
    );
  }
  const time = formatTime({ ms: value.asOfMs, lang, tz: store.tz });
  if (value.state === 'broken') {
    const { tillCode, seq } = value;
    const faults = {
      bytes: t`Its stored bytes are not what the till sent.`,
      chain: t`It does not follow the entry before it.`,
      missing: t`It is gone.`,
      statement: t`The till's signature does not cover it.`,
      head: t`The journal ends there, but its head says otherwise.`,
    };
    const fault = faults[value.what];
    return (
      <Note tone="danger" role="alert">
        {t`Till ${tillCode}, entry ${seq}: the stored journal was changed. ${fault} As of ${time}.`}
      </Note>
    );
  }
  const count = formatCount(value.entries, lang);
  const signed = formatCount(value.signedSeq, lang);
  return (
    <Note tone="good" role="status">
      <Trans>
        All {count} entries are what the till sent: each hash is that of its bytes and names the one before. The till's
        signatures cover the first {signed}. As of {time}.
      </Trans>
    </Note>
  );
}
