/**
 * The body of a push: bytes to header and lines. Nothing is parsed but the header; entries stay the text they came
 * as.
 */
import { BATCH_BYTES, BATCH_ENTRIES } from '../../wire/protocol.ts';
import { fromBase64url } from '../../wire/proof.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { pushHeader, type PushErr } from '../../wire/sync.ts';
import type { Push } from './push.ts';

/** The header line beside the entries, which have a limit of their own. */
export const HEADER_BYTES = 4_096;
const SIGNATURE = /^[\w-]{86}$/;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Takes a push apart. Refuses: `too_big` beyond the batch limits, `bad_push` when it is no push of ours. */
export function readPush(body: Uint8Array, signature: unknown): Result<Push, PushErr> {
  if (body.length > BATCH_BYTES + HEADER_BYTES) return err({ error: 'too_big' });
  const text = textOrNull(body);
  if (text === null || typeof signature !== 'string' || !SIGNATURE.test(signature)) return err({ error: 'bad_push' });
  const [headerText = '', ...lines] = text.split('\n');
  if (lines.length > BATCH_ENTRIES) return err({ error: 'too_big' });
  const header = pushHeader.safeParse(jsonOrNull(headerText));
  if (!header.success || lines.length === 0 || headerText.length > HEADER_BYTES) return err({ error: 'bad_push' });
  return ok({ header: header.data, headerText, signature: fromBase64url(signature), lines });
}

function textOrNull(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null; // a verdict: bytes that are not text cannot be an entry
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a verdict: no header
  }
}
