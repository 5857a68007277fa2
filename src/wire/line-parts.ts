/** What a line of a sale or a return is made of: its taxes, and the products of a bundle. */
import * as z from 'zod/mini';
import { minor, nat, positive, text } from './scalars.ts';

/** What a line paid of each tax; the numbers are those of the sale's `taxes`. */
export const linePart = z.strictObject({ taxNo: positive, taxMinor: minor });

/** A product in a bundle, with its share of what was paid or given back. Since schema 7. */
const part = {
  skuNo: positive,
  name: text(200),
  qtyMilli: positive,
  taxBp: nat,
  taxMinor: minor,
  taxes: z.optional(z.readonly(z.array(linePart))),
};
export const soldParts = z.readonly(z.array(z.strictObject({ ...part, shareMinor: minor })));
export const returnedParts = z.readonly(z.array(z.strictObject({ ...part, refundMinor: minor })));
