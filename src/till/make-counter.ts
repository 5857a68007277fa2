/**
 * Puts a counter together: stores, voices and sounds around one device. The app, the tests and nothing else call it.
 */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import type { TillDevice } from '../client/till-device.ts';
import { createAnnouncer } from '../ui/live-region.tsx';
import { langOf } from '../ui/lang.ts';
import type { Sounds } from '../ui/sound.ts';
import { createToasts, note } from '../ui/toast.tsx';
import { createCartStore, freshHand, handFromDisk } from './cart-store.ts';
import { createCatalogueTick } from './catalogue-tick.ts';
import type { TillTools } from './commands/tools.ts';
import { createCounterStore, type Counter } from './counter.ts';
import { createPreferences } from './preferences.ts';
import type { createPrintDesk } from './printing/desk.ts';

type Deps = {
  readonly device: TillDevice;
  readonly newId: () => string;
  readonly nowMs: () => number;
  readonly disk: Pick<Storage, 'getItem' | 'setItem'> | null; // of preferences
  readonly makeSounds: (isOn: () => boolean) => Sounds;
  readonly makeDesk: typeof createPrintDesk;
  readonly hid: Counter['hid'];
  readonly afterPaint: (run: () => void) => void;
};

/** The cart that was left on disk is back in the hand; without one a new cart begins. */
export async function makeCounter(deps: Deps): Promise<Counter> {
  const { device, newId, nowMs } = deps;
  const tools: TillTools = { device, newId, nowMs, lang: () => langOf(i18n.locale) };
  const toasts = createToasts();
  const preferences = createPreferences(deps.disk);
  const hand = createCartStore({
    start: handFromDisk(await device.openCarts()) ?? freshHand(newId()),
    saveCart: (cart) => device.saveCart(cart),
    onFault: () =>
      note(toasts, t`This cart could not be kept on disk. Finish it before you close this page.`, 'danger'),
    nowMs,
    afterPaint: deps.afterPaint,
  });
  return {
    tools,
    hand,
    view: createCounterStore(),
    preferences,
    toasts,
    announcer: createAnnouncer(),
    sounds: deps.makeSounds(() => preferences.getState().sounds),
    catalogueTick: createCatalogueTick(device.catalogue, deps.afterPaint),
    desk: deps.makeDesk({ device, preferences, nowMs }),
    hid: deps.hid,
  };
}
