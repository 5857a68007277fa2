/**
 * Another person takes the till in hand, over whatever is on it: the cart stays, and so does the shift. Each sale
 * stands with whoever made it.
 */
import { useLingui } from '@lingui/react/macro';
import { Sheet } from '../../ui/sheet.tsx';
import { useCounter, useTill } from '../counter-context.tsx';
import { PersonAndPin } from './person-and-pin.tsx';

export function PersonSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui();
  const { tools } = useCounter();
  const staff = useTill((state) => state.staff);
  const signedIn = useTill((state) => state.signedIn);
  const people = staff.filter(
    ({ pin, role, staffId }) => pin !== null && role !== 'auditor' && staffId !== signedIn?.staffId,
  );
  return (
    <Sheet open onClose={onClose} title={t`Who sells now?`}>
      {people.length === 0 ? <p>{t`Nobody else can sign in on this till.`}</p> : null}
      <PersonAndPin people={people} prove={(staffId, pin) => tools.device.signIn(staffId, pin)} onProved={onClose} />
    </Sheet>
  );
}
