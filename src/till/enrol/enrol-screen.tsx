/**
 * A new till: the code from the office, typed or scanned; then, where the shop asks for it, a person's confirmation.
 */
import { Trans, useLingui } from '@lingui/react/macro';
import { ShieldAlert } from 'lucide-react';
import { useEffect } from 'react';
import { LanguageSwitch } from '../../ui/language-switch.tsx';
import { afterPaint } from '../after-paint.ts';
import { useTill } from '../counter-context.tsx';
import { PlainPage } from '../plain-page.tsx';
import { fetchSignIn } from '../views.ts';
import { ConfirmWait, EnrolForm } from './enrol-form.tsx';
import css from './enrol-screen.module.css';

export function EnrolScreen() {
  const { t } = useLingui();
  const phase = useTill((state) => state.phase);
  const isWaiting = phase === 'waiting';
  useEffect(() => afterPaint(fetchSignIn), []); // asked as soon as the code was taken
  return (
    <PlainPage
      title={isWaiting ? t`Waiting for the office` : t`Set up this till`}
      aside={<LanguageSwitch face="till" />}
    >
      {window.isSecureContext ? null : <InsecurePage />}
      <LostData />
      {isWaiting ? <ConfirmWait /> : <EnrolForm />}
    </PlainPage>
  );
}

/** Plain http on a LAN address: said at once, with the way out. */
function InsecurePage() {
  return (
    <div className={css.insecure} role="alert">
      <ShieldAlert aria-hidden="true" />
      <div>
        <p>
          <strong>
            <Trans>This address is not secure.</Trans>
          </strong>
        </p>
        <p>
          <Trans>
            The browser keeps the camera, the device key and offline work locked here. Start the server with --https and
            open the https address, or use this till on the server's own machine.
          </Trans>
        </p>
      </div>
    </div>
  );
}

/** The browser has deleted what this till had: said before anybody enrols it as if it were new. */
function LostData() {
  const lost = useTill((state) => state.lost);
  if (lost === null) return null;
  const { tillCode, unsent } = lost;
  return (
    <p role="alert" className={css.hint}>
      <Trans>
        The browser has deleted the data of till {tillCode}. Entries not yet sent, at least: {unsent}. Ask the office
        for a code; this device begins a new journal that names the lost one.
      </Trans>
    </p>
  );
}
