/** A printer at a USB port, where the system leaves it to the browser (not on Windows: its own driver holds it). */
import { browserTimer } from '../browser-timer.ts';
import { chosen, pieces, PrinterTrouble, sendWith, unlessStalled, type PrinterPort } from './printer-port.ts';

/** What we use of WebUSB, which is in no type library yet. */
type Endpoint = { readonly endpointNumber: number; readonly direction: 'in' | 'out'; readonly type: string };
type Alternate = { readonly interfaceClass: number; readonly endpoints: readonly Endpoint[] };
type Interface = { readonly interfaceNumber: number; readonly alternate: Alternate };
type UsbDevice = {
  readonly configuration: { readonly interfaces: readonly Interface[] } | null;
  open(): Promise<void>;
  close(): Promise<void>;
  selectConfiguration(no: number): Promise<void>;
  claimInterface(no: number): Promise<void>;
  transferOut(endpoint: number, bytes: Uint8Array<ArrayBuffer>): Promise<{ readonly status?: string }>;
};
type Usb = {
  getDevices(): Promise<readonly UsbDevice[]>;
  requestDevice(options: { readonly filters: readonly { readonly classCode: number }[] }): Promise<UsbDevice>;
};

const PRINTER_CLASS = 7;
const PIECE = 4096;

/** `browser`: the navigator, which may offer it. */
export function usbPrinter(browser: object, setTimer = browserTimer): PrinterPort {
  const moving = unlessStalled(setTimer);
  const { usb } = browser as { readonly usb?: Usb };
  return {
    isSupported: usb !== undefined,
    connect: async () =>
      usb !== undefined &&
      (await chosen(() => usb.requestDevice({ filters: [{ classCode: PRINTER_CLASS }] }))) !== null,
    send: (bytes) =>
      sendWith(
        () => openPrinter(usb),
        (opened) => sendAll(opened, bytes, moving),
        ({ device }) => device.close(),
      ),
  };
}

type Opened = { readonly device: UsbDevice; readonly out: number };
type Moving = ReturnType<typeof unlessStalled>;

async function sendAll({ device, out }: Opened, bytes: Uint8Array<ArrayBuffer>, moving: Moving): Promise<void> {
  for (const piece of pieces(bytes, PIECE)) {
    const { status } = await moving(device.transferOut(out, piece));
    if (status !== undefined && status !== 'ok') throw new PrinterTrouble('broke_off');
  }
}

async function openPrinter(usb: Usb | undefined): Promise<Opened> {
  if (usb === undefined) throw new PrinterTrouble('not_supported');
  const [device] = await usb.getDevices();
  if (device === undefined) throw new PrinterTrouble('not_connected');
  await device.open();
  if (device.configuration === null) await device.selectConfiguration(1);
  for (const { interfaceNumber, alternate } of device.configuration?.interfaces ?? []) {
    const out = alternate.endpoints.find(({ direction, type }) => direction === 'out' && type === 'bulk');
    if (alternate.interfaceClass !== PRINTER_CLASS || out === undefined) continue;
    await device.claimInterface(interfaceNumber);
    return { device, out: out.endpointNumber };
  }
  throw new PrinterTrouble('not_connected');
}
