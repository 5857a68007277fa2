/**
 * Goods come back against a sale: one this till holds, or one its signed receipt tells of. What it comes to is worked
 * out by the same rules before anybody agrees and when it is committed.
 */
import type { CommittedEntry, LocalSale } from '../../client/till-device.ts';
import { returnNeeds } from '../../core/check-return.ts';
import { err, ok, type Result } from '../../core/result.ts';
import {
  returnOfSale,
  withoutWays,
  type EarlierReturn,
  type ReturnRefusal,
  type SoldGoods,
} from '../../core/return.ts';
import { returnByReceipt, type PaperSale } from '../../core/return-by-receipt.ts';
import { saleRefOf, type Return, type Sale } from '../../core/sale.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed, type Asked } from './allowed.ts';
import { tenderRules } from './take-tender.ts';
import { settingsOf, type TillTools } from './tools.ts';

/** What the goods are proved by. */
export type SoldBefore =
  { readonly from: 'sale'; readonly sale: Sale } | { readonly from: 'receipt'; readonly paper: PaperSale };

type ReturnWanted = {
  readonly entryId: string; // chosen before money is handed out: the same one again is the same return
  readonly sold: SoldBefore;
  readonly goods: readonly SoldGoods[];
  readonly reason: string;
  readonly approverId: string | null;
};

export type Returned = { readonly back: Return; readonly entry: CommittedEntry };

/** What came back of it before, as far as this till knows. */
export async function earlierReturns({ device }: TillTools, sold: SoldBefore): Promise<EarlierReturn[]> {
  const saleId = sold.from === 'sale' ? sold.sale.saleId : null;
  const ref = sold.from === 'sale' ? saleRefOf(sold.sale.saleId) : sold.paper.proof.saleRef;
  const isOfIt = (row: LocalSale): boolean =>
    row.kind === 'return' && ((saleId !== null && row.body.saleId === saleId) || row.body.receipt?.saleRef === ref);
  const rows = await device.heldSales(isOfIt, Infinity);
  return rows.flatMap((row) => (row.kind === 'return' ? [row.body] : []));
}

/** The return these goods would make now. Refuses as the rules do; who may is another question. */
export function plannedReturn(
  tools: TillTools,
  { entryId, sold, goods, reason, approverId }: ReturnWanted,
  earlier: readonly EarlierReturn[],
): Result<Return, Refusal> {
  const head = {
    returnId: entryId,
    no: '', // given inside the transaction
    shiftId: tools.device.state.getState().shift?.shiftId ?? null,
    currency: settingsOf(tools).currency,
    reason,
    approverId,
  };
  const made =
    sold.from === 'sale'
      ? returnOfSale(head, withoutWays(sold.sale, shutWays(tools)), goods, earlier)
      : returnByReceipt(head, sold.paper, goods, earlier);
  return made.ok ? made : err(refusalOf(made.error));
}

/** The shop's own ways by which no money goes back. */
export const shutWays = (tools: Pick<TillTools, 'device'>): ReadonlySet<string> =>
  new Set(tenderRules(tools).custom.flatMap((way) => (way.isRefundable ? [] : [way.typeId])));

/** What the person needs for it. */
const returnAsked = (back: Return): Asked => ({
  ...returnNeeds({ back, isVoid: false }),
  approverId: back.approverId,
});

/**
 * Commits `return.completed`.
 * Refuses: `signed_out`, `not_allowed`, `no_open_shift`, `empty_cart`, `bad_quantity`, `over_return`,
 * `refund_beyond_cash`, `cart_too_large`, and what a commit refuses.
 */
export async function returnGoods(tools: TillTools, wanted: ReturnWanted): Promise<Result<Returned, Refusal>> {
  const before = await earlierReturns(tools, wanted.sold);
  const planned = plannedReturn(tools, wanted, before);
  if (!planned.ok) return planned;
  const may = allowed(tools, returnAsked(planned.value));
  return may.ok ? commitReturn(tools, planned.value) : may;
}

/** The last step of every return: into the journal, and told with the number it got there. */
export async function commitReturn({ device }: TillTools, back: Return): Promise<Result<Returned, Refusal>> {
  const body = { ...back, lines: [...back.lines], plan: [...back.plan] };
  const done = await device.commit({ kind: 'return.completed', entryId: back.returnId, body });
  return done.ok ? ok({ back: { ...back, no: done.value.receiptNo ?? '' }, entry: done.value }) : done;
}

/** The same code with the facts its words need. */
export function refusalOf(refusal: ReturnRefusal): Refusal {
  const { code, ...facts } = refusal;
  return { code, facts };
}
