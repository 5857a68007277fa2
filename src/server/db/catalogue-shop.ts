/** What an import needs to know of the shop itself: its currency, its language and its stores. */
import type { Tx } from './door.ts';

export type ShopFacts = {
  readonly currency: string;
  readonly lang: string;
  readonly stores: readonly { readonly storeId: string; readonly code: string }[]; // by number
};

export async function shopFacts(tx: Tx): Promise<ShopFacts> {
  const { currency, lang } = await tx.db
    .selectFrom('org')
    .select(['currency', 'lang'])
    .where('org_id', '=', tx.orgId)
    .executeTakeFirstOrThrow();
  const stores = await tx.db
    .selectFrom('store')
    .select(['store_id', 'code'])
    .where('org_id', '=', tx.orgId)
    .orderBy('store_no')
    .execute();
  return { currency, lang, stores: stores.map((store) => ({ storeId: store.store_id, code: store.code })) };
}
