/**
 * Six digits for a cart: one store, ten minutes, taken once, not given out there again for a day.
 * A phone that asks again for the same cart and rev gets the same code; a till that asks again for what it took gets
 * it again.
 *
 * A code follows from the cart's own secret reference, its rev and a try number, so two requests of one cart that
 * arrive together cannot make two codes, and nobody who has not seen the cart can guess it.
 * Not here: counting wrong tries (rates.ts), the proof of the till's key (the route).
 */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { toMinor } from '../../core/money.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import {
  HANDOFF_CODE_MS,
  HANDOFF_CODE_REST_MS,
  handoffLine,
  type CartStateOk,
  type HandoffOk,
  type HandoffRequest,
  type TakenHandoff,
} from '../../wire/shop.ts';
import type { Tx } from '../db/door.ts';
import { shopStoreByNo } from '../db/shop-goods.ts';
import {
  addHandoff,
  handoffByCode,
  liveHandoff,
  paidCart,
  sweepHandoffs,
  takeHandoffRow,
  wasTaken,
} from '../db/shop-handoffs.ts';

/** Codes tried before giving up: with a hundred thousand carts a day in one store one in ten tries is taken. */
const MOST_TRIES = 40;

const lineList = z.array(handoffLine);

/** Gives the cart its code. Refuses: `cart_already_paid`, `other_store` (no such store), `try_later` (no code left). */
export async function issueCode(
  tx: Tx,
  cart: HandoffRequest,
  caller: { shopper: string; nowMs: number },
): Promise<Result<HandoffOk, Refusal>> {
  const { shopper, nowMs } = caller;
  if ((await shopStoreByNo(tx, cart.storeNo)) === undefined) return err({ code: 'other_store' });
  const paid = await paidCart(tx, cart.cartRef);
  if (paid !== undefined) return err({ code: 'cart_already_paid', facts: { paidAtMs: paid.paidMs } });
  const live = await liveHandoff(tx, cart, nowMs);
  if (live !== undefined) return ok({ code: live.code, expiresMs: live.expires_ms, serverMs: nowMs });

  await sweepHandoffs(tx, nowMs - HANDOFF_CODE_REST_MS);
  const expiresMs = nowMs + HANDOFF_CODE_MS;
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const code = codeOf(cart, attempt);
    if (await addHandoff(tx, cart, { code, shopper, nowMs, expiresMs }))
      return ok({ code, expiresMs, serverMs: nowMs });
    const twin = await liveHandoff(tx, cart, nowMs);
    if (twin !== undefined) return ok({ code: twin.code, expiresMs: twin.expires_ms, serverMs: nowMs });
  }
  return err({ code: 'try_later' });
}

function codeOf({ storeNo, cartRef, rev }: HandoffRequest, attempt: number): string {
  const digest = createHash('sha256').update(`handoff ${storeNo} ${cartRef} ${rev} ${attempt}`).digest();
  return String(digest.readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
}

/**
 * The cart behind a code, for the till that typed it. Refuses: `handoff_code_unknown` (never given out, expired,
 * another store's, or taken by another till), `cart_already_paid`.
 */
export async function takeByCode(
  tx: Tx,
  code: string,
  till: { deviceId: string; storeNo: number; nowMs: number },
): Promise<Result<TakenHandoff, Refusal>> {
  const row = await handoffByCode(tx, till.storeNo, code);
  if (row === undefined || row.expires_ms <= till.nowMs) return err({ code: 'handoff_code_unknown' });
  const paid = await paidCart(tx, row.cart_ref);
  if (paid !== undefined) return err({ code: 'cart_already_paid', facts: { paidAtMs: paid.paidMs } });
  if (!(await takeHandoffRow(tx, row, till.deviceId, till.nowMs))) return err({ code: 'handoff_code_unknown' });
  return ok({
    storeNo: row.store_no,
    cartRef: row.cart_ref,
    rev: row.rev,
    totalSeenMinor: row.total_seen_minor === null ? null : toMinor(row.total_seen_minor),
    lines: lineList.parse(JSON.parse(row.lines)),
  });
}

/** What the phone may hear of its cart: waiting, taken at a till, or paid, as far as the tills have told. */
export async function cartState(tx: Tx, cartRef: string): Promise<CartStateOk> {
  const paid = await paidCart(tx, cartRef);
  if (paid !== undefined) {
    const { rev, paidMs, no, totalMinor } = paid;
    return { state: 'paid', rev, paidMs, no, totalMinor };
  }
  return {
    state: (await wasTaken(tx, cartRef)) ? 'taken' : 'waiting',
    rev: null,
    paidMs: null,
    no: null,
    totalMinor: null,
  };
}
