/** A sale undone in the shift it was made in: all of it, back to its tenders, with a second person. */
import { err, ok, type Result } from '../../core/result.ts';
import { withoutWays } from '../../core/return.ts';
import type { Return, Sale } from '../../core/sale.ts';
import { voidOfSale } from '../../core/void-sale.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed } from './allowed.ts';
import { earlierReturns, shutWays, type Returned } from './return-goods.ts';
import { settingsOf, type TillTools } from './tools.ts';

type VoidAsked = {
  readonly entryId: string; // chosen before money is handed out
  readonly sale: Sale;
  readonly reason: string;
  readonly approverId: string | null;
};

/** What a void of this sale would give back. Refuses: `no_open_shift`, `sale_of_other_shift`, `came_back`. */
export async function plannedVoid(tools: TillTools, asked: VoidAsked): Promise<Result<Return, Refusal>> {
  const { entryId, sale, reason, approverId } = asked;
  const shiftId = tools.device.state.getState().shift?.shiftId ?? null;
  const head = { returnId: entryId, no: '', shiftId, currency: settingsOf(tools).currency, reason, approverId };
  const earlier = await earlierReturns(tools, { from: 'sale', sale });
  const made = voidOfSale(head, withoutWays(sale, shutWays(tools)), earlier);
  if (made.ok) return made;
  const { code, ...facts } = made.error;
  return err({ code, facts });
}

/** Commits `sale.voided`. Refuses: what `plannedVoid` does, `signed_out`, `not_allowed`, and what a commit refuses. */
export async function voidSale(tools: TillTools, asked: VoidAsked): Promise<Result<Returned, Refusal>> {
  const may = allowed(tools, { action: 'void_sale', approverId: asked.approverId });
  if (!may.ok) return may;
  const made = await plannedVoid(tools, asked);
  if (!made.ok) return made;
  const back = made.value;
  const body = { ...back, saleId: asked.sale.saleId, lines: [...back.lines], plan: [...back.plan] };
  const done = await tools.device.commit({ kind: 'sale.voided', entryId: asked.entryId, body });
  return done.ok ? ok({ back: { ...back, no: done.value.receiptNo ?? '' }, entry: done.value }) : done;
}
