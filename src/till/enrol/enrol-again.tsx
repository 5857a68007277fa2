/**
 * A till that its server does not know, or has turned away, is let in again as the till it is: its journal stays, and
 * what waits on it goes up afterwards.
 */
import { Trans } from '@lingui/react/macro';
import { useTill } from '../counter-context.tsx';
import { ConfirmWait, EnrolForm } from './enrol-form.tsx';
import css from './enrol-screen.module.css';

export function EnrolAgain() {
  const isWaiting = useTill((state) => state.access === 'waiting');
  if (isWaiting) return <ConfirmWait />;
  return (
    <div className={css.form}>
      <p>
        <Trans>
          With a new code from the office this till is let in again. It keeps its number and everything on it.
        </Trans>
      </p>
      <EnrolForm isAgain />
    </div>
  );
}
