/** The office's HTTP for pricing (src/wire/office.ts says the rules): promotions and taxes. */
import * as z from 'zod/mini';
import { promotionRow, taxRow } from './catalogue.ts';
import { isoDate, nat } from './scalars.ts';

export const promotionList = z.object({ rows: z.array(promotionRow) });
/** `products`: how many each tax is on, all days taken together; `own`: those of no tax, by their own rate. */
export const taxList = z.object({
  rows: z.array(taxRow),
  products: z.record(z.string(), nat),
  own: z.array(z.object({ taxBp: nat, products: nat })),
});

/** What a person says of a promotion; the server gives it its id and rev. */
const promotionFields = z.omit(promotionRow, { promotionId: true, rev: true, state: true }).shape;
export const promotionAdd = z.strictObject(promotionFields);
/** `rev`: the one that was looked at; another one since is `changed_meanwhile`. */
export const promotionChange = z.strictObject({ ...promotionFields, rev: nat });
export const promotionEnd = z.strictObject({ rev: nat });

export const taxAdd = z.strictObject(z.omit(taxRow, { taxId: true, state: true }).shape);
export const taxChange = z.strictObject(z.omit(taxRow, { taxId: true }).shape);
/** Another rate from a day on: the tax ends on the day before, and one like it begins. */
export const taxFollow = z.strictObject({
  fromDate: isoDate,
  ratePpm: taxRow.shape.ratePpm,
  perUnitMinor: taxRow.shape.perUnitMinor,
});

export type TaxList = z.infer<typeof taxList>;
