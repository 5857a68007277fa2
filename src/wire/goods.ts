/** What rows of a till's streams and the phone's pages say alike: names, categories, how labels of scales are read. */
import * as z from 'zod/mini';
import { int, nat, text } from './scalars.ts';

export const names = z.object({ zh: z.optional(text(200)), en: z.optional(text(200)) });
export const categoryRow = z.object({ categoryId: text(64), names, order: int, hue: nat });
/** A pattern has one sign for each digit of a scale's label: core/scale-code.ts reads by it. */
const scaleRule = z.object({
  pattern: z.string().check(z.regex(/^(?=.*I)[0-9IWPV.]{7,23}[0-9IWPV.C]$/)),
  weightDecimals: z.int().check(z.minimum(0), z.maximum(6)),
});
export const scaleRules = z.readonly(z.array(scaleRule).check(z.maxLength(12)));
