/**
 * One section of a rescue file into the journal: as a push whose statement was carried by hand. The signature is the
 * device's own, so nobody between the till and the office can put in a fact; should the till come back and push the
 * same entries, they are duplicates.
 *
 * Invariants: what cannot be placed is told and stays in the file; nothing is stored that the device did not sign.
 */
import { err, ok, type Result } from '../../core/result.ts';
import { readSections } from '../../wire/rescue-file.ts';
import { fromBase64url } from '../../wire/proof.ts';
import type { RescueLeft, RescueTaken } from '../../wire/office-rescue.ts';
import type { Refusal, RefusalCode } from '../../wire/refusal.ts';
import type { PushErr, PushOk } from '../../wire/sync.ts';
import { accept } from './accept.ts';
import type { AcceptMeans } from './push.ts';

/**
 * Refuses: `not_a_rescue_file` - no section of ours, or not signed by the device it names; `device_unknown` - no till
 * of this shop; `awaiting_confirmation`; `try_later`, `server_disk_full`.
 */
export async function takeRescue(means: AcceptMeans, text: string): Promise<Result<RescueTaken, Refusal>> {
  const sections = readSections(text);
  const [section] = sections ?? [];
  if (section === undefined || sections?.length !== 1) return err({ code: 'not_a_rescue_file' });
  const { statement, statementText: headerText, lines } = section;
  const count = lines.length;
  if (section.signature === null) return ok(leftBehind('unsigned', count, null));
  const signature = fromBase64url(section.signature);
  const header = { ...statement, timeMs: statement.madeMs };
  const answer = await accept(means, { header, headerText, signature, lines, carried: true });
  if (!('error' in answer)) return ok(counted(answer.results));
  if (answer.error === 'gap') return ok(leftBehind('gap', count, answer.expected));
  if (answer.error === 'fork' || answer.error === 'broken_chain') {
    return ok(leftBehind('branched', count, null)); // kept beside the chain; the till's next life brings them again
  }
  return err({ code: refusalOf(answer) });
}

const leftBehind = (why: RescueLeft, entries: number, missingSeq: number | null): RescueTaken => ({
  taken: 0,
  known: 0,
  aside: 0,
  left: { why, entries, missingSeq },
});

function counted(results: PushOk['results']): RescueTaken {
  const of = (...all: readonly string[]) => results.filter(({ status }) => all.includes(status)).length;
  const [taken, known] = [of('applied'), of('dup')];
  return { taken, known, aside: results.length - taken - known, left: null };
}

function refusalOf(answer: Exclude<PushErr, { error: 'gap' | 'fork' | 'broken_chain' }>): RefusalCode {
  if (answer.error === 'retry') return answer.code === 'server_disk_full' ? 'server_disk_full' : 'try_later';
  if (answer.error !== 'auth') return 'not_a_rescue_file';
  if (answer.code === 'device_unknown' || answer.code === 'awaiting_confirmation') return answer.code;
  return 'not_a_rescue_file';
}
