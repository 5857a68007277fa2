/** Makes the object behind the phone: its databases, its secret, its calls. Comes after the first picture. */
import type { StoreApi } from 'zustand/vanilla';
import { v7 as uuidv7 } from 'uuid';
import { openDatabase } from '../client/db/open-database.ts';
import { createShopCalls } from '../client/shopper/shop-calls.ts';
import { ShopCacheDb, ShopJournalDb } from '../client/shopper/shop-db.ts';
import { phoneSecret } from '../client/shopper/shop-keep.ts';
import type { Shopper, ShopperState } from '../client/shopper/shopper-state.ts';
import { createShopper } from '../client/shopper/shopper.ts';
import { base64url } from '../wire/proof.ts';

const SECRET_BYTES = 32;

/** The phone of this browser. Its state is the screens' own. */
export function makePhone(state: StoreApi<ShopperState>): Shopper {
  const place = { indexedDB: window.indexedDB, IDBKeyRange: window.IDBKeyRange };
  const journal = new ShopJournalDb(place);
  const cache = new ShopCacheDb(place);
  const news = { onRetired: () => location.reload(), onBlocked: () => undefined };
  const openDatabases = () => Promise.all([openDatabase(journal, news), openDatabase(cache, news)]);
  let secret: Promise<string> | null = null;
  const newSecret = () => base64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  const calls = createShopCalls(
    {
      fetch: window.fetch.bind(window),
      origin: location.origin,
      setTimer: (ms, fire) => {
        const timer = setTimeout(fire, ms);
        return () => clearTimeout(timer);
      },
    },
    () => (secret ??= phoneSecret(journal, newSecret)),
  );
  return createShopper({
    state,
    journal,
    cache,
    openDatabases,
    calls,
    clock: () => Date.now(),
    newCartId: () => uuidv7(),
  });
}
