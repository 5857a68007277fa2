/**
 * Keeps the customer's window in step with the counter. It listens, and says what has changed a moment after the frame;
 * nothing in a sale waits for it, and what breaks here is a display that stands still, never a sale that does.
 *
 * One for each page. Several tabs of a till may speak: the display believes whoever has changed something last.
 */
import { i18n } from '@lingui/core';
import {
  CUSTOMER_CHANNEL,
  fromDisplay,
  GIVEN_UP_MS,
  type CustomerPicture,
  type FromTill,
} from '../../wire/customer-display.ts';
import type { Counter } from '../counter.ts';
import { findSale } from '../receipt/receipt-acts.ts';
import { receiptCode } from '../receipt/receipt-code.ts';
import { pictureOf, saleThanked, THANKS_MS } from './picture.ts';

/** What it needs of the world: a channel to the other window, and time. */
type ShowDeps = {
  readonly openChannel: (name: string) => Channel;
  readonly afterPaint: (run: () => void) => void;
  readonly setTimer: (ms: number, fire: () => void) => () => void;
  readonly nowMs: () => number;
  readonly from: string; // names this tab
};

export type Channel = {
  post(message: FromTill): void;
  listen(onMessage: (data: unknown) => void): void;
  close(): void;
};

export type CustomerShow = {
  /** When a display asked last; null: none has. */
  readonly seenMs: () => number | null;
  readonly onSeen: (tell: () => void) => () => void;
  /** Shows this instead of the counter until it is called again with null. */
  readonly instead: (picture: CustomerPicture | null) => void;
  readonly stop: () => void;
};

/** Begins to show, as soon as a display asks. */
export function showCustomer(counter: Counter, deps: ShowDeps): CustomerShow {
  const channel = deps.openChannel(CUSTOMER_CHANNEL);
  const listeners = new Set<() => void>();
  let seenMs: number | null = null;
  let said = '';
  let saidMs = deps.nowMs();
  let other: CustomerPicture | null = null;
  let isDue = false;
  let endThanks: () => void = () => undefined;
  const codes = receiptCodes(counter, () => tell());

  const say = (again: boolean) => {
    const thanked = saleThanked(counter);
    const picture = other ?? pictureOf({ counter, qrText: thanked === null ? null : codes.of(thanked.saleId) });
    const text = JSON.stringify(picture);
    if (!again && text === said) return;
    if (text !== said) saidMs = deps.nowMs();
    said = text;
    channel.post({ is: 'picture', from: deps.from, again, saidMs, picture });
    if (again || thanked === null) return;
    endThanks();
    endThanks = deps.setTimer(THANKS_MS, tell);
  };
  const isWatched = () => seenMs !== null && deps.nowMs() - seenMs < GIVEN_UP_MS;
  function tell(): void {
    if (isDue || !isWatched()) return; // a display that opens asks first
    isDue = true;
    deps.afterPaint(() => {
      isDue = false;
      say(false);
    });
  }
  channel.listen((data) => {
    if (!fromDisplay.safeParse(data).success) return;
    seenMs = deps.nowMs();
    say(true);
    for (const listener of listeners) listener();
  });
  const { hand, view, preferences, tools } = counter;
  const stops = [
    hand.subscribe(tell),
    view.subscribe((now, before) => {
      if (now.sold !== before.sold) tell();
    }),
    preferences.subscribe(tell),
    i18n.on('change', tell),
    tools.device.catalogue.subscribe(tell),
  ];
  return {
    seenMs: () => seenMs,
    onSeen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    instead: (picture) => {
      other = picture;
      tell();
    },
    stop: () => {
      for (const stop of stops) stop();
      endThanks();
      channel.close();
    },
  };
}

/** The code of the sale thanked for, signed once. Without one yet the thanks come first and the code follows. */
function receiptCodes(counter: Counter, onMade: () => void) {
  let made: { readonly saleId: string; readonly text: string | null } | null = null;
  const make = async (saleId: string) => {
    const row = await findSale(counter, saleId);
    const isReal = counter.tools.device.state.getState().practice === undefined;
    const text = row === null || !isReal ? null : await receiptCode(counter.tools, row);
    if (made?.saleId !== saleId) return; // the next sale came first
    made = { saleId, text };
    onMade();
  };
  return {
    of: (saleId: string): string | null => {
      if (made?.saleId === saleId) return made.text;
      made = { saleId, text: null };
      make(saleId).catch(() => undefined); // the till's own screen shows the code too, and says what is wrong
      return null;
    },
  };
}
