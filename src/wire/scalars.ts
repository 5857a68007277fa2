/** The small shapes every schema of this folder is made of. */
import * as z from 'zod/mini';
import type { Minor } from '../core/money.ts';

z.config({ jitless: true }); // the CSP has no unsafe-eval

/** No NUL, no half of a surrogate pair. */
export const isStorable = (value: string): boolean => !value.includes('\0') && value.isWellFormed();

const isNotMinusZero = (value: number): boolean => !Object.is(value, -0);

export const hex64 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
export const uuid = z.uuid();
/** Whole numbers. -0 is none: canonical text has no way to write it. */
export const int = z.int().check(z.refine(isNotMinusZero));
export const nat = z.int().check(z.nonnegative(), z.refine(isNotMinusZero));
export const positive = z.int().check(z.positive());
/** Minor units, signed. */
export const minor = z.pipe(
  int,
  z.transform((value): Minor => value as Minor),
);
export const gtin14 = z.string().check(z.regex(/^\d{14}$/));
export const isoDate = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/));
/** Text every store can hold: no NUL, no half of a surrogate pair. */
export const text = (max: number) => z.string().check(z.maxLength(max), z.refine(isStorable));
export const currencyCode = z.string().check(z.regex(/^[A-Z]{3}$/));
/** ES256 public key, uncompressed parts, base64url. */
export const publicJwk = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().check(z.regex(/^[\w-]{43}$/)),
  y: z.string().check(z.regex(/^[\w-]{43}$/)),
});
export type PublicJwk = z.infer<typeof publicJwk>;
