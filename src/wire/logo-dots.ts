/** A logo's dots, out of its text and into it: rows of whole bytes, the left dot in the highest bit, 1 is black. */
import type { Logo } from './logo.ts';

export const logoDots = ({ bits }: Logo): Uint8Array => Uint8Array.from(atob(bits), (one) => one.charCodeAt(0));

export const logoText = (dots: Uint8Array): string =>
  btoa(Array.from(dots, (byte) => String.fromCharCode(byte)).join(''));
