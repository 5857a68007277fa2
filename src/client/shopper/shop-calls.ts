/**
 * What a phone asks the server, each call once, ended by a limit and parsed before it counts. Everything may be asked
 * again; nothing here retries.
 */
import * as z from 'zod/mini';
import { err, ok, type Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import {
  cartStateOk,
  claimOk,
  handoffOk,
  productsOk,
  purchasesOk,
  SHOP_API,
  shopCatalogue,
  SHOPPER_HEADER,
  shopProduct,
  storesOk,
  type CartStateOk,
  type HandoffOk,
  type HandoffRequest,
  type ProductsOk,
  type Purchase,
  type ShopCatalogue,
  type ShopProduct,
  type ShopStore,
} from '../../wire/shop.ts';
import { askJson, jsonBody, jsonOf, NoAnswer, send, type HttpDeps, type HttpRequest } from '../http.ts';

/** A person waits for these. */
const LIMIT_MS = 10_000;

type FreshGoods = { readonly catalogue: ShopCatalogue; readonly etag: string };
type GoodsNumbers = {
  readonly storeNo: number;
  readonly skuNos: readonly number[];
  readonly gtins: readonly string[];
};

export interface ShopCalls {
  stores(): Promise<Result<readonly ShopStore[], Refusal>>;
  /** The store's goods; `unchanged` when they are still those of `etag`. */
  goods(storeNo: number, etag: string | null): Promise<Result<FreshGoods | 'unchanged', Refusal>>;
  products(asked: GoodsNumbers): Promise<Result<ProductsOk, Refusal>>;
  search(words: string): Promise<Result<readonly ShopProduct[], Refusal>>;
  handoff(cart: HandoffRequest): Promise<Result<HandoffOk, Refusal>>;
  cartState(cartRef: string): Promise<Result<CartStateOk, Refusal>>;
  claim(receipt: string): Promise<Result<Purchase, Refusal>>;
  purchases(): Promise<Result<readonly Purchase[], Refusal>>;
}

const searchOk = z.object({ rows: z.array(shopProduct) });

/** Calls in the name of the phone with this secret. */
export function createShopCalls(http: HttpDeps, secret: () => Promise<string>): ShopCalls {
  const withSecret = async (request: HttpRequest): Promise<HttpRequest> => ({
    ...request,
    limitMs: LIMIT_MS,
    headers: { ...request.headers, [SHOPPER_HEADER]: await secret() },
  });
  const ask = async <T>(request: HttpRequest, schema: z.ZodMiniType<T>): Promise<Result<T, Refusal>> =>
    askJson(
      (whole) => send(http, whole),
      await withSecret(request),
      (json) => schema.parse(json),
    );
  const get = <T>(path: string, schema: z.ZodMiniType<T>) => ask({ method: 'GET', path: SHOP_API + path }, schema);
  const post = <T>(path: string, body: unknown, schema: z.ZodMiniType<T>) =>
    ask({ method: 'POST', path: SHOP_API + path, ...jsonBody(body) }, schema);
  return {
    async stores() {
      const all = await get('/stores', storesOk);
      return all.ok ? ok(all.value.stores) : all;
    },
    async goods(storeNo, etag) {
      const headers = etag === null ? {} : { 'if-none-match': etag };
      const path = `${SHOP_API}/stores/${String(storeNo)}/catalogue`;
      return readGoods(http, await withSecret({ method: 'GET', path, headers }));
    },
    products: (asked) => post('/products', asked, productsOk),
    async search(words) {
      const found = await get(`/search?q=${encodeURIComponent(words)}`, searchOk);
      return found.ok ? ok(found.value.rows) : found;
    },
    handoff: (cart) => post('/handoffs', cart, handoffOk),
    cartState: (cartRef) => post('/carts/state', { cartRef }, cartStateOk),
    async claim(receipt) {
      const claimed = await post('/claims', { receipt }, claimOk);
      return claimed.ok ? ok(claimed.value.purchase) : claimed;
    },
    async purchases() {
      const all = await get('/purchases', purchasesOk);
      return all.ok ? ok(all.value.purchases) : all;
    },
  };
}

/** Goods by themselves, because "unchanged" is an answer too. */
async function readGoods(http: HttpDeps, request: HttpRequest): Promise<Result<FreshGoods | 'unchanged', Refusal>> {
  try {
    const answer = await send(http, { ...request, limitMs: 30_000 });
    if (answer.status === 304) return ok('unchanged');
    if (answer.status === 404) return err({ code: 'other_store' });
    const catalogue = answer.status === 200 ? shopCatalogue.safeParse(jsonOf(answer)) : null;
    if (catalogue?.success !== true) return err({ code: 'server_unreachable' });
    return ok({ catalogue: catalogue.data, etag: answer.header('etag') ?? '' });
  } catch (error) {
    if (error instanceof NoAnswer) return err({ code: 'server_unreachable' });
    throw error;
  }
}
