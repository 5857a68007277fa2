/**
 * Carts waiting at the server for a till to take them by six digits, and what became of handed-off carts.
 * Lines are JSON text of the wire's shape, stored as sent. Time is an argument.
 */
import type { Selectable } from 'kysely';
import { toMinor, type Minor } from '../../core/money.ts';
import type { HandoffRequest } from '../../wire/shop.ts';
import type { Tx } from './door.ts';
import type { Tables } from './schema.ts';

type HandoffRow = Selectable<Tables['shop_handoff']>;

/** The code this cart and rev has at the moment, if it may still be used. */
export async function liveHandoff(tx: Tx, cart: HandoffRequest, nowMs: number): Promise<HandoffRow | undefined> {
  return tx.db
    .selectFrom('shop_handoff')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('cart_ref', '=', cart.cartRef)
    .where('rev', '=', cart.rev)
    .where('store_no', '=', cart.storeNo)
    .where('expires_ms', '>', nowMs)
    .orderBy('made_ms', 'desc')
    .executeTakeFirst();
}

type NewHandoff = {
  readonly code: string;
  readonly shopper: string;
  readonly nowMs: number;
  readonly expiresMs: number;
};

/** Gives the cart a code. False: the code is taken, or not yet rested; try another. */
export async function addHandoff(tx: Tx, cart: HandoffRequest, made: NewHandoff): Promise<boolean> {
  const row = {
    org_id: tx.orgId,
    store_no: cart.storeNo,
    code: made.code,
    cart_ref: cart.cartRef,
    rev: cart.rev,
    shopper: made.shopper,
    total_seen_minor: cart.totalSeenMinor,
    lines: JSON.stringify(cart.lines),
    made_ms: made.nowMs,
    expires_ms: made.expiresMs,
    taken_by: null,
    taken_ms: null,
  };
  const added = await tx.db
    .insertInto('shop_handoff')
    .values(row)
    .onConflict((on) => on.columns(['org_id', 'store_no', 'code']).doNothing())
    .returning('code')
    .executeTakeFirst();
  return added !== undefined;
}

export async function handoffByCode(tx: Tx, storeNo: number, code: string): Promise<HandoffRow | undefined> {
  return tx.db
    .selectFrom('shop_handoff')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('store_no', '=', storeNo)
    .where('code', '=', code)
    .executeTakeFirst();
}

/** A till takes the cart. False: another till was first. Taking what it already took is true again. */
export async function takeHandoffRow(tx: Tx, row: HandoffRow, deviceId: string, nowMs: number): Promise<boolean> {
  if (row.taken_by !== null) return row.taken_by === deviceId;
  const taken = await tx.db
    .updateTable('shop_handoff')
    .set({ taken_by: deviceId, taken_ms: nowMs })
    .where('org_id', '=', tx.orgId)
    .where('store_no', '=', row.store_no)
    .where('code', '=', row.code)
    .where('taken_by', 'is', null)
    .returning('code')
    .executeTakeFirst();
  return taken !== undefined;
}

/** Whether the cart was taken at a till by code, at whatever rev. */
export async function wasTaken(tx: Tx, cartRef: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('shop_handoff')
    .select('code')
    .where('org_id', '=', tx.orgId)
    .where('cart_ref', '=', cartRef)
    .where('taken_by', 'is not', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Forgets codes older than the time they must rest. */
export async function sweepHandoffs(tx: Tx, madeBeforeMs: number): Promise<void> {
  await tx.db.deleteFrom('shop_handoff').where('org_id', '=', tx.orgId).where('made_ms', '<', madeBeforeMs).execute();
}

type PaidCart = {
  readonly saleId: string;
  readonly no: string;
  readonly rev: number;
  readonly paidMs: number;
  readonly totalMinor: Minor;
};

/** The sale a phone's cart ended in, as far as the tills have told. */
export async function paidCart(tx: Tx, cartRef: string): Promise<PaidCart | undefined> {
  const row = await tx.db
    .selectFrom('cart_claim')
    .innerJoin('sale', (join) =>
      join.onRef('sale.org_id', '=', 'cart_claim.org_id').onRef('sale.cart_id', '=', 'cart_claim.cart_id'),
    )
    .select(['sale.sale_id', 'sale.no', 'cart_claim.rev', 'sale.wall_ms', 'sale.total_minor'])
    .where('cart_claim.org_id', '=', tx.orgId)
    .where('cart_claim.cart_ref', '=', cartRef)
    .orderBy('cart_claim.rev', 'desc')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { saleId: row.sale_id, no: row.no, rev: row.rev, paidMs: row.wall_ms, totalMinor: toMinor(row.total_minor) };
}
