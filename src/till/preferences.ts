/** Choices of this device alone: sounds, keys, the keyboard scanner, paper. Kept in the browser, never synced. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { WEDGE_DEFAULTS, type WedgeSettings } from '../client/scan/wedge-settings.ts';
import { readKeyMap, type KeyMap } from './key-map.ts';
import { PRINTER_DEFAULTS, readPrinter, type PrinterChoice } from './printing/printer-choice.ts';

export type Preferences = {
  readonly sounds: boolean;
  readonly bareKeys: boolean; // * + - ? without a modifier
  readonly keys: KeyMap;
  readonly mirrored: boolean; // cart at the start side, for left-handers
  readonly wedge: WedgeSettings;
  readonly paperMm: 58 | 80;
  readonly printer: PrinterChoice;
  readonly customer: CustomerChoice;
};

/** The customer's window: whether this till feeds one, and the language it begins in. */
export type CustomerChoice = { readonly isOn: boolean; readonly lang: 'till' | 'zh-CN' | 'en' };

export type PreferenceStore = StoreApi<Preferences>;

const DEFAULT_PREFERENCES: Preferences = {
  sounds: true,
  bareKeys: true,
  keys: {},
  mirrored: false,
  wedge: WEDGE_DEFAULTS,
  paperMm: 80,
  printer: PRINTER_DEFAULTS,
  customer: { isOn: false, lang: 'till' },
};

const KEPT_UNDER = 'halfloop-till-preferences';

/** What was chosen before, with the default for whatever is missing or not understood. */
function readPreferences(text: string | null): Preferences {
  let kept: unknown = null;
  try {
    kept = JSON.parse(text ?? 'null');
  } catch {
    return DEFAULT_PREFERENCES; // a text that is no JSON holds no choice
  }
  const said = record(kept);
  const wedge = record(said['wedge']);
  return {
    sounds: flag(said['sounds'], DEFAULT_PREFERENCES.sounds),
    bareKeys: flag(said['bareKeys'], DEFAULT_PREFERENCES.bareKeys),
    keys: readKeyMap(record(said['keys'])),
    mirrored: flag(said['mirrored'], DEFAULT_PREFERENCES.mirrored),
    paperMm: said['paperMm'] === 58 ? 58 : 80,
    printer: readPrinter(record(said['printer'])),
    customer: readCustomer(record(said['customer'])),
    wedge: {
      gapMs: typeof wedge['gapMs'] === 'number' ? Math.min(120, Math.max(20, wedge['gapMs'])) : WEDGE_DEFAULTS.gapMs,
      prefix: typeof wedge['prefix'] === 'string' ? wedge['prefix'] : '',
      suffix: typeof wedge['suffix'] === 'string' ? wedge['suffix'] : '',
    },
  };
}

const readCustomer = ({ isOn, lang }: Readonly<Record<string, unknown>>): CustomerChoice => ({
  isOn: isOn === true,
  lang: lang === 'zh-CN' || lang === 'en' ? lang : 'till',
});

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const flag = (value: unknown, otherwise: boolean): boolean => (typeof value === 'boolean' ? value : otherwise);

/**
 * The store, which writes each change to `disk`. Storage that is switched off keeps choices until the page is closed.
 */
export function createPreferences(disk: Pick<Storage, 'getItem' | 'setItem'> | null): PreferenceStore {
  const store = createStore<Preferences>()(() => readPreferences(readFrom(disk)));
  store.subscribe((chosen) => {
    try {
      disk?.setItem(KEPT_UNDER, JSON.stringify(chosen));
    } catch {
      // The choice then holds until the page is closed: nothing is lost that a person must know of.
    }
  });
  return store;
}

function readFrom(disk: Pick<Storage, 'getItem'> | null): string | null {
  try {
    return disk?.getItem(KEPT_UNDER) ?? null;
  } catch {
    return null;
  }
}
