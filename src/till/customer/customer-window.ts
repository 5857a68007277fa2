/**
 * The customer's window of this browser: opened on another screen where the browser knows of one, and the one show of
 * this page that feeds it.
 */
import { keepFace } from '../../client/service-worker.ts';
import { browserTimer } from '../../client/browser-timer.ts';
import { CUSTOMER_PATH } from '../../wire/customer-display.ts';
import { afterPaint } from '../after-paint.ts';
import type { Counter } from '../counter.ts';
import { showCustomer, type Channel, type CustomerShow } from './show-customer.ts';

const shows = new WeakMap<Counter, CustomerShow>();

function openChannel(name: string): Channel {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    listen: (onMessage) => {
      channel.onmessage = ({ data }: MessageEvent<unknown>) => onMessage(data);
    },
    close: () => channel.close(),
  };
}

/** The show of this page, begun at the first call. The display's files are kept, so that it opens without a network. */
export function customerShow(counter: Counter): CustomerShow {
  const running = shows.get(counter);
  if (running !== undefined) return running;
  const { newId, nowMs } = counter.tools;
  const show = showCustomer(counter, { openChannel, afterPaint, setTimer: browserTimer, nowMs, from: newId() });
  shows.set(counter, show);
  void keepFace('display');
  return show;
}

export function stopCustomerShow(counter: Counter): void {
  shows.get(counter)?.stop();
  shows.delete(counter);
}

type Place = {
  readonly availLeft: number;
  readonly availTop: number;
  readonly availWidth: number;
  readonly availHeight: number;
};

/** What browsers with the Window Management API have, and others do not. */
type Screens = {
  readonly isExtended?: boolean;
  readonly getScreenDetails?: () => Promise<{ readonly screens: readonly Place[]; readonly currentScreen: Place }>;
};

/** The screen the till is not on; null: there is none, or the person did not let the browser tell. */
async function otherScreen(): Promise<Place | null> {
  const { isExtended } = screen as Screens;
  const { getScreenDetails } = window as Screens;
  if (isExtended !== true || getScreenDetails === undefined) return null;
  try {
    const { screens, currentScreen } = await getScreenDetails.call(window);
    return screens.find((one) => one !== currentScreen) ?? null;
  } catch {
    return null; // refused: then a plain window, moved by hand
  }
}

const PLAIN = 'popup,width=1024,height=640';

/** Opens the window, or brings the one that is open to the front. False: the browser did not let it. */
export async function openCustomerWindow(): Promise<boolean> {
  const place = await otherScreen();
  const at =
    place === null
      ? PLAIN
      : `popup,left=${place.availLeft},top=${place.availTop},width=${place.availWidth},height=${place.availHeight}`;
  const opened = window.open(CUSTOMER_PATH, 'halfloop-customer', at);
  opened?.focus();
  return opened !== null;
}
