/**
 * A new till: the code from the office, typed or scanned; then, where the shop asks for it, a person's confirmation.
 */
import { Trans, useLingui } from '@lingui/react/macro';
import { Camera, ShieldAlert } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { LanguageSwitch } from '../../ui/language-switch.tsx';
import { refusalText } from '../../ui/refusal-text.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { useCounter, useTill } from '../counter-context.tsx';
import { PlainPage } from '../plain-page.tsx';
import { enrolCodeOf } from './enrol-code.ts';
import css from './enrol-screen.module.css';
import { Thumbprint } from './thumbprint.tsx';

const CodeCamera = lazy(() => import('../scan/code-camera.tsx').then((module) => ({ default: module.CodeCamera })));

export function EnrolScreen() {
  const { t } = useLingui();
  const phase = useTill((state) => state.phase);
  const isWaiting = phase === 'waiting';
  return (
    <PlainPage
      title={isWaiting ? t`Waiting for the office` : t`Set up this till`}
      aside={<LanguageSwitch face="till" />}
    >
      {window.isSecureContext ? null : <InsecurePage />}
      <LostData />
      {isWaiting ? <Waiting /> : <EnrolForm />}
    </PlainPage>
  );
}

function EnrolForm() {
  const { t, i18n } = useLingui();
  const { tools } = useCounter();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [isAsking, setAsking] = useState(false);
  const [isCameraOpen, setCameraOpen] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const enrol = async (typed: string) => {
    if (typed === '' || isAsking) return;
    setAsking(true);
    const done = await tools.device.enrol(typed, name.trim());
    setAsking(false);
    setRefusal(done.ok ? null : done.error);
  };
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        void enrol(enrolCodeOf(code));
      }}
    >
      <p className={css.hint}>
        <Trans>The office shows a code under Devices, Enrol a till. It works once.</Trans>
      </p>
      <InputField
        label={t`Enrolment code`}
        autoCapitalize="characters"
        spellCheck={false}
        value={code}
        error={refusal === null ? null : refusalText(i18n, refusal)}
        onChange={(event) => setCode(event.target.value)}
      />
      <InputField
        label={t`Name of this device`}
        hint={t`For example: counter by the door`}
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <div className={css.keys}>
        <Button size="key" icon={<Camera aria-hidden="true" />} onClick={() => setCameraOpen(true)}>
          {t`Scan the code`}
        </Button>
        <Button type="submit" size="key" kind="primary" disabled={isAsking || enrolCodeOf(code) === ''}>
          {isAsking ? t`Asking the server` : t`Set up`}
        </Button>
      </div>
      {isCameraOpen ? (
        <Suspense fallback={null}>
          <CodeCamera
            onClose={() => setCameraOpen(false)}
            onRead={(text) => {
              setCameraOpen(false);
              setCode(enrolCodeOf(text));
              void enrol(enrolCodeOf(text));
            }}
          />
        </Suspense>
      ) : null}
    </form>
  );
}

/** Enrolled, but a person must compare the thumbprint first. It asks again by itself. */
function Waiting() {
  const { t } = useLingui();
  const thumbprint = useTill((state) => state.thumbprint);
  return (
    <div className={css.form} role="status">
      <p>
        <Trans>
          Compare this with what the office shows under Devices, then confirm it there. This screen goes on by itself.
        </Trans>
      </p>
      {thumbprint === null ? null : <Thumbprint hex={thumbprint} label={t`Thumbprint of this device`} />}
    </div>
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
