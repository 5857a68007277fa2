/** Behind the pill: what works, what waits, how old it is, and when the server last answered. Plain sentences. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Check, Clock, CloudOff, HardDrive, ShieldAlert } from 'lucide-react';
import { Suspense, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { formatDateTime, formatSpan } from '../ui/format.ts';
import { langOf } from '../ui/lang.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useCounter, useTill } from './counter-context.tsx';
import { useNow } from './clock.ts';
import { RescuePart } from './rescue-part.tsx';
import { EnrolAgain } from './views.ts';
import css from './sync-sheet.module.css';

/** Without the server for so long, facts are offered a way out by hand. */
const LONG_AWAY_MS = 30 * 60_000;

export function SyncSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useLingui();
  const { tools } = useCounter();
  const tryNow = <Button onClick={() => tools.device.sync.wake()}>{t`Try now`}</Button>;
  return (
    <Sheet open onClose={onClose} title={t`Sync health`} foot={tryNow}>
      <SyncFacts />
    </Sheet>
  );
}

/** The same facts, also shown under This device. */
export function SyncFacts() {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const state = useTill((whole) => whole);
  const nowMs = useNow(5000);
  const oldest = state.oldestPendingMs === null ? null : formatSpan(nowMs - state.oldestPendingMs, lang);
  const waitedMs = state.oldestPendingMs === null ? 0 : nowMs - state.oldestPendingMs;
  const isLongAway = !state.online && waitedMs >= LONG_AWAY_MS;
  const lastSync =
    state.lastSyncMs === null
      ? t`not since this page was opened`
      : formatDateTime({ ms: state.lastSyncMs, lang, tz: state.store?.tz });
  return (
    <ul className={css.facts}>
      <Fact icon={<Check />}>
        <strong>{t`Works now`}</strong>
        <Trans>Sell, take cash, print, open and close the shift. All of it is saved on this till first.</Trans>
      </Fact>
      {state.access === 'open' ? null : <KeptOut isWaiting={state.access === 'waiting'} />}
      <Fact icon={<Clock />}>
        <strong>{t`Waits for the server`}</strong>
        {state.pending === 0 ? (
          <Trans>Nothing. The server has every entry of this till.</Trans>
        ) : (
          <>
            <Plural value={state.pending} one="# entry" other="# entries" />
            {oldest === null ? null : <span> · {t`oldest ${oldest}`}</span>}
            {isLongAway ? <RescuePart /> : null}
          </>
        )}
      </Fact>
      {state.online ? null : (
        <Fact icon={<CloudOff />}>
          <strong>{t`Needs the network`}</strong>
          <Trans>Six-digit cart codes, live stock of other tills, new prices.</Trans>
        </Fact>
      )}
      <Fact icon={<HardDrive />}>
        <strong>{t`Last sync`}</strong>
        {lastSync}
        {state.persisted === false ? (
          <p className={css.warn}>
            <Trans>The browser may delete our data. Install this app or allow storage, then reload.</Trans>
          </p>
        ) : null}
        {state.attention > 0 ? (
          <p className={css.warn}>
            <Plural
              value={state.attention}
              one="# thing needs a person in the office."
              other="# things need a person in the office."
            />
          </p>
        ) : null}
        {state.frozen ? (
          <p className={css.warn}>
            <Trans>
              The server holds another history of this till. Selling goes on in a new journal, and what was not sent is
              sent again.
            </Trans>
          </p>
        ) : null}
      </Fact>
    </ul>
  );
}

/** The server was put back to before this till came, or nobody has confirmed yet that it is let in again. */
function KeptOut({ isWaiting }: { readonly isWaiting: boolean }) {
  const { t } = useLingui();
  return (
    <Fact icon={<ShieldAlert />}>
      <strong>{isWaiting ? t`Waiting for the office` : t`The server does not know this till`}</strong>
      <Suspense fallback={null}>
        <EnrolAgain />
      </Suspense>
    </Fact>
  );
}

function Fact({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <li className={css.fact}>
      <span aria-hidden="true">{icon}</span>
      <div>{children}</div>
    </li>
  );
}
