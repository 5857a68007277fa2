/** Goods come back without a receipt: at a price a person agrees to, in cash, with an approver. */
import type { CommittedEntry } from '../../client/till-device.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { blindReturn, type BlindGoods } from '../../core/return.ts';
import type { Return } from '../../core/sale.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed } from './allowed.ts';
import { settingsOf, type TillTools } from './tools.ts';

type ReturnAsked = {
  readonly entryId: string; // chosen before money is handed out: the same one again is the same return
  readonly goods: readonly BlindGoods[];
  readonly reason: string;
  readonly approverId: string; // needed by all but the owner, who is named all the same
};

type Returned = { readonly back: Return; readonly entry: CommittedEntry };

/**
 * Commits `return.completed`.
 * Refuses: `signed_out`, `not_allowed`, `no_open_shift`, `empty_cart`, `bad_quantity`, `cart_too_large`, and what a
 * commit refuses.
 */
export async function takeReturn(tools: TillTools, asked: ReturnAsked): Promise<Result<Returned, Refusal>> {
  const may = allowed(tools, { action: 'refund_blind', approverId: asked.approverId });
  if (!may.ok) return may;
  const made = blindReturn(
    {
      returnId: asked.entryId,
      no: '', // given inside the transaction
      shiftId: tools.device.state.getState().shift?.shiftId ?? null,
      currency: settingsOf(tools).currency,
      reason: asked.reason,
      approverId: asked.approverId,
    },
    asked.goods,
  );
  if (!made.ok) {
    const { code, ...facts } = made.error;
    return err({ code, facts });
  }
  const body = { ...made.value, lines: [...made.value.lines], plan: [...made.value.plan] };
  const done = await tools.device.commit({ kind: 'return.completed', entryId: asked.entryId, body });
  if (!done.ok) return done;
  return ok({ back: { ...made.value, no: done.value.receiptNo ?? '' }, entry: done.value });
}
