/**
 * Goods that come, go or are counted without a sale: each a fact of its own, offline as online. No shift is needed, for
 * goods are no money.
 */
import type { CommittedEntry } from '../../client/till-device.ts';
import { actOfMoves, type GoodsMove, type TransferEnd } from '../../core/stock.ts';
import { err, type Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed } from './allowed.ts';
import type { TillTools } from './tools.ts';

export type Goods = {
  readonly skuNo: number;
  readonly qtyMilli: number; // adjust: signed
  readonly lot?: string;
  readonly expiry?: string;
};

/** `arrive`: sent by another store. */
export type Movement = 'receive' | 'waste' | 'adjust' | 'send' | 'arrive';

export type StockMove = {
  readonly entryId: string;
  readonly movement: Movement;
  readonly goods: readonly Goods[];
  readonly ref: string; // a delivery note's number, as typed
  readonly note: string;
  readonly approverId: string | null;
  readonly transfer?: Omit<TransferEnd, 'direction'>;
};

const REASONS = {
  receive: 'receive',
  waste: 'waste',
  adjust: 'adjust',
  send: 'transfer',
  arrive: 'transfer',
} as const satisfies Record<Movement, GoodsMove['reason']>;

/** What the entry says. */
function bodyOf({ movement, goods, ref, note, approverId, transfer }: StockMove) {
  const sign = movement === 'waste' || movement === 'send' ? -1 : 1;
  const moves = goods.map(({ skuNo, qtyMilli, lot, expiry }) => ({
    skuNo,
    deltaMilli: sign * qtyMilli,
    reason: REASONS[movement],
    ref: ref.trim(),
    ...(lot === undefined || lot.trim() === '' ? {} : { lot: lot.trim() }),
    ...(expiry === undefined || expiry === '' ? {} : { expiry }),
  }));
  const direction = movement === 'send' ? ('out' as const) : ('in' as const);
  return {
    moves,
    note: note.trim(),
    approverId,
    ...(transfer === undefined ? {} : { transfer: { ...transfer, direction } }),
  };
}

/** What a person needs to be allowed for it. */
export const actOfMove = (move: Omit<StockMove, 'entryId' | 'approverId'>) =>
  actOfMoves(bodyOf({ ...move, entryId: '', approverId: null }));

/**
 * Commits `stock.moved`. The same entry id again is the same move.
 * Refuses: `signed_out`, `not_allowed`, `bad_quantity`, `note_missing` (waste, adjustments), `cart_too_large`, and what
 * a commit refuses.
 */
export async function moveStock(tools: TillTools, move: StockMove): Promise<Result<CommittedEntry, Refusal>> {
  const body = bodyOf(move);
  const may = allowed(tools, { action: actOfMoves(body), approverId: move.approverId });
  if (!may.ok) return may;
  const mayBeNone = move.movement === 'arrive'; // of what was sent, a product may not have come at all
  const isCounted = ({ qtyMilli }: Goods) => (move.movement === 'adjust' ? qtyMilli !== 0 : qtyMilli > 0);
  if (move.goods.length === 0 || !(mayBeNone || move.goods.every(isCounted))) return err({ code: 'bad_quantity' });
  const needsWords = move.movement === 'waste' || move.movement === 'adjust';
  if (needsWords && body.note === '') return err({ code: 'note_missing' });
  if (!tools.device.fits('stock.moved', body)) return err({ code: 'cart_too_large' });
  return tools.device.commit({ kind: 'stock.moved', entryId: move.entryId, body });
}

/** Where a count begins: what this till writes down after it is no longer in the figure. */
export type CountStart = { readonly incarnation: string; readonly asOfSeq: number; readonly asOfMs: number };

/** Now, at this till. Null: it is no till yet. */
export function countStart({ device, nowMs }: TillTools): CountStart | null {
  const { identity, headSeq } = device.state.getState();
  return identity === null ? null : { incarnation: identity.incarnation, asOfSeq: headSeq, asOfMs: nowMs() };
}

type StockCount = CountStart & {
  readonly entryId: string;
  readonly countId: string;
  readonly skuNo: number;
  readonly countedMilli: number;
  readonly approverId: string | null;
};

/**
 * Commits `stock.counted`.
 * Refuses: `signed_out`, `not_allowed`, `bad_quantity`, and what a commit refuses.
 */
export async function countStock(
  tools: TillTools,
  { entryId, ...body }: StockCount,
): Promise<Result<CommittedEntry, Refusal>> {
  const may = allowed(tools, { action: 'change_stock', approverId: body.approverId });
  if (!may.ok) return may;
  if (body.countedMilli < 0) return err({ code: 'bad_quantity' });
  return tools.device.commit({ kind: 'stock.counted', entryId, body });
}
