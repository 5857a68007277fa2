/**
 * Receipt numbers: a gap-free series per till and incarnation, made without a server, unique in the store.
 * T3-001532 is the 1,532nd of till T3 in its first incarnation, T3b-000001 the first of its second.
 */
import { assert } from './assert.ts';

type ReceiptNo = { readonly tillCode: string; readonly incarnationNo: number; readonly n: number };

const SHAPE = /^([A-Z][A-Z0-9]{0,3})([a-z]{0,6})-([0-9]{6,12})$/;

/** The text of a receipt number. `incarnationNo` and `n` count from 1. */
export function receiptNo(tillCode: string, incarnationNo: number, n: number): string {
  assert(incarnationNo >= 1 && n >= 1, 'incarnations and receipts count from 1');
  return `${tillCode}${lettersOf(incarnationNo)}-${String(n).padStart(6, '0')}`;
}

/** A receipt number read back; null when the text is none. */
export function parseReceiptNo(text: string): ReceiptNo | null {
  const [, tillCode = '', letters = '', digits = ''] = SHAPE.exec(text) ?? [];
  const incarnationNo = numberOf(letters);
  const parsed = { tillCode, incarnationNo, n: Number(digits) };
  // One number has one text: more zeros or an `a` would be a second one.
  return tillCode !== '' && parsed.n > 0 && receiptNo(tillCode, incarnationNo, parsed.n) === text ? parsed : null;
}

/** 1 is no letter at all, 2 is b ... 26 z, 27 aa: counting in letters, as spreadsheet columns do. */
function lettersOf(incarnationNo: number): string {
  if (incarnationNo === 1) return '';
  let letters = '';
  for (let rest = incarnationNo; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(97 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

function numberOf(letters: string): number {
  if (letters === '') return 1;
  return Array.from(letters).reduce((sum, letter) => sum * 26 + (letter.charCodeAt(0) - 96), 0);
}
