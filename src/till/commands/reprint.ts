/** Another paper of a sale or return that has one already: a fact, and a number that stands on the copy. */
import type { LocalSale } from '../../client/till-device.ts';
import { ok, type Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed, type Asked } from './allowed.ts';
import type { TillTools } from './tools.ts';

/** What a copy of this needs: one's own last sale anybody at the counter, any other with more say. */
export async function reprintAsked({ device }: TillTools, row: LocalSale): Promise<Asked> {
  const [last] = await device.recentSales(1);
  const isOwnLast = last?.saleId === row.saleId && row.staffId === device.state.getState().signedIn?.staffId;
  return { action: isOwnLast ? 'reprint_last' : 'reprint_any' };
}

/**
 * Commits `receipt.reprinted`; gives the number of the copy. The first paper is none: see `markPrinted`.
 * Refuses: `signed_out`, `not_allowed`, and what a commit refuses.
 */
export async function noteCopy(
  tools: TillTools,
  row: LocalSale,
  { medium, approverId }: { readonly medium: 'print' | 'qr'; readonly approverId: string | null },
): Promise<Result<number, Refusal>> {
  const may = allowed(tools, { ...(await reprintAsked(tools, row)), approverId });
  if (!may.ok) return may;
  const now = (await tools.device.heldSales(({ saleId }) => saleId === row.saleId, 1))[0] ?? row;
  const copyNo = (now.copies ?? 0) + 1;
  const body = { saleId: row.saleId, no: row.no, medium, copyNo, approverId };
  const done = await tools.device.commit({ kind: 'receipt.reprinted', entryId: tools.newId(), body });
  return done.ok ? ok(copyNo) : done;
}
