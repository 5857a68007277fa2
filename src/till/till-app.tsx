/** The till, put together: what it is made with is made here and nowhere else. */
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { t } from '@lingui/core/macro';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { v7 as uuidv7 } from 'uuid';
import { browserTillDeps } from '../client/browser-till-deps.ts';
import type { TillDeps } from '../client/till-deps.ts';
import type { TillDevice } from '../client/till-device.ts';
import { openTillDevice, TILL_PARTS } from '../client/open-till-device.ts';
import { keptLang } from '../ui/lang.ts';
import { isBusyTill, onNewVersion } from './new-version.ts';
import { createSounds } from '../ui/sound.ts';
import { note } from '../ui/toast.tsx';
import { activateWords, firstLang } from '../ui/words.ts';
import { afterPaint } from './after-paint.ts';
import type { Counter } from './counter.ts';
import { makeCounter } from './make-counter.ts';
import { createPrintDesk } from './printing/desk.ts';
import { fetchSignIn } from './views.ts';
import { TillRoot } from './till-root.tsx';

/** Opens the till of this browser and shows it. Selling never waits for the service worker or the server. */
export function mount(root: HTMLElement): void {
  document.documentElement.dataset['density'] = 'touch';
  void start(root);
}

async function start(root: HTMLElement): Promise<void> {
  const faults: unknown[] = [];
  let report = (error: unknown): void => void faults.push(error);
  const deps = browserTillDeps((error) => report(error));
  const opening = localStorage.getItem('halfloop-till-practice') === null ? openTillDevice(deps) : openPractice(deps);
  if (deps.marker?.get()) fetchSignIn();
  await activateWords('till', firstLang(keptLang(), navigator.languages));
  const device = await opening;
  const counter = await makeCounter({
    device,
    newId: () => uuidv7(),
    nowMs: () => Date.now(),
    disk: localStorage,
    makeSounds: createSounds,
    makeDesk: createPrintDesk,
    hid: hidOfPage(),
    afterPaint,
  });
  report = (error) => tellFault(counter, error);
  for (const error of faults.splice(0)) report(error);
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <TillRoot counter={counter} />
      </I18nProvider>
    </StrictMode>,
  );
  device.sync.start();
  if (counter.preferences.getState().customer.isOn) showCustomer(counter);
  await keepOffline(counter);
}

/** Scanners that report by WebHID, their part fetched once; a fetch that failed is tried again by the next. */
function hidOfPage(): Counter['hid'] {
  let opened: ReturnType<Counter['hid']> | null = null;
  const open = async () => (await import('../client/scan/hid-scanner.ts')).openHidScanners(navigator);
  return () => (opened ??= open().catch((fault: unknown) => {
    opened = null;
    throw fault;
  })); // prettier-ignore
}

/** A till that practises, or that has just ended it. */
async function openPractice(deps: TillDeps): Promise<TillDevice> {
  const { practiceDevice } = await import('./practice/practice-device.ts');
  return practiceDevice(deps, localStorage, { openTillDevice, parts: TILL_PARTS });
}

/** The customer's window is fed from here on. One that cannot be stands still: no sale needs it. */
function showCustomer(counter: Counter): void {
  import('./customer/customer-window.ts').then(({ customerShow }) => customerShow(counter)).catch(reportError);
}

/** Something broke that no act was waiting for. What is sold is on disk by then; the person is told once each time. */
function tellFault({ toasts }: Counter, error: unknown): void {
  reportError(error); // for whoever looks at this device; people get the sentence
  note(
    toasts,
    t`Something went wrong in the background. Selling goes on; reload this page when you have a moment.`,
    'danger',
  );
}

/** The service worker keeps the till for outages. A till with a cart in the hand is never reloaded under it. */
async function keepOffline(counter: Counter): Promise<void> {
  const { registerServiceWorker } = await import('../client/service-worker.ts');
  await registerServiceWorker({
    face: 'till',
    isBusy: () => isBusyTill(counter),
    onUpdateReady: (apply) => onNewVersion(counter, apply),
  });
}
