/** What a till with a receipt printer needs of the browser: the ways to it, and the queue of papers. */
import { bluetoothPrinter } from '../../client/print/bluetooth-port.ts';
import { drawText } from '../../client/print/draw-text.ts';
import { encodeKick, encodePaper, type Drawing } from '../../client/print/escpos.ts';
import { networkPrinter } from '../../client/print/network-port.ts';
import { openPrintQueue, type PrintQueue } from '../../client/print/print-queue.ts';
import { PrinterTrouble, type PrinterPort, type PrinterTroubleCode } from '../../client/print/printer-port.ts';
import { serialPrinter } from '../../client/print/serial-port.ts';
import { usbPrinter } from '../../client/print/usb-port.ts';
import type { TillDevice } from '../../client/till-device.ts';
import { qrModules } from '../../ui/qr-modules.ts';
import { logoDots } from '../../wire/logo-dots.ts';
import type { PreferenceStore } from '../preferences.ts';
import { printedAgain } from './printed-again.ts';
import type { PrinterWay } from './printer-choice.ts';

export type DeskParts = {
  readonly queue: PrintQueue;
  readonly kick: () => Promise<PrinterTroubleCode | null>;
  readonly connect: () => Promise<boolean>;
};

type Means = {
  readonly device: TillDevice;
  readonly preferences: PreferenceStore;
  readonly nowMs: () => number;
};

const KEPT_IN = 'halfloop-till-print';

/** The shop's logo as it is known now: a paper that waited is printed with the present one. */
function drawingOf(device: TillDevice): Drawing {
  const logo = device.state.getState().settings?.logo ?? null;
  return { text: drawText, code: qrModules, logo: logo === null ? null : { ...logo, bits: logoDots(logo) } };
}

export async function openDeskParts({ device, preferences, nowMs }: Means): Promise<DeskParts> {
  const chosen = () => preferences.getState().printer;
  const ports: Readonly<Record<Exclude<PrinterWay, 'system'>, PrinterPort>> = {
    serial: serialPrinter(navigator, () => chosen().baud),
    usb: usbPrinter(navigator),
    bluetooth: bluetoothPrinter(navigator),
    network: networkPrinter(device, () => chosen().printerId),
  };
  const port = (): PrinterPort => {
    const { by } = chosen();
    if (by === 'system') throw new PrinterTrouble('not_connected');
    return ports[by];
  };
  const { locks } = navigator as { readonly locks?: LockManager };
  const queue = await openPrintQueue({
    name: KEPT_IN,
    place: { indexedDB, IDBKeyRange },
    print: (paper) => {
      const { paperMm, printer } = preferences.getState();
      return port().send(encodePaper(paper, { ...printer, paperMm }, drawingOf(device)));
    },
    again: printedAgain,
    onFault: reportError,
    locks: locks ?? null,
    nowMs,
  });
  return { queue, connect: () => port().connect(), kick: () => troubleOf(() => port().send(encodeKick())) };
}

async function troubleOf(send: () => Promise<void>): Promise<PrinterTroubleCode | null> {
  try {
    await send();
    return null;
  } catch (error) {
    if (error instanceof PrinterTrouble) return error.code;
    throw error;
  }
}
