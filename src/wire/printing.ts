/** Printers in the shop's network: what a till asks of the server, and what the office keeps. */
import * as z from 'zod/mini';
import { text, uuid } from './scalars.ts';

export const PRINT_PATH = '/till/print';
export const PRINTERS_PATH = '/till/printers';

/** A long receipt with pictures is some 60 KB. */
export const MOST_PRINT_BYTES = 131_072;

export const printAsked = z.strictObject({
  printerId: uuid,
  data: z.string().check(z.maxLength(Math.ceil((MOST_PRINT_BYTES * 4) / 3)), z.regex(/^[A-Za-z0-9_-]+$/)),
});

/** What a till hears of the printers of its store. */
export const tillPrinters = z.strictObject({ printers: z.array(z.strictObject({ printerId: uuid, name: text(60) })) });

export type TillPrinters = z.infer<typeof tillPrinters>;

/** What the office keeps of one. The address is of the shop's own network: the server lets no other pass. */
export const networkPrinter = z.strictObject({
  printerId: uuid,
  storeId: uuid,
  name: text(60),
  host: text(45),
  port: z.int().check(z.minimum(1), z.maximum(65_535)),
});
export type NetworkPrinter = z.infer<typeof networkPrinter>;

export const officePrinters = z.strictObject({ printers: z.array(networkPrinter) });
export type OfficePrinters = z.infer<typeof officePrinters>;
