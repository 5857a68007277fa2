/**
 * What a shelf code or a product address means here: the product, or why there is none, in the shape the app reads too.
 * The link's domain and its other GS1 elements (lot, serial, expiry) do not matter: a Digital Link is data.
 */
import { toGtin14 } from '../../core/gtin.ts';
import type { Lang } from '../../core/product.ts';
import type { ShopPage } from '../../wire/shop.ts';
import type { Tx } from '../db/door.ts';
import { firstStoreNo, offeredProducts, shopStoreByNo, type Wanted } from '../db/shop-goods.ts';

export type PageAsked = {
  readonly by: { readonly gtin: string } | { readonly skuNo: string }; // as they stand in the path
  readonly store: string | null; // `s=`; without it the first store answers
  readonly nowMs: number;
};

/** The page for an address. Bad numbers are answers, not errors. */
export async function shopPageFor(tx: Tx, { by, store, nowMs }: PageAsked): Promise<ShopPage> {
  const storeNo = store === null ? await firstStoreNo(tx) : smallNumber(store);
  const found = storeNo === undefined ? undefined : await shopStoreByNo(tx, storeNo);
  if (found === undefined) return { kind: 'unknown_store' };

  const digits = 'gtin' in by ? by.gtin : by.skuNo;
  const wanted = wantedBy(by);
  if (wanted === null) return { kind: 'wrong_check_digit', digits: digits.slice(0, 40) };
  const product = (await offeredProducts(tx, found.storeId, wanted))[0];
  if (product === undefined) {
    return { kind: 'unknown_product', store: found.store, digits: digits.slice(0, 40), serverMs: nowMs };
  }
  return { kind: 'product', store: found.store, product, serverMs: nowMs };
}

function wantedBy(by: PageAsked['by']): Wanted | null {
  if ('skuNo' in by) {
    const skuNo = smallNumber(by.skuNo);
    return { skuNos: skuNo === undefined ? [] : [skuNo], gtins: [] };
  }
  const gtin = toGtin14(by.gtin);
  return gtin === null ? null : { skuNos: [], gtins: [gtin] };
}

const smallNumber = (text: string): number | undefined => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined);

/** The status that says the same to machines: only a product is found. */
export const statusOf = (page: ShopPage): number => (page.kind === 'product' ? 200 : 404);

/** The cookie in which the page keeps a person's choice of language, so that the next page is written in it. */
const LANG_COOKIE = 'halfloop-lang';

/**
 * The language to write a page in: the person's choice, else the first of the browser's that we speak, else Chinese.
 */
export function pageLang(cookies: string, accepted: string): Lang {
  const chosen = new RegExp(`(?:^|;\\s*)${LANG_COOKIE}=([\\w-]+)`).exec(cookies)?.[1] ?? '';
  const wanted = [chosen, ...accepted.split(',')].map((tag) => tag.trim().toLowerCase());
  const found = wanted.find((tag) => tag.startsWith('zh') || tag.startsWith('en'));
  return found?.startsWith('en') === true ? 'en' : 'zh';
}
