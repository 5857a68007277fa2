/**
 * A shop's logo as it travels: dots, never a picture file. Whatever was uploaded stays with the browser that read it;
 * what is kept has no form in which anything could hide.
 */
import * as z from 'zod/mini';
import { LOGO_HIGH, LOGO_WIDE, logoBytes } from '../core/logo.ts';

const MOST_TEXT = 12_288; // base64 of the largest

export const logo = z
  .object({
    widthDots: z.int().check(z.minimum(1), z.maximum(LOGO_WIDE)),
    heightDots: z.int().check(z.minimum(1), z.maximum(LOGO_HIGH)),
    bits: z.string().check(z.maxLength(MOST_TEXT), z.regex(/^[A-Za-z0-9+/]*={0,2}$/)),
  })
  .check(z.refine((it) => bytesIn(it.bits) === logoBytes(it)));
export type Logo = z.infer<typeof logo>;

const bytesIn = (text: string): number => (text.length / 4) * 3 - (/=*$/.exec(text)?.[0].length ?? 0);
