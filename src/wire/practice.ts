/** Entries of practice. What is practised is never sent; that it was is. */
import * as z from 'zod/mini';
import { int, minor, nat, positive, uuid } from './scalars.ts';

export const practiceBodies = {
  'practice.started': z.strictObject({ practiceId: uuid, approverId: z.nullable(uuid) }),
  'practice.ended': z.strictObject({
    practiceId: uuid,
    startedMs: int,
    staffId: uuid, // who ended it: by the time it is journalled nobody is signed in
    approverId: z.nullable(uuid),
    sales: nat,
    returns: nat,
    salesMinor: minor,
    papers: nat,
    kinds: nat, // of goods
    goods: z.array(z.strictObject({ skuNo: positive, qtyMilli: positive })).check(z.maxLength(50)),
  }),
} as const;
