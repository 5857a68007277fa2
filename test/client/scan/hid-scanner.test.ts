import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openHidScanners } from '../../../src/client/scan/hid-scanner.ts';
import type { ScanRead } from '../../../src/client/scan/seen-code.ts';

/** What a browser gives of one scanner. */
class Device extends EventTarget {
  opened = false;
  isHeld = false;
  isForgotten = false;
  readonly collections = [{ usagePage: 0x8c, usage: 2 }];
  readonly features: number[] = [];
  readonly productName: string;
  readonly vendorId: number;
  constructor(productName: string, vendorId = 0x05e0) {
    super();
    this.productName = productName;
    this.vendorId = vendorId;
  }
  open = async () => {
    if (this.isHeld) throw new DOMException('held', 'NotAllowedError');
    this.opened = true;
  };
  close = async () => void (this.opened = false);
  forget = async () => void (this.isForgotten = true);
  sendFeatureReport = async (reportId: number) => void this.features.push(reportId);
  send(text: string, goesOn = false) {
    const data = new Uint8Array(63);
    data[0] = text.length;
    data.set(new TextEncoder().encode(`]E0${text}`), 1);
    data[62] = Number(goesOn);
    const report = { reportId: 2, data: new DataView(data.buffer) };
    this.dispatchEvent(Object.assign(new Event('inputreport'), report));
  }
}

class Hid extends EventTarget {
  allowed: Device[] = [];
  chosen: Device[] = [];
  getDevices = async () => this.allowed;
  requestDevice = async () => this.chosen;
  tell(kind: 'connect' | 'disconnect', device: Device) {
    this.dispatchEvent(Object.assign(new Event(kind), { device }));
  }
}

let hid: Hid;
let device: Device;
beforeEach(() => {
  vi.useFakeTimers();
  hid = new Hid();
  device = new Device('DS2208');
});
afterEach(() => void vi.useRealTimers());

function opened() {
  const scanners = openHidScanners({ hid });
  const reads: ScanRead[] = [];
  let names: readonly string[] = [];
  scanners.listen((read) => reads.push(read));
  scanners.watch((now) => (names = now));
  return { scanners, texts: () => reads.map(({ text }) => text), reads, names: () => names };
}
const settled = () => vi.advanceTimersByTimeAsync(0);

test('a scanner allowed before is opened with the page, and again when it is plugged in again', async () => {
  hid.allowed = [device];
  const { texts, names, reads } = opened();
  await settled();
  device.send('6901234567892');
  expect([names(), texts()]).toEqual([['DS2208'], ['6901234567892']]);
  expect(reads[0]).toMatchObject({ source: 'hid', identifier: ']E0' });
  hid.tell('disconnect', device);
  expect(names()).toEqual([]);
  device.send('1');
  const again = new Device('DS2208');
  hid.allowed = [again];
  hid.tell('connect', again);
  await settled();
  again.send('6901234567892');
  expect([names(), texts().length]).toEqual([['DS2208'], 2]);
});

test('one is allowed by a tap; what cannot be opened or was not chosen is said', async () => {
  const { scanners, texts } = opened();
  expect(await scanners.connect()).toBe('none');
  hid.chosen = [device];
  device.isHeld = true;
  expect(await scanners.connect()).toBe('refused');
  device.isHeld = false;
  expect(await scanners.connect()).toBe('connected');
  expect(await scanners.connect()).toBe('connected'); // again: heard once all the same
  device.send('42');
  expect(texts()).toEqual(['42']);
  expect(await openHidScanners({}).connect()).toBe('not_supported');
});

test('one that is let go is closed and heard no more', async () => {
  hid.chosen = [device];
  const { scanners, names, texts } = opened();
  await scanners.connect();
  await scanners.forget();
  device.send('42');
  expect([names(), texts(), device.opened, device.isForgotten]).toEqual([[], [], false, true]);
});

test('a code in two reports is told once; one that is never ended is told after a moment', async () => {
  hid.allowed = [device];
  const { texts } = opened();
  await settled();
  device.send('7'.repeat(56), true);
  device.send('89');
  expect(texts()).toEqual([`${'7'.repeat(56)}89`]);
  device.send('5'.repeat(56), true);
  await vi.advanceTimersByTimeAsync(1000);
  expect(texts()[1]).toBe('5'.repeat(56));
});

test('Honeywell is told where to report to; a browser without WebHID says so', async () => {
  const honeywell = new Device('Voyager', 0x0c2e);
  hid.allowed = [device, honeywell];
  opened();
  await settled();
  expect([device.features, honeywell.features]).toEqual([[], [254]]);
  expect([openHidScanners({ hid }).isSupported, openHidScanners({}).isSupported]).toEqual([true, false]);
});
