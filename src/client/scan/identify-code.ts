/**
 * Whether a code read by the camera is to be believed, and which other codes on a pack say the same. The check digit is
 * looked at again here, because a linear code read askew can pass its own parity.
 * Not here: what the code means to a till or a phone (core/scan-text.ts).
 */
import { expandUpcE, toGtin14 } from '../../core/gtin.ts';
import type { Identity } from './accept-rule.ts';
import type { SeenCode } from './seen-code.ts';

const DIGITAL_LINK = /\/01\/(\d{8,14})(?:[/?#]|$)/;
const GS1_ELEMENTS = /^01(\d{14})/;

/** The key of what a code stands for: its GTIN where it has one, else its text. */
export function identifyCode({ text, symbology, identifier }: SeenCode): Identity {
  switch (symbology) {
    case 'ean13':
    case 'ean8':
    case 'upca':
    case 'itf14':
      return ofGtin(toGtin14(text));
    case 'upce':
      return ofGtin(toGtin14(text) ?? toGtin14(expandUpcE(text) ?? ''));
    case 'databar':
    case 'code128':
    case 'datamatrix':
    case 'qr':
      return { key: gtinInside(text, identifier) ?? text, misread: false };
  }
}

const ofGtin = (gtin14: string | null): Identity => ({ key: gtin14 ?? '', misread: gtin14 === null });

/**
 * A pack carries EAN and QR side by side: both stand for one article. A wrong number inside is told to the person
 * later.
 */
function gtinInside(text: string, identifier: string): string | null {
  const gs1 = ['e0', 'C1', 'd2', 'Q3'].includes(identifier.slice(1)) ? GS1_ELEMENTS.exec(text)?.[1] : undefined;
  return toGtin14(gs1 ?? DIGITAL_LINK.exec(text)?.[1] ?? '');
}
