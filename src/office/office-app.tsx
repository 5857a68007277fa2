/** The back office, put together: what it is made with is made here and nowhere else. */
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { useLingui } from '@lingui/react/macro';
import { Activity, StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { v7 as uuidv7 } from 'uuid';
import { Router } from 'wouter';
import { useStore } from 'zustand';
import { Button } from '../ui/button.tsx';
import { keptLang } from '../ui/lang.ts';
import { createAnnouncer, LiveRegions } from '../ui/live-region.tsx';
import { createToasts, ToastHost } from '../ui/toast.tsx';
import { activateWords, firstLang } from '../ui/words.ts';
import { OFFICE_API } from '../wire/office.ts';
import { createApi, type OfficeApi } from './data/api.ts';
import { openLive, type Channel } from './data/live.ts';
import { createSessionStore } from './data/session-store.ts';
import { createStoreChoice } from './data/store-choice.ts';
import { LoginScreen } from './login/login-screen.tsx';
import css from './office-app.module.css';
import { OfficeContext, useOffice, type Office } from './parts/office-context.ts';
import { Shell } from './shell/shell.tsx';

function makeOffice(): Office {
  const session = createSessionStore(() => api);
  const api: OfficeApi = createApi({ fetch: window.fetch.bind(window), onSignedOut: session.heardSignedOut });
  return {
    api,
    session,
    storeChoice: createStoreChoice(localStorageOrNone()),
    toasts: createToasts(),
    announcer: createAnnouncer(),
    clock: () => Date.now(),
    openLive: () => openLive(() => new EventSource(`${OFFICE_API}/live`) as Channel),
    newId: () => uuidv7(),
  };
}

/** Storage that is switched off throws when it is touched. */
function localStorageOrNone(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function OfficePages() {
  const { t } = useLingui();
  const { session } = useOffice();
  const phase = useStore(session.state, (state) => state.phase);
  useEffect(() => {
    void session.ask();
  }, [session]);

  switch (phase) {
    case 'asking':
      return <main className={css.wait} aria-busy="true" />;
    case 'unreachable':
      return (
        <main className={css.wait}>
          <p role="alert">{t`The server cannot be reached. Check the network and try again.`}</p>
          <Button kind="primary" onClick={() => void session.ask()}>{t`Try again`}</Button>
        </main>
      );
    case 'out':
    case 'in':
      return <Inside isOut={phase === 'out'} />;
  }
}

/**
 * Whose session ended finds the screen and what was typed again; it is not shown until then, and somebody else begins
 * anew.
 */
function Inside({ isOut }: { readonly isOut: boolean }) {
  const { session } = useOffice();
  const userId = useStore(session.state, (state) => state.session?.user.userId);
  return (
    <>
      {isOut ? <LoginScreen /> : null}
      {userId === undefined ? null : (
        <Activity key={userId} mode={isOut ? 'hidden' : 'visible'}>
          <Shell />
        </Activity>
      )}
    </>
  );
}

/** Shows the office in `root`. */
export function mount(root: HTMLElement): void {
  const office = makeOffice();
  document.documentElement.dataset['density'] = 'compact';
  const show = () => {
    createRoot(root).render(
      <StrictMode>
        <I18nProvider i18n={i18n}>
          <OfficeContext value={office}>
            <Router base="/office">
              <OfficePages />
            </Router>
            <LiveRegions announcer={office.announcer} />
            <ToastHost toasts={office.toasts} />
          </OfficeContext>
        </I18nProvider>
      </StrictMode>,
    );
  };
  void activateWords('office', firstLang(keptLang(), navigator.languages)).then(show);
}
