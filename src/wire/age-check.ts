/** That somebody looked how old a customer is: for which age, and how. Never the date of birth. Since schema 7. */
import * as z from 'zod/mini';
import { MOST_AGE } from '../core/product.ts';
import { uuid } from './scalars.ts';

/** Years. */
export const minAge = z.int().check(z.minimum(1), z.maximum(MOST_AGE));
export const ageCheck = z.strictObject({ age: minAge, how: z.enum(['birth_date', 'looks']), staffId: uuid });
