/** Which screen a till shows: by what the device is ready for first, by the address then. */
import { useLingui } from '@lingui/react/macro';
import { CircleAlert, RefreshCw } from 'lucide-react';
import { Suspense, useEffect, type ReactNode } from 'react';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { browserTimer } from '../client/browser-timer.ts';
import { DEFAULT_LOCK_MINUTES } from '../core/idle-lock.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { LiveRegions } from '../ui/live-region.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { ToastHost } from '../ui/toast.tsx';
import type { RefusalCode } from '../wire/refusal.ts';
import { afterPaint } from './after-paint.ts';
import type { Counter } from './counter.ts';
import { CounterProvider, useCounter, useTill } from './counter-context.tsx';
import { FaultBorder } from './fault-screen.tsx';
import { lockWhenIdle } from './idle-lock.ts';
import { LoadingNote } from './loading-note.tsx';
import { PlainPage } from './plain-page.tsx';
import {
  CashScreen,
  CloseShiftScreen,
  DeviceScreen,
  EnrolAgain,
  EnrolScreen,
  fetchSell,
  HandOverScreen,
  OpenShiftScreen,
  PracticeBanner,
  ReportScreen,
  RescuePart,
  ReturnScreen,
  SalesScreen,
  SellScreen,
  SignInScreen,
  StockScreen,
} from './views.ts';

export function TillRoot({ counter }: { readonly counter: Counter }) {
  return (
    <CounterProvider value={counter}>
      <Router base="/till">
        <Practice />
        <FaultBorder onFault={() => counter.view.setState({ isBroken: true })}>
          <Suspense fallback={null}>
            <ByPhase />
          </Suspense>
        </FaultBorder>
      </Router>
      <Toasts />
      <LiveRegions announcer={counter.announcer} />
    </CounterProvider>
  );
}

function Practice() {
  const isOn = useTill((state) => state.practice !== undefined);
  return isOn ? (
    <Suspense fallback={null}>
      <PracticeBanner />
    </Suspense>
  ) : null;
}

function Toasts() {
  return <ToastHost toasts={useCounter().toasts} />;
}

function ByPhase(): ReactNode {
  const phase = useTill((state) => state.phase);
  const reloadNeeded = useTill((state) => state.reloadNeeded);
  if (reloadNeeded) return <Stopped code="older_app" canReload />;
  switch (phase) {
    case 'opening':
      return null; // a few milliseconds; a flash of words would only disturb
    case 'unenrolled':
    case 'waiting':
      return <EnrolScreen />;
    case 'older_app':
      return <Stopped code="older_app" canReload />;
    case 'revoked':
      return <Stopped code="device_revoked" canReload={false} after={<EnrolAgain />} />;
    case 'no_storage':
      return <Stopped code="storage_locked" canReload />;
    case 'broken_storage':
      return <Stopped code="storage_broken" canReload instead={<RescuePart />} />;
    case 'ready':
      return <Ready />;
  }
}

/** Where no product is looked at: the float is asked for before the first sale. */
const NEEDS_NO_GOODS: ReadonlySet<string> = new Set(['/', '/device']);

function Ready() {
  const hasSettings = useTill((state) => state.settings !== null);
  const staffId = useTill((state) => state.signedIn?.staffId ?? null);
  const isSignedIn = staffId !== null;
  const isReading = useTill((state) => state.reading);
  const { tools, view } = useCounter();
  const [path] = useLocation();
  useEffect(() => afterPaint(fetchSell), []);
  useEffect(() => {
    if (staffId === null) return undefined;
    const isBusy = () => view.getState().work !== 'idle';
    const { device } = tools;
    const afterMs = () => (device.state.getState().settings?.lockMinutes ?? DEFAULT_LOCK_MINUTES) * 60_000;
    return lockWhenIdle({ afterMs, device, isBusy, page: document, setTimer: browserTimer, nowMs: Date.now });
  }, [staffId, tools, view]);
  // People come before products: while a PIN is typed and the drawer counted, the rest arrives and is read in.
  if (!hasSettings || (isSignedIn && isReading && !NEEDS_NO_GOODS.has(path))) return <GoodsAwaited />;
  if (!isSignedIn) return <SignInScreen />;
  return (
    <Switch>
      <Route path="/">
        <Sell />
      </Route>
      <Route path="/sales">
        <SalesScreen />
      </Route>
      <Route path="/return">
        <ReturnScreen />
      </Route>
      <Route path="/shift/close">
        <CloseShiftScreen />
      </Route>
      <Route path="/shift/report">
        <ReportScreen />
      </Route>
      <Route path="/shift/hand-over">
        <HandOverScreen />
      </Route>
      <Route path="/cash">
        <CashScreen />
      </Route>
      <Route path="/stock">
        <StockScreen />
      </Route>
      <Route path="/device">
        <DeviceScreen />
      </Route>
      <Route>
        <Redirect to="/" />
      </Route>
    </Switch>
  );
}

function Sell() {
  const hasShift = useTill((state) => state.shift !== null);
  const isReading = useTill((state) => state.reading);
  if (!hasShift) return <OpenShiftScreen />;
  return isReading ? <GoodsAwaited /> : <SellScreen />;
}

function GoodsAwaited() {
  const { t } = useLingui();
  return (
    <PlainPage title={t`Almost there`}>
      <p>{t`The shop's products are on their way to this till.`}</p>
      <LoadingNote />
    </PlainPage>
  );
}

type StoppedProps = {
  readonly code: RefusalCode;
  readonly canReload: boolean;
  readonly instead?: ReactNode; // of how much is kept here
  readonly after?: ReactNode;
};

/** The till cannot sell now: why, and what to do. What was sold stays safe. */
function Stopped({ code, canReload, instead, after }: StoppedProps) {
  const { t, i18n } = useLingui();
  const pending = useTill((state) => state.pending);
  const reload = (
    <Button kind="primary" size="key" icon={<RefreshCw aria-hidden="true" />} onClick={() => location.reload()}>
      {t`Reload this page`}
    </Button>
  );
  return (
    <PlainPage title={t`This till cannot sell now`}>
      <EmptyState
        icon={<CircleAlert aria-hidden="true" />}
        title={refusalText(i18n, { code })}
        action={canReload ? reload : undefined}
      >
        {instead ?? <Kept pending={pending} />}
      </EmptyState>
      {after === undefined ? null : <Suspense fallback={null}>{after}</Suspense>}
    </PlainPage>
  );
}

function Kept({ pending }: { readonly pending: number }) {
  const { t } = useLingui();
  return pending === 0 ? t`Everything sold here is with the server.` : t`Entries kept on this till: ${pending}`;
}
