/**
 * A till's rescue file into the books: opened here, where its code was typed, and handed over section by section. Doing
 * it again is harmless: the server knows each fact by its id.
 */
import { err, ok, type Result } from '../../core/result.ts';
import { rescueTaken, type RescueLeft } from '../../wire/office-rescue.ts';
import { openRescue, sectionText } from '../../wire/rescue-file.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { OfficeApi } from '../data/api.ts';

/** What stays in the file only, by why. */
type Left = { readonly why: RescueLeft; readonly entries: number; readonly missingSeq: number | null };

export type Carried = {
  readonly tillCode: string;
  readonly madeMs: number;
  readonly entries: number;
  readonly taken: number;
  readonly known: number;
  readonly aside: number;
  readonly left: readonly Left[];
};

/**
 * Refuses: `not_a_rescue_file`, `file_too_large`, `rescue_code_wrong`, `insecure_page`, and what the server refuses;
 * what was handed over before that stays taken in. `onDone` hears of the entries handed over so far.
 */
export async function carryIn(
  api: OfficeApi,
  file: { readonly bytes: Uint8Array; readonly code: string },
  onDone: (entries: number) => void,
): Promise<Result<Carried, Refusal>> {
  // Without a secure page browsers give no WebCrypto, whatever its type says.
  if ((crypto.subtle as SubtleCrypto | undefined) === undefined) return err({ code: 'insecure_page' });
  const opened = await openRescue(file.bytes, file.code);
  if (!opened.ok) return opened;
  const { head, sections } = opened.value;
  const { tillCode, madeMs, entries } = head;
  let sum: Carried = { tillCode, madeMs, entries, taken: 0, known: 0, aside: 0, left: [] };
  let done = 0;
  for (const section of sections) {
    const body = { section: sectionText(section) };
    const answer = await api.call('POST', '/rescue', { schema: rescueTaken, body });
    if (!answer.ok) return answer;
    const { taken, known, aside, left } = answer.value;
    sum = {
      ...sum,
      taken: sum.taken + taken,
      known: sum.known + known,
      aside: sum.aside + aside,
      left: left === null ? sum.left : withLeft(sum.left, left),
    };
    done += section.lines.length;
    onDone(done);
  }
  return ok(sum);
}

/** Sections that stay behind for one reason are told as one. */
function withLeft(all: readonly Left[], one: Left): readonly Left[] {
  const isSame = (other: Left) => other.why === one.why && other.missingSeq === one.missingSeq;
  const before = all.find(isSame);
  if (before === undefined) return [...all, one];
  return [...all.filter((other) => !isSame(other)), { ...one, entries: before.entries + one.entries }];
}
