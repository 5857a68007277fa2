/**
 * What phones ask of the server: the page behind a shelf code, the store's goods, six digits for a cart, the state of a
 * cart, receipts. No login: a phone is known by the hash of its own secret, and every call is counted per phone and
 * per address.
 *
 * Not here: the till's side of a hand-off (till-routes.ts).
 */
import { createHash } from 'node:crypto';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import {
  cartStateRequest,
  claimRequest,
  handoffRequest,
  productsRequest,
  SHOP_API,
  SHOPPER_HEADER,
  shopperSecret,
  type ProductsOk,
} from '../../wire/shop.ts';
import { purchasesOf } from '../db/shop-claims.ts';
import { offeredProducts, searchGoods, shopStoreByNo, shopStores } from '../db/shop-goods.ts';
import type { ServerDeps } from '../deps.ts';
import { HttpRefusal } from '../http/errors.ts';
import { HEADERS } from '../http/headers.ts';
import { limiter } from '../http/rate.ts';
import { checkReceipt, claimReceipt, receiptRing } from './claims.ts';
import { createCatalogueShelf, type PackedCatalogue } from './compact-catalogue.ts';
import { cartState, issueCode } from './handoffs.ts';
import { pageParts } from './page-html.ts';
import { parsed, refusedWith } from './parsed.ts';
import { readPageTemplate, type PageTemplate } from './page-template.ts';
import { handoffRoutes } from './till-routes.ts';
import { pageLang, shopPageFor, statusOf, type PageAsked } from './page.ts';

/** A page's query names the store (`s`); more of it belongs to the label or to GS1 and is not needed here. */
const pageQuery = z.object({ s: z.optional(z.string()) });
const storeParams = z.object({ storeNo: z.coerce.number().check(z.int(), z.positive()) });
const searchQuery = z.object({ q: z.string().check(z.maxLength(100)) });
const SEARCH_LIMIT = 30;

/** Counts calls: a page is counted by address, an API call also by phone. Throws the refusal. */
type ShopGuard = {
  address(request: FastifyRequest): void;
  /** The hash of the phone's secret. */
  phone(request: FastifyRequest): string;
};

/** One guard for all of a phone's routes. */
function createShopGuard({ clock, limits }: Pick<ServerDeps, 'clock' | 'limits'>): ShopGuard {
  const phones = limiter(limits.shopPhone, clock);
  const addresses = limiter(limits.shopAddress, clock);
  const ask = (waitMs: number) => {
    if (waitMs > 0) throw new HttpRefusal(429, 'try_later', { retryAfterS: Math.ceil(waitMs / 1000) });
  };
  return {
    address: (request) => {
      ask(addresses(request.ip));
    },
    phone(request) {
      ask(addresses(request.ip));
      const secret = shopperSecret.safeParse(request.headers[SHOPPER_HEADER]);
      if (!secret.success) throw new HttpRefusal(400, 'bad_request');
      const shopper = createHash('sha256').update(secret.data).digest('hex');
      ask(phones(shopper));
      return shopper;
    },
  };
}

export const shopRoutes =
  (deps: ServerDeps): FastifyPluginAsync =>
  async (app) => {
    const guard = createShopGuard(deps);
    addPages(app, deps, guard);
    addGoods(app, deps, guard);
    addHandoffs(app, deps, guard);
    addClaims(app, deps, guard);
    await app.register(handoffRoutes(deps));
  };

type App = Parameters<FastifyPluginAsync>[0];

function addPages(app: App, { door, orgId, clock, webDir }: ServerDeps, guard: ShopGuard): void {
  let template: Promise<PageTemplate> | null = null;
  const answer = async (request: FastifyRequest, reply: FastifyReply, by: PageAsked['by']) => {
    guard.address(request);
    if (webDir === null) throw new HttpRefusal(404, 'not_found');
    const { s: store } = pageQuery.safeParse(request.query).data ?? {};
    const page = await door.read(orgId, (tx) => shopPageFor(tx, { by, store: store ?? null, nowMs: clock() }));
    template ??= readPageTemplate(webDir);
    const lang = pageLang(request.headers.cookie ?? '', request.headers['accept-language'] ?? '');
    const html = (await template)(pageParts(page, lang));
    return reply
      .code(statusOf(page))
      .headers(HEADERS.page)
      .header('vary', 'cookie, accept-language')
      .type('text/html; charset=utf-8')
      .send(html);
  };
  const gtinParams = z.object({ gtin: z.string() });
  const skuParams = z.object({ skuNo: z.string() });
  const ofLink = (request: FastifyRequest, reply: FastifyReply) =>
    answer(request, reply, parsed(gtinParams, request.params));
  app.get('/01/:gtin', ofLink);
  app.get('/01/:gtin/*', ofLink); // lot, serial and whatever else GS1 lets a link carry
  app.get('/p/:skuNo', (request, reply) => answer(request, reply, parsed(skuParams, request.params)));
}

function addGoods(app: App, { door, orgId, clock }: ServerDeps, guard: ShopGuard): void {
  const shelf = createCatalogueShelf(door, orgId, clock);
  app.get(`${SHOP_API}/stores`, async (request) => {
    guard.phone(request);
    return { stores: await door.read(orgId, shopStores) };
  });
  app.get(`${SHOP_API}/stores/:storeNo/catalogue`, async (request, reply) => {
    guard.phone(request);
    const packed = await shelf.of(parsed(storeParams, request.params).storeNo);
    if (packed === undefined) throw new HttpRefusal(404, 'other_store');
    return sendPacked(request, reply, packed);
  });
  app.post(`${SHOP_API}/products`, async (request) => {
    guard.phone(request);
    const { storeNo, skuNos, gtins } = parsed(productsRequest, request.body);
    const products = await door.read(orgId, async (tx) => {
      const found = await shopStoreByNo(tx, storeNo);
      return found === undefined ? undefined : offeredProducts(tx, found.storeId, { skuNos, gtins });
    });
    if (products === undefined) throw new HttpRefusal(404, 'other_store');
    return { serverMs: clock(), products } satisfies ProductsOk;
  });
  app.get(`${SHOP_API}/search`, async (request) => {
    guard.phone(request);
    const words = parsed(searchQuery, request.query)
      .q.normalize('NFKC')
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length === 0) return { rows: [] };
    return { rows: await door.read(orgId, (tx) => searchGoods(tx, words.slice(0, 6), SEARCH_LIMIT)) };
  });
}

/** The catalogue in the best packing the phone reads. Unchanged since it last asked: 304 and no bytes. */
function sendPacked(request: FastifyRequest, reply: FastifyReply, packed: PackedCatalogue): FastifyReply {
  reply.headers({ etag: packed.etag, 'cache-control': 'private, no-cache', vary: 'accept-encoding' });
  if (request.headers['if-none-match'] === packed.etag) return reply.code(304).send();
  reply.type('application/json; charset=utf-8');
  const reads = request.headers['accept-encoding'] ?? '';
  if (/\bbr\b/.test(reads)) return reply.header('content-encoding', 'br').send(packed.br);
  if (/\bgzip\b/.test(reads)) return reply.header('content-encoding', 'gzip').send(packed.gz);
  return reply.send(packed.plain);
}

function addHandoffs(app: App, { door, orgId, clock }: ServerDeps, guard: ShopGuard): void {
  app.post(`${SHOP_API}/handoffs`, async (request) => {
    const shopper = guard.phone(request);
    const cart = parsed(handoffRequest, request.body);
    const issued = await door.write(orgId, (tx) => issueCode(tx, cart, { shopper, nowMs: clock() }));
    if (!issued.ok) throw refusedWith(issued.error);
    return issued.value;
  });
  app.post(`${SHOP_API}/carts/state`, async (request) => {
    guard.phone(request);
    const { cartRef } = parsed(cartStateRequest, request.body);
    return door.read(orgId, (tx) => cartState(tx, cartRef));
  });
}

const PURCHASES_SHOWN = 50;

function addClaims(app: App, { door, orgId, clock }: ServerDeps, guard: ShopGuard): void {
  app.post(`${SHOP_API}/claims`, async (request) => {
    const shopper = guard.phone(request);
    const { receipt } = parsed(claimRequest, request.body);
    const nowMs = clock();
    const checked = await checkReceipt(receipt, await door.read(orgId, receiptRing), nowMs);
    if (!checked.ok) throw refusedWith(checked.error);
    const purchase = await door.write(orgId, (tx) => claimReceipt(tx, checked.value, { shopper, nowMs }));
    if (!purchase.ok) throw refusedWith(purchase.error);
    return { purchase: purchase.value };
  });
  app.get(`${SHOP_API}/purchases`, async (request) => {
    const shopper = guard.phone(request);
    return { purchases: await door.read(orgId, (tx) => purchasesOf(tx, shopper, PURCHASES_SHOWN)) };
  });
}
