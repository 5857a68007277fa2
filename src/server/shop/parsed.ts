/** The border of the shop's routes: bodies in, refusals out. */
import type * as z from 'zod/mini';
import type { Refusal } from '../../wire/refusal.ts';
import { HttpRefusal } from '../http/errors.ts';

/** Parses at the border; what does not fit is `bad_request`. */
export function parsed<T>(schema: z.ZodMiniType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new HttpRefusal(400, 'bad_request');
  return result.data;
}

/** A rule's no, as the answer to the request that asked. */
export const refusedWith = ({ code, facts }: Refusal): HttpRefusal =>
  new HttpRefusal(409, code, facts === undefined ? {} : { facts });
