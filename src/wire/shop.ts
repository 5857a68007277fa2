/**
 * What a shopper's phone and the server say to each other, under `/shop/api`, and how a till takes a cart by its six
 * digits. Requests are strict, answers are read loosely. A refusal is
 * `{ code, facts? }` of refusal.ts.
 *
 * A phone has no account: SHOPPER_HEADER carries a random secret made on the phone; the server keeps only its hash.
 * Every call is idempotent: it may be sent again after a lost reply.
 *
 * Not here: the QR payloads (qr.ts), the rules of the phone's cart (core/shopper-cart.ts).
 */
import * as z from 'zod/mini';
import { minAge } from './age-check.ts';
import { categoryRow, names, scaleRules } from './goods.ts';
import { currencyCode, gtin14, int, minor, nat, positive, text, uuid } from './scalars.ts';

export const SHOP_API = '/shop/api';
export const HANDOFF_PATH = '/till/api/handoff';
/** 32 random bytes, base64url, made by the phone. */
export const SHOPPER_HEADER = 'halfloop-shopper';
export const shopperSecret = z.string().check(z.regex(/^[\w-]{43}$/));

/** How long a six-digit code may be used, and how long it is not given out again in its store. */
export const HANDOFF_CODE_MS = 600_000;
export const HANDOFF_CODE_REST_MS = 86_400_000;
/** Wrong codes a till may try before it waits. */
export const HANDOFF_TRIES = 5;
export const HANDOFF_WAIT_MS = 60_000;
/** The most lines a cart may be handed over with. */
export const HANDOFF_LINES = 600;

// --- what a phone knows of a store ----------------------------------------------------------------------------------
/** A product as a phone keeps it. `search`: lower-cased names, pinyin, initials, codes. */
export const shopProduct = z.object({
  skuNo: positive,
  gtins: z.array(gtin14),
  names,
  spec: z.nullable(text(60)),
  unit: z.enum(['pcs', 'g', 'kg', 'ml', 'l', 'm', 'hour']),
  priceMinor: minor,
  picture: z.nullable(text(64)),
  category: z.nullable(text(64)),
  search: text(800),
  minAge: z.optional(minAge), // since schema 7
  openPrice: z.optional(z.literal(true)), // since schema 11
});
export const shopStore = z.object({
  orgNo: positive,
  storeNo: positive,
  names,
  orgNames: names,
  currency: currencyCode,
  tz: text(60),
  scaleRules: z.optional(scaleRules), // since schema 6
});
/** The stores to choose from, for a phone that came without one. */
export const storesOk = z.object({ stores: z.array(shopStore) });
/**
 * The store's goods, best sellers first, at most `settings.shopCatalogueMax` of them (`more`: the store has others).
 * `version` names the content: the same text means the same rows.
 */
export const shopCatalogue = z.object({
  store: shopStore,
  version: text(64),
  serverMs: int,
  more: z.boolean(),
  categories: z.array(categoryRow),
  rows: z.array(shopProduct),
  offers: z.optional(z.array(z.unknown())), // since schema 9: promotions (catalogue.ts) to reckon with
  offerStages: z.optional(z.readonly(z.array(text(60)))), // since schema 11: in which order (stage-order.ts)
});

/** Goods asked for by number: those the phone does not have, and those whose price and stock it wants to be sure of. */
export const productsRequest = z.strictObject({
  storeNo: positive,
  skuNos: z.array(positive).check(z.maxLength(HANDOFF_LINES)),
  gtins: z.array(gtin14).check(z.maxLength(HANDOFF_LINES)),
});
export const offeredProduct = z.extend(shopProduct, {
  story: z.nullable(names),
  onHandMilli: z.nullable(int), // null: this store keeps no count of it
});
export const productsOk = z.object({ serverMs: int, products: z.array(offeredProduct) });

/** What the server wrote into the page, again as data, so that the app takes over without asking. */
export const shopPage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('product'), store: shopStore, product: offeredProduct, serverMs: int }),
  z.object({ kind: z.literal('unknown_product'), store: shopStore, digits: text(40), serverMs: int }),
  z.object({ kind: z.literal('wrong_check_digit'), digits: text(40) }),
  z.object({ kind: z.literal('unknown_store') }),
]);
/** The id of the element that carries `shopPage` as JSON. */
export const SHOP_PAGE_ID = 'halfloop-page';

// --- to the till ----------------------------------------------------------------------------------------------------
const cartRef = z.string().check(z.regex(/^[0-9a-f]{20}$/));
export const handoffLine = z.strictObject({
  skuNo: z.nullable(positive),
  gtin: z.nullable(gtin14),
  qtyMilli: positive,
  seenMinor: z.nullable(minor),
});
/** Asks for a six-digit code. The same cart and rev get the same code while it lives. */
export const handoffRequest = z.strictObject({
  storeNo: positive,
  cartRef,
  rev: nat,
  totalSeenMinor: z.nullable(minor),
  lines: z.array(handoffLine).check(z.minLength(1), z.maxLength(HANDOFF_LINES)),
});
export const handoffCode = z.string().check(z.regex(/^\d{6}$/));
export const handoffOk = z.object({ code: handoffCode, expiresMs: int, serverMs: int });

/** From the till, with the proof of its device key. Asked again by the same till it answers the same. */
export const takeHandoff = z.strictObject({ code: handoffCode });
export const takenHandoff = z.object({
  storeNo: positive,
  cartRef,
  rev: nat,
  totalSeenMinor: z.nullable(minor),
  lines: z.array(handoffLine),
});

/** Whether a handed-off cart was taken or paid at a till whose facts have arrived. */
export const cartStateRequest = z.strictObject({ cartRef });
export const cartStateOk = z.object({
  state: z.enum(['waiting', 'taken', 'paid']),
  rev: z.nullable(nat),
  paidMs: z.nullable(int),
  no: z.nullable(text(24)),
  totalMinor: z.nullable(minor),
});

// --- receipts -------------------------------------------------------------------------------------------------------
/** `receipt`: the text of the receipt's QR, whole. */
export const claimRequest = z.strictObject({ receipt: text(900) });
export const purchase = z.object({
  saleId: uuid,
  no: text(24),
  store: z.object({ storeNo: positive, names, tz: text(60) }),
  paidMs: int,
  currency: currencyCode,
  totalMinor: minor,
  cartRef: z.nullable(cartRef),
  lines: z.array(
    z.object({ skuNo: positive, name: text(200), qtyMilli: positive, unitMinor: minor, paidMinor: minor }),
  ),
});
export const claimOk = z.object({ purchase });
export const purchasesOk = z.object({ purchases: z.array(purchase) });

export type ShopProduct = z.infer<typeof shopProduct>;
export type OfferedProduct = z.infer<typeof offeredProduct>;
export type ShopStore = z.infer<typeof shopStore>;
export type ShopCatalogue = z.infer<typeof shopCatalogue>;
export type ShopPage = z.infer<typeof shopPage>;
export type ProductsOk = z.infer<typeof productsOk>;
export type HandoffRequest = z.infer<typeof handoffRequest>;
export type HandoffOk = z.infer<typeof handoffOk>;
export type TakenHandoff = z.infer<typeof takenHandoff>;
export type CartStateOk = z.infer<typeof cartStateOk>;
export type Purchase = z.infer<typeof purchase>;
