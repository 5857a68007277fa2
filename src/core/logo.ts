/**
 * A shop's logo as dots of a receipt printer: how large it may be. Not here: how a picture becomes dots (dither.ts).
 */

/** Dots across 58 mm paper, and a height that costs little paper. */
export const LOGO_WIDE = 384;
export const LOGO_HIGH = 192;

export type LogoSize = { readonly widthDots: number; readonly heightDots: number };

/** Bytes of a logo: rows of whole bytes. */
export const logoBytes = ({ widthDots, heightDots }: LogoSize): number => Math.ceil(widthDots / 8) * heightDots;
