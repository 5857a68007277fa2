/** Signing in by name and password. A refusal keeps what was typed; waiting counts down by itself. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { LanguageSwitch } from '../../ui/language-switch.tsx';
import type { Refusal } from '../../wire/refusal.ts';
import { formText } from '../parts/form-text.ts';
import { Note, useRefusalWords } from '../parts/note.tsx';
import { useOffice } from '../parts/office-context.ts';
import css from './login-screen.module.css';

export function LoginScreen() {
  const { t } = useLingui();
  const { session } = useOffice();
  const ended = useStore(session.state, (state) => state.ended);
  const login = useStore(session.state, (state) => state.session?.user.login);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const words = useRefusalWords();
  useEffect(() => {
    document.title = `${t`Sign in`} · Halfloop 半环`;
  }, [t]);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const answer = await session.signIn(formText(form, 'login'), formText(form, 'password'));
    setBusy(false);
    if (answer.ok) return;
    setRefusal(answer.error);
    password.current?.select();
  };

  return (
    <main className={css.page}>
      <form className={css.card} onSubmit={(event) => void submit(event)}>
        <div className={css.top}>
          <span className={css.brand}>Halfloop 半环</span>
          <LanguageSwitch face="office" short />
        </div>
        <h1>{t`Back office`}</h1>
        {ended ? (
          <Note tone="plain">
            <Trans>Your session ended after a time without use. Sign in again; what you typed is still there.</Trans>
          </Note>
        ) : null}
        <InputField
          label={t`User name`}
          name="login"
          autoComplete="username"
          defaultValue={login ?? 'owner'}
          required
          autoCapitalize="none"
        />
        <InputField
          label={t`Password`}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          autoFocus
          ref={password}
          error={refusal?.code === 'wrong_password' ? words(refusal) : null}
        />
        {refusal === null || refusal.code === 'wrong_password' ? null : (
          <Note tone="danger" role="alert">
            {words(refusal)}
          </Note>
        )}
        <Button kind="primary" type="submit" wide disabled={busy}>
          {t`Sign in`}
        </Button>
        <p className={css.hint}>{t`The demo shop's password is printed where the server was started.`}</p>
      </form>
    </main>
  );
}
