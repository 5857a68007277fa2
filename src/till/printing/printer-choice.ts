/** Which printer this till uses and what it can do: a choice of this device, read back from what a browser keeps. */
import type { PrinterFace } from '../../client/print/escpos.ts';

export const PRINTER_WAYS = ['system', 'serial', 'usb', 'bluetooth', 'network'] as const;
export type PrinterWay = (typeof PRINTER_WAYS)[number];
const BAUD_RATES = [9600, 19_200, 38_400, 57_600, 115_200] as const;

export type PrinterChoice = Omit<PrinterFace, 'paperMm'> & {
  readonly by: PrinterWay; // system: the browser's print dialog
  readonly printerId: string | null; // of a network printer
  readonly baud: number;
  readonly opensDrawer: boolean; // after each sale paid in cash
  readonly printsEach: boolean; // every receipt, without being asked
};

export const PRINTER_DEFAULTS: PrinterChoice = {
  by: 'system',
  printerId: null,
  baud: 9600,
  chinese: 'font',
  codes: 'printer',
  cuts: true,
  opensDrawer: false,
  printsEach: false,
};

/** What was chosen before, with the default for whatever is missing or not understood. */
export function readPrinter(said: Readonly<Record<string, unknown>>): PrinterChoice {
  const { by, printerId, baud, chinese, codes, cuts, opensDrawer, printsEach } = said;
  return {
    by: PRINTER_WAYS.find((way) => way === by) ?? PRINTER_DEFAULTS.by,
    printerId: typeof printerId === 'string' ? printerId : null,
    baud: BAUD_RATES.find((rate) => rate === baud) ?? PRINTER_DEFAULTS.baud,
    chinese: chinese === 'drawn' ? 'drawn' : 'font',
    codes: codes === 'drawn' ? 'drawn' : 'printer',
    cuts: cuts !== false,
    opensDrawer: opensDrawer === true,
    printsEach: printsEach === true,
  };
}

export const baudRates = (): readonly number[] => BAUD_RATES;
