/** Beginning and ending practice: each is allowed or agreed to, told to the real journal, and starts the page anew. */
import { clearPractice, readPractice, writePractice } from '../../client/practice/practice-mark.ts';
import { ok, type Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed } from '../commands/allowed.ts';
import type { TillTools } from '../commands/tools.ts';

type Shelf = Parameters<typeof writePractice>[0];
type Agreed = { readonly approverId: string | null };

/**
 * Journals `practice.started`; the till practises from its next start. Refuses: `signed_out`, `not_allowed`, and what a
 * commit refuses.
 */
export async function beginPractice(
  tools: TillTools,
  shelf: Shelf,
  { approverId }: Agreed,
): Promise<Result<null, Refusal>> {
  const may = allowed(tools, { action: 'practise', approverId });
  if (!may.ok) return may;
  const practiceId = tools.newId();
  const body = { practiceId, approverId };
  const done = await tools.device.commit({ kind: 'practice.started', entryId: tools.newId(), body });
  if (!done.ok) return done;
  writePractice(shelf, { practiceId, startedMs: Math.round(tools.nowMs()) });
  return ok(null);
}

/**
 * Marks it as ended; the real till tells its journal at its next start (client/practice/practice-till.ts). Refuses:
 * `signed_out`, `not_allowed`.
 */
export function endPractice(tools: TillTools, shelf: Shelf, { approverId }: Agreed): Result<null, Refusal> {
  const may = allowed(tools, { action: 'practise', approverId });
  if (!may.ok) return may;
  const mark = readPractice(shelf);
  if (mark === null) clearPractice(shelf);
  else writePractice(shelf, { ...mark, ended: { entryId: tools.newId(), staffId: may.value.staffId, approverId } });
  return ok(null);
}
