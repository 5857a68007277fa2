/** What these figures lack, named beside them: entries a till has not sent, a till that is out of reach. */
import { Plural, useLingui } from '@lingui/react/macro';
import { Link } from 'wouter';
import type { TillToday } from '../../wire/office.ts';
import { formatSpan } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { Note } from '../parts/note.tsx';
import { missingFrom } from './figures.ts';

type Props = { readonly tills: readonly TillToday[]; readonly asOfMs: number };

export function MissingNotes({ tills, asOfMs }: Props) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  return missingFrom(tills, asOfMs).map((missing) => {
    const { tillCode, deviceId, pending } = missing.till;
    const span = missing.why === 'silent' ? formatSpan(missing.forMs, lang) : '';
    return (
      <Note key={deviceId} tone="warn" action={<Link href="/devices">{t`Devices`}</Link>}>
        {missing.why === 'pending' ? (
          <Plural
            value={pending}
            one={`# entry is still on till ${tillCode} and is not in these figures.`}
            other={`# entries are still on till ${tillCode} and are not in these figures.`}
          />
        ) : (
          t`Till ${tillCode} has been out of reach for ${span}. What it sells meanwhile is not in these figures yet.`
        )}
      </Note>
    );
  });
}
