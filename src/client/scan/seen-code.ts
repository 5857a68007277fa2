/**
 * What an engine reports of one code in one picture, whichever engine it is, and what the scanner port hands on.
 * Meaning (GTIN, hand-off cart, receipt) is not known here: core/scan-text.ts decides that.
 */

/** One-dimensional codes need two equal reads; two-dimensional ones carry error correction of their own. */
type LinearSymbology = 'ean13' | 'ean8' | 'upca' | 'upce' | 'itf14' | 'code128' | 'databar';
type MatrixSymbology = 'qr' | 'datamatrix';
export type Symbology = LinearSymbology | MatrixSymbology;

export type SeenCode = {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly symbology: Symbology;
  readonly identifier: string; // AIM symbology identifier, `]d2`; empty where the engine has none
  readonly offCentre: number; // 0 in the middle of the picture, 1 in its corner
};

/** What leaves the scanner: one code a person meant to scan, once. */
export type ScanRead = {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly symbology: Symbology | null; // null: typed by a keyboard scanner, which does not say
  readonly identifier: string;
  readonly source: 'camera' | 'wedge' | 'hid' | 'image';
  readonly atMs: number;
};

export const isLinear = (symbology: Symbology): symbology is LinearSymbology =>
  symbology !== 'qr' && symbology !== 'datamatrix';
