/** A second person agrees: who, and their PIN. For one act only; cancelling leaves the sale untouched. */
import { useLingui } from '@lingui/react/macro';
import { Sheet } from '../../ui/sheet.tsx';
import { approversOf } from '../commands/allowed.ts';
import type { Approval } from '../counter.ts';
import { useCounter } from '../counter-context.tsx';
import { PersonAndPin } from '../sign-in/person-and-pin.tsx';
import css from './approval-sheet.module.css';

export function ApprovalSheet({ approval }: { readonly approval: Approval }) {
  const { t } = useLingui();
  const { view, tools } = useCounter();
  const approvers = approversOf(tools, approval.asked);
  const close = () => view.setState({ approval: null });
  return (
    <Sheet open onClose={close} title={t`Manager approval`}>
      <p className={css.words}>{approval.words}</p>
      {approvers.length === 0 ? <p>{t`Nobody on this till may approve this. Ask the office.`}</p> : null}
      <PersonAndPin
        people={approvers}
        prove={(staffId, pin) => tools.device.approve(staffId, pin)}
        onProved={(person) => {
          close();
          approval.agreed(person.staffId);
        }}
      />
    </Sheet>
  );
}
