/** The till at rest: who sells now? */
import { useLingui } from '@lingui/react/macro';
import { nameIn } from '../../core/product.ts';
import { LanguageSwitch } from '../../ui/language-switch.tsx';
import { langOf } from '../../ui/lang.ts';
import { useCounter, useTill } from '../counter-context.tsx';
import { LoadingNote } from '../loading-note.tsx';
import { PlainPage } from '../plain-page.tsx';
import { PersonAndPin } from './person-and-pin.tsx';

export function SignInScreen() {
  const { t, i18n } = useLingui();
  const { tools } = useCounter();
  const staff = useTill((state) => state.staff);
  const store = useTill((state) => state.store);
  const identity = useTill((state) => state.identity);
  const people = staff.filter((person) => person.pin !== null && person.role !== 'auditor');
  const place = store === null ? '' : nameIn(store.names, langOf(i18n.locale));
  return (
    <PlainPage
      title={t`Who sells now?`}
      place={`${place} · ${identity?.tillCode ?? ''}`}
      aside={<LanguageSwitch face="till" />}
    >
      <LoadingNote />
      <PersonAndPin
        people={people}
        prove={(staffId, pin) => tools.device.signIn(staffId, pin)}
        onProved={() => undefined}
      />
    </PlainPage>
  );
}
