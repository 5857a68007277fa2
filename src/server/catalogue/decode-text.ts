/**
 * From the bytes of a text file to its text. A byte order mark decides; else UTF-8 when the whole file is valid UTF-8;
 * else GB18030 (what Chinese Excel writes); else windows-1252, which reads anything (what western Excel writes).
 *
 * Invariants: nothing is dropped or replaced without a person seeing the encoding named in the preview; bytes that
 * belong to no text (pictures, old .xls) are refused, not shown as rubbish.
 */
import { err, ok, type Result } from '../../core/result.ts';
import type { FileFormat } from '../../wire/catalogue-file.ts';
import type { Refusal } from '../../wire/refusal.ts';

type Encoding = NonNullable<FileFormat['encoding']>;

const SNIFFED_BYTES = 4096;
const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * The text of `bytes` with `\n` as the only line end, and the encoding it was read in.
 * Refuses: `not_a_table` - control bytes no text has.
 */
export function decodeText(bytes: Uint8Array): Result<{ text: string; encoding: Encoding }, Refusal> {
  const encoding = markedEncoding(bytes) ?? unmarkedUtf16(bytes) ?? likelyEncoding(bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  if (hasControls(text)) return err({ code: 'not_a_table' });
  return ok({ text: text.replaceAll('\r\n', '\n').replaceAll('\r', '\n'), encoding });
}

function markedEncoding(bytes: Uint8Array): Encoding | undefined {
  return MARKS.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte))?.[0];
}

/** UTF-16 without a mark: in a table most characters (digits, commas, line ends) have a zero as their other half. */
function unmarkedUtf16(bytes: Uint8Array): Encoding | undefined {
  const head = bytes.subarray(0, SNIFFED_BYTES);
  let even = 0;
  let odd = 0;
  head.forEach((byte, i) => {
    if (byte !== 0) return;
    if (i % 2 === 0) even += 1;
    else odd += 1;
  });
  const many = head.length / 8;
  if (odd > many && even === 0) return 'utf-16le';
  return even > many && odd === 0 ? 'utf-16be' : undefined;
}

function likelyEncoding(bytes: Uint8Array): Encoding {
  if (decodes(bytes, 'utf-8')) return 'utf-8';
  return decodes(bytes, 'gb18030') ? 'gb18030' : 'windows-1252';
}

function decodes(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch (cause) {
    if (cause instanceof TypeError) return false; // The verdict asked for: these bytes are not of this encoding.
    throw cause;
  }
}

/**
 * A NUL, or several control characters near the start: a picture, a PDF, an old .xls. One stray character is forgiven.
 */
function hasControls(text: string): boolean {
  if (text.includes('\0')) return true;
  const controls = text.slice(0, SNIFFED_BYTES).match(/[\u0001-\u0008\u000b\u000e-\u001f]/g);
  return (controls?.length ?? 0) > 3;
}
