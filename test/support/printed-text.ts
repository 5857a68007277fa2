/**
 * A code's text as it is printed under its bars, whatever form the engine gives it in: UPC-A with 12 digits, UPC-E with
 * 8, DataBar as the 14 digits it holds. Two readings of one code are compared this way.
 */
import { expandUpcE } from '../../src/core/gtin.ts';
import type { SeenCode, Symbology } from '../../src/client/scan/seen-code.ts';

type Printed = { readonly text: string; readonly symbology: Symbology };

export function printed({ text, symbology }: Pick<SeenCode, 'text' | 'symbology'>): Printed {
  if (symbology === 'databar' && /^01[0-9]{14}$/.test(text)) return { text: text.slice(2), symbology };
  if (symbology === 'upce') return { text: upcEOf(text.slice(-12)) ?? text, symbology };
  if (symbology === 'ean13' && /^0[0-9]{12}$/.test(text)) return { text: text.slice(1), symbology: 'upca' };
  return { text, symbology };
}

/** The 8 digits that stand for a UPC-A whose zeros are left out; null when none do. */
function upcEOf(upcA: string): string | null {
  const [system = '', maker = '', item = '', check = ''] = /^(.)(.{5})(.{5})(.)$/.exec(upcA)?.slice(1) ?? [];
  const candidates = [
    maker.slice(0, 2) + item.slice(2) + maker.slice(2, 3),
    `${maker.slice(0, 3)}${item.slice(3)}3`,
    `${maker.slice(0, 4)}${item.slice(4)}4`,
    maker + item.slice(4),
  ].map((six) => system + six + check);
  return candidates.find((candidate) => expandUpcE(candidate) === upcA) ?? null;
}
