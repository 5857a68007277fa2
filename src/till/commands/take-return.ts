/** Goods come back without a receipt: at a price a person agrees to, in cash, with an approver. */
import { blindReturn, type BlindGoods } from '../../core/blind-return.ts';
import { err, type Result } from '../../core/result.ts';
import type { Return } from '../../core/sale.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed } from './allowed.ts';
import { commitReturn, refusalOf, type Returned } from './return-goods.ts';
import { taxRulesOf } from './tax-rules.ts';
import { settingsOf, type TillTools } from './tools.ts';

type ReturnAsked = {
  readonly entryId: string; // chosen before money is handed out: the same one again is the same return
  readonly goods: readonly BlindGoods[];
  readonly reason: string;
  readonly approverId: string; // needed by all but the owner, who is named all the same
};

/** The return these goods would make, whoever approves it. Refuses as the rules do. */
export function plannedBlind(
  tools: TillTools,
  { entryId, goods, reason }: Omit<ReturnAsked, 'approverId'>,
): Result<Return, Refusal> {
  const { signedIn } = tools.device.state.getState();
  return blind(tools, { entryId, goods, reason, approverId: signedIn?.staffId ?? '' });
}

/**
 * Commits `return.completed`.
 * Refuses: `signed_out`, `not_allowed`, `no_open_shift`, `empty_cart`, `bad_quantity`, `cart_too_large`, and what a
 * commit refuses.
 */
export async function takeReturn(tools: TillTools, asked: ReturnAsked): Promise<Result<Returned, Refusal>> {
  const may = allowed(tools, { action: 'refund_blind', approverId: asked.approverId });
  if (!may.ok) return may;
  const made = blind(tools, asked);
  return made.ok ? commitReturn(tools, made.value) : made;
}

function blind(tools: TillTools, { entryId, goods, reason, approverId }: ReturnAsked): Result<Return, Refusal> {
  const { shift } = tools.device.state.getState();
  const { currency, cashRounding = null } = settingsOf(tools);
  const made = blindReturn(
    {
      returnId: entryId,
      no: '', // given inside the transaction
      shiftId: shift?.shiftId ?? null,
      currency,
      reason,
      approverId,
    },
    goods,
    { ...taxRulesOf(tools, tools.nowMs()), cashRounding },
  );
  return made.ok ? made : err(refusalOf(made.error));
}
