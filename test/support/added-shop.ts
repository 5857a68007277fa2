/** A shop of one store in a database that has none, for tests of what comes after. */
import { randomUUID } from 'node:crypto';
import type { Tx } from '../../src/server/db/door.ts';
import { addOrg, addStore, type NewOrg, type NewStore } from '../../src/server/db/new-shop.ts';

type Wanted = { readonly storeId: string; readonly org?: Partial<NewOrg>; readonly store?: Partial<NewStore> };

/** Adds the org of this transaction and its first store. */
export async function addShop(tx: Tx, { storeId, org, store }: Wanted): Promise<void> {
  await addOrg(tx, {
    orgNo: 1,
    names: { zh: '测试店', en: 'Test' },
    currency: 'CNY',
    shopOrigin: 'http://127.0.0.1',
    receiptFooter: null,
    lang: 'en',
    shopCatalogueMax: 5000,
    serverEpoch: randomUUID(),
    madeMs: 1,
    ...org,
  });
  await addStore(tx, {
    storeId,
    storeNo: 1,
    code: 'S1',
    names: { zh: '一店', en: 'One' },
    tz: 'Asia/Shanghai',
    address: null,
    walkIn: true,
    ...store,
  });
}
