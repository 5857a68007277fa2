/** The office's code, typed or scanned, and the thumbprint a person compares: of a new till, or one let in again. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Camera } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { refusalText } from '../../ui/refusal-text.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { useCounter, useTill } from '../counter-context.tsx';
import { enrolCodeOf } from './enrol-code.ts';
import css from './enrol-screen.module.css';
import { Thumbprint } from './thumbprint.tsx';

const CodeCamera = lazy(() => import('../scan/code-camera.tsx').then((module) => ({ default: module.CodeCamera })));

/** `isAgain`: the till has a name, and keeps it. */
export function EnrolForm({ isAgain = false }: { readonly isAgain?: boolean }) {
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
      {isAgain ? null : (
        <InputField
          label={t`Name of this device`}
          hint={t`For example: counter by the door`}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      )}
      <div className={css.keys}>
        <Button size="key" icon={<Camera aria-hidden="true" />} onClick={() => setCameraOpen(true)}>
          {t`Scan the code`}
        </Button>
        <Button type="submit" size="key" kind="primary" disabled={isAsking || enrolCodeOf(code) === ''}>
          {isAsking ? t`Asking the server` : isAgain ? t`Let this till in` : t`Set up`}
        </Button>
      </div>
      {isCameraOpen ? (
        <Suspense fallback={null}>
          <CodeCamera
            onClose={() => setCameraOpen(false)}
            onRead={({ text }) => {
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
export function ConfirmWait() {
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
