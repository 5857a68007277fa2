/**
 * Scanners in the mode "USB HID POS", by WebHID: in Chrome and Edge on computers. A person allows each once, by a tap;
 * from then on it is opened whenever the page is, and when it is plugged in again.
 *
 * Invariants: a scanner that cannot be opened stops nobody (the keyboard scanner and the camera go on); each code is
 * told once to everybody who listens; what is broken off by unplugging is dropped.
 * Not here: what a report says (hid-report.ts), what a text means (core/scan-text.ts).
 */
import {
  HID_START,
  hidStep,
  type HidCollection,
  type HidEvent,
  isScanner,
  layoutOf,
  SCANNER_PAGE,
  SCANNER_USAGE,
  symbologyOf,
} from './hid-report.ts';
import type { ScanRead } from './seen-code.ts';

/** What we use of WebHID, which is in no type library yet. */
type HidDevice = EventTarget & {
  readonly opened: boolean;
  readonly vendorId: number;
  readonly productName: string;
  readonly collections: readonly HidCollection[];
  open(): Promise<void>;
  close(): Promise<void>;
  forget?(): Promise<void>;
  sendFeatureReport(reportId: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
};
type Hid = EventTarget & {
  getDevices(): Promise<readonly HidDevice[]>;
  requestDevice(asked: { readonly filters: readonly object[] }): Promise<readonly HidDevice[]>;
};
type InputReport = Event & { readonly reportId: number; readonly data: DataView };

/** `none`: nothing was chosen. `refused`: it is there, but another program or the system holds it. */
type Connected = 'connected' | 'none' | 'refused' | 'not_supported';

export interface HidScanners {
  readonly isSupported: boolean;
  /** Asks the person for a scanner: only in answer to a tap. */
  connect(): Promise<Connected>;
  /** Lets all scanners go; the person is asked again before the next. */
  forget(): Promise<void>;
  /** Names of what is open, told at once and with each change. */
  watch(onNames: (names: readonly string[]) => void): () => void;
  listen(onScan: (read: ScanRead) => void): () => void;
}

/** Some set the bit "goes on" on a code that fills its report: nothing following for so long is its end. */
const SILENCE_MS = 150;
const HONEYWELL = { vendorId: 0x0c2e, reportId: 254, data: Uint8Array.of(1) } as const;

/** Opens what was allowed before. `browser`: the navigator, which may offer it. */
export function openHidScanners(browser: object): HidScanners {
  const { hid } = browser as { readonly hid?: Hid };
  const open = new Map<HidDevice, () => void>(); // how to stop hearing of each
  const listeners = new Set<(read: ScanRead) => void>();
  const watchers = new Set<(names: readonly string[]) => void>();
  const names = () => [...open.keys()].map(({ productName }) => productName);
  const tellNames = () => watchers.forEach((watcher) => watcher(names()));
  const tell = (read: ScanRead) => listeners.forEach((listener) => listener(read));

  const take = async (device: HidDevice): Promise<boolean> => {
    if (!device.collections.some(isScanner)) return false;
    if (open.has(device)) return true;
    try {
      if (!device.opened) await device.open();
    } catch {
      return false; // held by another program: told where a person asked for it
    }
    await wake(device);
    if (!open.has(device)) open.set(device, hear(device, tell));
    tellNames();
    return true;
  };
  const drop = (device: HidDevice) => {
    open.get(device)?.();
    if (open.delete(device)) tellNames();
  };
  const takeAllowed = async () => {
    for (const device of (await hid?.getDevices()) ?? []) await take(device);
  };
  hid?.addEventListener('connect', () => void takeAllowed().catch(() => undefined)); // gone again meanwhile
  hid?.addEventListener('disconnect', (event) => drop((event as Event & { readonly device: HidDevice }).device));
  void takeAllowed().catch(() => undefined); // a browser that offers it and refuses: the keyboard remains

  return {
    isSupported: hid !== undefined,
    async connect() {
      if (hid === undefined) return 'not_supported';
      const asked = { filters: [{ usagePage: SCANNER_PAGE, usage: SCANNER_USAGE }] };
      // Closing the chooser is no fault; neither is a browser whose owner forbids it.
      const chosen = await hid.requestDevice(asked).catch(() => []);
      if (chosen.length === 0) return 'none';
      const taken = await Promise.all(chosen.map(take));
      return taken.includes(true) ? 'connected' : 'refused';
    },
    async forget() {
      for (const device of [...open.keys()]) {
        drop(device);
        await device.close();
        await device.forget?.();
      }
    },
    watch(onNames) {
      watchers.add(onNames);
      onNames(names());
      return () => void watchers.delete(onNames);
    },
    listen(onScan) {
      listeners.add(onScan);
      return () => void listeners.delete(onScan);
    },
  };
}

/** Honeywell's are silent until they are told where to report to. */
async function wake(device: HidDevice): Promise<void> {
  if (device.vendorId !== HONEYWELL.vendorId) return;
  await device.sendFeatureReport(HONEYWELL.reportId, HONEYWELL.data).catch(() => undefined); // models that need it not
}

function hear(device: HidDevice, tell: (read: ScanRead) => void): () => void {
  const layout = layoutOf(device.collections.filter(isScanner));
  let state = HID_START;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const take = (event: HidEvent) => {
    const step = hidStep(state, event, layout);
    state = step.state;
    clearTimeout(timer);
    if (state.bytes.length > 0) timer = setTimeout(() => take({ kind: 'silence' }), SILENCE_MS);
    if (step.code === null) return;
    const { text, bytes, identifier } = step.code;
    tell({ text, bytes, identifier, symbology: symbologyOf(identifier), source: 'hid', atMs: Date.now() });
  };
  const onReport = (event: Event) => {
    const { reportId, data } = event as InputReport;
    take({ kind: 'report', reportId, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) });
  };
  device.addEventListener('inputreport', onReport);
  return () => {
    clearTimeout(timer);
    device.removeEventListener('inputreport', onReport);
  };
}
