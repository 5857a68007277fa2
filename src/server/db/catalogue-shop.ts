/** What an import needs to know of the shop itself: its currency, its language and its stores. */
import type { Tx } from './door.ts';
import { knownOrg, listStores } from './orgs.ts';

export type ShopFacts = {
  readonly currency: string;
  readonly lang: string;
  readonly stores: readonly { readonly storeId: string; readonly code: string }[]; // by number
};

export async function shopFacts(tx: Tx): Promise<ShopFacts> {
  const { currency, lang } = await knownOrg(tx);
  const stores = await listStores(tx);
  return { currency, lang, stores: stores.map((store) => ({ storeId: store.store_id, code: store.code })) };
}
