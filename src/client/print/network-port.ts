/** A printer in the shop's network, by way of the server: a browser opens no plain connections itself. */
import * as z from 'zod/mini';
import { PRINT_PATH } from '../../wire/printing.ts';
import { base64url } from '../../wire/proof.ts';
import type { TillDevice } from '../till-device.ts';
import { PrinterTrouble, type PrinterPort } from './printer-port.ts';

/** `printerId`: of the printers the office allows. */
export const networkPrinter = (device: Pick<TillDevice, 'ask'>, printerId: () => string | null): PrinterPort => ({
  isSupported: true,
  connect: () => Promise.resolve(printerId() !== null),
  send: async (bytes) => {
    const chosenId = printerId();
    if (chosenId === null) throw new PrinterTrouble('not_connected');
    const body = { printerId: chosenId, data: base64url(bytes) };
    const sent = await device.ask('POST', PRINT_PATH, body, (json) =>
      z.strictObject({ sent: z.boolean() }).parse(json),
    );
    if (!sent.ok) throw new PrinterTrouble(sent.error.code === 'outcome_unknown' ? 'broke_off' : 'not_connected');
  },
});
