/**
 * What a bundle is made of, as a shop writes it down in a form or in a column of a file: one part a line (or after a
 * semicolon), how many of it and which, by its code, its barcode or its number behind a `#`:
 *
 *   2 x W1
 *   #17
 *   0.5 x 6901234567892
 *
 * Without a number it is one. Invariant: what `partsText` writes, `readParts` reads as the same parts.
 */
import { qtyText } from './currency.ts';
import { MOST_PARTS } from './product.ts';

/** A part as it is named; which product it is, the shop knows. */
export type PartNamed = { readonly key: string; readonly qtyMilli: number };

/** The parts a text names; null where a line cannot be read, a part is named twice, or there are too many. */
export function readParts(text: string): PartNamed[] | null {
  const lines = text.split(/[\n;；]/).map((line) => line.trim());
  const parts = lines.filter((line) => line !== '').map(readPart);
  const read = parts.flatMap((part) => part ?? []);
  const isEach = new Set(read.map(({ key }) => key)).size === read.length;
  return read.length === parts.length && isEach && read.length <= MOST_PARTS ? read : null;
}

function readPart(line: string): PartNamed | null {
  const [, whole, part = '', named] = /^(\d{1,6})(?:\.(\d{1,3}))?\s*[x×*]\s*(\S.*)$/i.exec(line) ?? [];
  const key = named ?? line;
  const qtyMilli = whole === undefined ? 1000 : Number(whole + part.padEnd(3, '0'));
  return key.length <= 64 && qtyMilli > 0 ? { key, qtyMilli } : null;
}

/** The text of parts, one a line. */
export const partsText = (parts: readonly PartNamed[]): string =>
  parts.map(({ key, qtyMilli }) => `${qtyText(qtyMilli)} x ${key}`).join('\n');
