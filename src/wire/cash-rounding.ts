/** Totals to coins that exist, as sales and settings tell it. By itself, so that a phone need not know of entries. */
import * as z from 'zod/mini';
import { positive } from './scalars.ts';

export const cashRounding = z.strictObject({
  stepMinor: positive,
  how: z.enum(['half_up', 'half_down', 'up', 'down']),
  on: z.enum(['cash', 'all']),
});
