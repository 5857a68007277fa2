/**
 * A store's goods on the phone: read from the cache at once, refreshed when the network allows, single products fetched
 * where the catalogue does not know them.
 *
 * Invariant: what is shown says how old it is (`asOfMs`: when the server last said so); old goods are better than none.
 */
import type { OfferedProduct, ShopStore } from '../../wire/shop.ts';
import { goodsOf, goodsOfSingles, type Goods, type KnownProduct } from './goods.ts';
import type { ShopCalls } from './shop-calls.ts';
import type { GoodsRow, ProductRow, ShopCacheDb } from './shop-db.ts';

export type Asked = { readonly gtin: string } | { readonly skuNo: number };

export interface GoodsShelf {
  /** Shows what is kept of this store. `store`: what else is known of it, if anything. */
  enter(storeNo: number, store: ShopStore | null): Promise<void>;
  /** Asks whether the goods have changed. Needs the network; without it nothing happens. */
  refresh(): Promise<void>;
  /** A product from here or from the server, with this store's stock when the server was asked. */
  find(asked: Asked): Promise<KnownProduct | 'unknown' | 'offline'>;
  /** Keeps a product that came by itself. */
  keepSingle(store: ShopStore, product: OfferedProduct): Promise<void>;
}

type ShelfMeans = {
  readonly cache: ShopCacheDb;
  readonly calls: Pick<ShopCalls, 'goods' | 'products'>;
  readonly clock: () => number;
  readonly heard: (online: boolean) => void;
  readonly onGoods: (goods: Goods | null) => void;
};

type Here = {
  readonly storeNo: number;
  readonly store: ShopStore | null;
  readonly row: GoodsRow | null;
  readonly singles: readonly ProductRow[];
};

/** The goods as known: of the catalogue, of single products while there is none, or not at all. */
function goodsHere({ row, store, singles }: Here, nowMs: number): Goods | null {
  const products = singles.map((single) => single.product);
  if (row !== null) return goodsOf(row.catalogue, row.asOfMs, products);
  return store === null ? null : goodsOfSingles(store, nowMs, products);
}

/** Makes the shelf. Before `enter` it knows nothing. */
export function createGoodsShelf({ cache, calls, clock, heard, onGoods }: ShelfMeans): GoodsShelf {
  let here: Here | null = null;
  let goods: Goods | null = null;
  let asking: { readonly storeNo: number; readonly done: Promise<void> } | null = null;

  const show = (next: Here) => {
    here = next;
    goods = goodsHere(next, clock());
    onGoods(goods);
  };
  const keep = async (store: ShopStore, product: OfferedProduct) => {
    const row: ProductRow = { storeNo: store.storeNo, skuNo: product.skuNo, asOfMs: clock(), store, product };
    await cache.products.put(row);
    if (here?.storeNo !== store.storeNo) return;
    show({ ...here, store, singles: [...here.singles.filter((each) => each.skuNo !== row.skuNo), row] });
  };

  return {
    async enter(storeNo, store) {
      const row = (await cache.goods.get(storeNo)) ?? null;
      const all = await cache.products.where('[storeNo+skuNo]').between([storeNo, 0], [storeNo, Infinity]).toArray();
      const listed = new Set(row?.catalogue.rows.map((each) => each.skuNo));
      const singles = all.filter((each) => !listed.has(each.skuNo) || each.asOfMs >= (row?.asOfMs ?? 0));
      show({ storeNo, store: store ?? singles[0]?.store ?? null, row, singles });
    },
    async refresh() {
      if (here === null) return;
      const { storeNo } = here;
      if (asking?.storeNo !== storeNo) asking = { storeNo, done: ask(here).finally(() => (asking = null)) };
      await asking.done;
    },
    async find(asked) {
      const local = 'gtin' in asked ? goods?.byGtin.get(asked.gtin) : goods?.bySkuNo.get(asked.skuNo);
      if (local !== undefined) return local;
      if (here === null) return 'offline';
      const { storeNo } = here;
      const numbers = 'gtin' in asked ? { skuNos: [], gtins: [asked.gtin] } : { skuNos: [asked.skuNo], gtins: [] };
      const answer = await calls.products({ storeNo, ...numbers });
      heard(answer.ok || answer.error.code !== 'server_unreachable');
      if (!answer.ok) return 'offline';
      const product = answer.value.products[0];
      if (product === undefined) return 'unknown';
      if (goods !== null) await keep(goods.store, product);
      return product;
    },
    keepSingle: keep,
  };

  async function ask({ storeNo, row }: Here): Promise<void> {
    const answer = await calls.goods(storeNo, row?.etag ?? null);
    heard(answer.ok || answer.error.code !== 'server_unreachable');
    if (!answer.ok) return;
    const asOfMs = clock();
    const fresh = answer.value === 'unchanged' ? row && { ...row, asOfMs } : { storeNo, asOfMs, ...answer.value };
    if (fresh === null) return;
    await cache.goods.put(fresh);
    if (here !== null && isHere(storeNo)) show({ ...here, row: fresh });
  }

  function isHere(storeNo: number): boolean {
    return here?.storeNo === storeNo; // the person may have changed stores while we waited
  }
}
