/**
 * Receipts claimed by phones. A receipt is matched to its sale by the till, the entry's number in its journal and the
 * first bytes of the entry's hash, so it finds its sale whatever incarnation it was made in, and nothing else.
 */
import { toMinor } from '../../core/money.ts';
import type { Names } from '../../core/product.ts';
import type { Purchase } from '../../wire/shop.ts';
import type { Tx } from './door.ts';

export type TillKey = {
  readonly deviceId: string;
  readonly jwk: string;
  readonly types: string;
  readonly tillNo: number;
  readonly storeNo: number;
};

/**
 * Keys of tills by their short names, with the tills they belong to. Tills revoked since are among them: their receipts
 * were good, and a false one finds no sale.
 */
export async function tillKeys(tx: Tx): Promise<ReadonlyMap<string, TillKey>> {
  const rows = await tx.db
    .selectFrom('signing_key')
    .innerJoin('device', (join) =>
      join.onRef('device.org_id', '=', 'signing_key.org_id').onRef('device.device_id', '=', 'signing_key.device_id'),
    )
    .innerJoin('store', (join) =>
      join.onRef('store.org_id', '=', 'device.org_id').onRef('store.store_id', '=', 'device.store_id'),
    )
    .select(['signing_key.kid', 'signing_key.key_jwk', 'signing_key.types'])
    .select(['device.device_id', 'device.till_no', 'store.store_no'])
    .where('signing_key.org_id', '=', tx.orgId)
    .execute();
  return new Map(
    rows.map((row) => [
      row.kid,
      {
        deviceId: row.device_id,
        jwk: row.key_jwk,
        types: row.types,
        tillNo: row.till_no,
        storeNo: row.store_no,
      },
    ]),
  );
}

type ReceiptPlace = { readonly deviceId: string; readonly seq: number; readonly hash8: string };

type SaleFound = { readonly saleId: string; readonly totalMinor: number };

/** The sale a receipt stands for. Undefined: its entry has not arrived, or waits for a person. */
export async function saleOfReceipt(tx: Tx, place: ReceiptPlace): Promise<SaleFound | undefined> {
  const entries = await tx.db
    .selectFrom('journal_head')
    .innerJoin('entry', (join) =>
      join
        .onRef('entry.org_id', '=', 'journal_head.org_id')
        .onRef('entry.device_id', '=', 'journal_head.device_id')
        .onRef('entry.incarnation', '=', 'journal_head.incarnation'),
    )
    .select(['entry.entry_id', 'entry.hash'])
    .where('journal_head.org_id', '=', tx.orgId)
    .where('journal_head.device_id', '=', place.deviceId)
    .where('entry.seq', '=', place.seq)
    .execute();
  const entry = entries.find(({ hash }) => hash.startsWith(place.hash8));
  if (entry === undefined) return undefined;
  const sale = await tx.db
    .selectFrom('sale')
    .select(['sale_id', 'total_minor'])
    .where('org_id', '=', tx.orgId)
    .where('entry_id', '=', entry.entry_id)
    .executeTakeFirst();
  return sale && { saleId: sale.sale_id, totalMinor: sale.total_minor };
}

/** Binds the sale to a phone. False: another phone has it. The same phone again is true again. */
export async function claimSale(tx: Tx, saleId: string, shopper: string, nowMs: number): Promise<boolean> {
  const cart = await tx.db
    .selectFrom('sale')
    .innerJoin('cart_claim', (join) =>
      join.onRef('cart_claim.org_id', '=', 'sale.org_id').onRef('cart_claim.cart_id', '=', 'sale.cart_id'),
    )
    .select('cart_claim.cart_ref')
    .where('sale.org_id', '=', tx.orgId)
    .where('sale.sale_id', '=', saleId)
    .executeTakeFirst();
  const row = { org_id: tx.orgId, sale_id: saleId, shopper, cart_ref: cart?.cart_ref ?? null, claimed_ms: nowMs };
  await tx.db
    .insertInto('shop_claim')
    .values(row)
    .onConflict((on) => on.columns(['org_id', 'sale_id']).doNothing())
    .execute();
  const held = await tx.db
    .selectFrom('shop_claim')
    .select('shopper')
    .where('org_id', '=', tx.orgId)
    .where('sale_id', '=', saleId)
    .executeTakeFirstOrThrow();
  return held.shopper === shopper;
}

/** The latest purchases a phone has claimed, newest first. */
export async function purchasesOf(tx: Tx, shopper: string, limit: number): Promise<Purchase[]> {
  const claims = await tx.db
    .selectFrom('shop_claim')
    .select('sale_id')
    .where('org_id', '=', tx.orgId)
    .where('shopper', '=', shopper)
    .orderBy('claimed_ms', 'desc')
    .limit(limit)
    .execute();
  return purchasesById(
    tx,
    claims.map((claim) => claim.sale_id),
  );
}

/** Purchases in the order asked for; unknown ones are left out. */
export async function purchasesById(tx: Tx, saleIds: readonly string[]): Promise<Purchase[]> {
  if (saleIds.length === 0) return [];
  const sales = await tx.db
    .selectFrom('sale')
    .innerJoin('store', (join) =>
      join.onRef('store.org_id', '=', 'sale.org_id').onRef('store.store_id', '=', 'sale.store_id'),
    )
    .leftJoin('shop_claim', (join) =>
      join.onRef('shop_claim.org_id', '=', 'sale.org_id').onRef('shop_claim.sale_id', '=', 'sale.sale_id'),
    )
    .select(['sale.sale_id', 'sale.no', 'sale.wall_ms', 'sale.currency', 'sale.total_minor', 'shop_claim.cart_ref'])
    .select(['store.store_no', 'store.names', 'store.tz'])
    .where('sale.org_id', '=', tx.orgId)
    .where('sale.sale_id', 'in', saleIds)
    .execute();
  const lines = await tx.db
    .selectFrom('sale_line')
    .selectAll()
    .where('org_id', '=', tx.orgId)
    .where('sale_id', 'in', saleIds)
    .orderBy('line_id')
    .execute();
  const byId = new Map(
    sales.map((sale) => [
      sale.sale_id,
      {
        saleId: sale.sale_id,
        no: sale.no,
        paidMs: sale.wall_ms,
        currency: sale.currency,
        totalMinor: toMinor(sale.total_minor),
        cartRef: sale.cart_ref,
        store: { storeNo: sale.store_no, names: JSON.parse(sale.names) as Names, tz: sale.tz },
        lines: lines
          .filter((line) => line.sale_id === sale.sale_id)
          .map((line) => ({
            skuNo: line.sku_no,
            name: line.name,
            qtyMilli: line.qty_milli,
            unitMinor: toMinor(line.unit_minor),
            paidMinor: toMinor(line.gross_minor - line.discount_minor),
          })),
      },
    ]),
  );
  return saleIds.flatMap((saleId) => byId.get(saleId) ?? []);
}
