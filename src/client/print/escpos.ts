/**
 * A paper as ESC/POS bytes, the language of receipt printers: text in columns, Chinese by GB18030, codes, pictures, the
 * cut, and the pulse that opens a drawer. Pure: the same paper and printer give the same bytes.
 *
 * Invariants: no character of a name reaches the printer as a command (control characters are gone before); every
 * character is printed as itself or drawn, never as a silent question mark; no row is wider than the paper.
 * Not here: how bytes reach a printer (ports), when (print-queue.ts), how text is drawn (draw-text.ts).
 */
import { receiptText, type ReceiptRow } from '../../core/receipt.ts';
import { textWidth } from '../../core/text-width.ts';
import { centred, codeBitmap, type Bitmap } from './bitmap.ts';
import { gbBytes } from './gb18030.ts';

/** What the printer at hand can do. */
export type PrinterFace = {
  readonly paperMm: 58 | 80;
  readonly chinese: 'font' | 'drawn'; // drawn: it has no Chinese font
  readonly codes: 'printer' | 'drawn'; // drawn: it has no command for QR codes
  readonly cuts: boolean;
};

export type Paper = {
  readonly rows: readonly ReceiptRow[];
  readonly qr: { readonly text: string; readonly label: string } | null;
  readonly withLogo?: boolean; // the shop's stands over it, where the shop has one
};

/** What only a browser can make, given by whoever prints. */
export type Drawing = {
  /** One line of text over the whole paper. */
  readonly text: (line: string, style: { readonly strong: boolean; readonly widthDots: number }) => Bitmap;
  /** The modules of a QR code. */
  readonly code: (text: string) => readonly (readonly boolean[])[];
  readonly logo: Bitmap | null; // of the shop, at most as wide as the paper
};

/** Columns of text and dots across, by the paper's width. */
const COLUMNS = { 58: 32, 80: 48 } as const;
const DOTS = { 58: 384, 80: 576 } as const;
const CODE_MODULE = { 58: 4, 80: 6 } as const;

const [ESC, GS, FS] = [0x1b, 0x1d, 0x1c];
const INIT = [ESC, 0x40];
const STRONG = { on: [ESC, 0x45, 1], off: [ESC, 0x45, 0] } as const;
const CHINESE = { on: [FS, 0x26], off: [FS, 0x2e] } as const;
const CENTRE = { on: [ESC, 0x61, 1], off: [ESC, 0x61, 0] } as const;
const NEW_LINE = 0x0a;
const FEED_3 = [ESC, 0x64, 3];
const FEED_AND_CUT = [GS, 0x56, 66, 0];
/** Pin 2 of the drawer's plug, 50 ms on and 500 ms off, in steps of 2 ms. */
const KICK = [ESC, 0x70, 0, 25, 250];
/** A picture is sent in bands: printers have little memory. */
const BAND_ROWS = 128;

/** Every byte of a paper, the cut included. */
export function encodePaper(paper: Paper, face: PrinterFace, drawing: Drawing): Uint8Array<ArrayBuffer> {
  const out: number[] = [...INIT];
  if (paper.withLogo === true && drawing.logo !== null) picture(out, centred(drawing.logo, DOTS[face.paperMm]));
  for (const row of paper.rows) rowBytes(out, row, face, drawing);
  if (paper.qr !== null) codeBytes(out, paper.qr, face, drawing);
  out.push(...FEED_3);
  if (face.cuts) out.push(...FEED_AND_CUT);
  return Uint8Array.from(out);
}

/** The pulse that opens a drawer at the printer. */
export const encodeKick = (): Uint8Array<ArrayBuffer> => Uint8Array.from([...INIT, ...KICK]);

function rowBytes(out: number[], row: ReceiptRow, face: PrinterFace, drawing: Drawing): void {
  const strong = row.row !== 'rule' && row.strong;
  if (strong) out.push(...STRONG.on);
  for (const line of receiptText([plain(row)], COLUMNS[face.paperMm])) lineBytes(out, line, { strong, face, drawing });
  if (strong) out.push(...STRONG.off);
}

type Style = { readonly strong: boolean; readonly face: PrinterFace; readonly drawing: Drawing };

function lineBytes(out: number[], line: string, { strong, face, drawing }: Style): void {
  if (!Array.from(line).every((character) => isPrintable(character, face))) {
    picture(out, drawing.text(line, { strong, widthDots: DOTS[face.paperMm] }));
    return;
  }
  for (const run of line.match(/[\x20-\x7e]+|[^\x20-\x7e]+/g) ?? []) {
    const isAscii = run.charCodeAt(0) < 0x7f;
    if (isAscii) out.push(...Array.from(run, (character) => character.charCodeAt(0)));
    else out.push(...CHINESE.on, ...Array.from(run).flatMap((character) => gbBytes(character) ?? []), ...CHINESE.off);
  }
  out.push(NEW_LINE);
}

/** As itself and as wide as it was laid out: what the Chinese font holds takes two columns. */
const isPrintable = (character: string, { chinese }: PrinterFace): boolean =>
  /^[\x20-\x7e]$/.test(character) || (chinese === 'font' && textWidth(character) === 2 && gbBytes(character) !== null);

/** Signs that are narrow on screens and wide in Chinese fonts, as the plain ones everybody reads the same. */
const PLAIN: Readonly<Record<string, string>> = {
  '\u00a5': '￥', '×': 'x', '·': '.', '•': '*', '–': '-', '—': '-', '−': '-', '…': '...', '‘': "'", '’': "'", '“': '"',
  '”': '"', '\u00a0': ' ', '\u202f': ' ', '\u2009': ' ',
}; // prettier-ignore

const plainText = (text: string): string => Array.from(text, (character) => PLAIN[character] ?? character).join('');

function plain(row: ReceiptRow): ReceiptRow {
  switch (row.row) {
    case 'rule':
      return row;
    case 'text':
      return { ...row, text: plainText(row.text) };
    case 'pair':
      return { ...row, left: plainText(row.left), right: plainText(row.right) };
  }
}

function codeBytes(
  out: number[],
  { text, label }: { readonly text: string; readonly label: string },
  face: PrinterFace,
  drawing: Drawing,
): void {
  out.push(NEW_LINE);
  if (face.codes === 'drawn') picture(out, codeBitmap(drawing.code(text), DOTS[face.paperMm]));
  else out.push(...CENTRE.on, ...ownCode(text, CODE_MODULE[face.paperMm]), ...CENTRE.off);
  rowBytes(out, { row: 'text', text: label, align: 'center', strong: false }, face, drawing);
}

/** GS ( k: model 2, module size, level M, the text, print. Our codes are ASCII. */
function ownCode(text: string, module: number): number[] {
  const bytes = Array.from(text, (character) => character.charCodeAt(0) & 0x7f);
  const length = bytes.length + 3;
  const command = (...rest: number[]): number[] => [GS, 0x28, 0x6b, ...rest];
  return [
    ...command(4, 0, 0x31, 0x41, 0x32, 0),
    ...command(3, 0, 0x31, 0x43, module),
    ...command(3, 0, 0x31, 0x45, 0x31),
    ...command(length & 0xff, length >> 8, 0x31, 0x50, 0x30),
    ...bytes,
    ...command(3, 0, 0x31, 0x51, 0x30),
  ];
}

/** GS v 0, band by band. */
function picture(out: number[], { widthDots, heightDots, bits }: Bitmap): void {
  const across = Math.ceil(widthDots / 8);
  for (let from = 0; from < heightDots; from += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, heightDots - from);
    out.push(GS, 0x76, 0x30, 0, across & 0xff, across >> 8, rows & 0xff, rows >> 8);
    for (const byte of bits.subarray(from * across, (from + rows) * across)) out.push(byte);
  }
}
