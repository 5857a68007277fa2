/**
 * What the back office and the server say to each other, under `/office/api`. Requests are strict (an unknown key is a
 * mistake of ours), answers are read loosely. Money is minor units, quantities thousandths, times server milliseconds.
 *
 * Every call but `login` needs the session cookie; every call that writes must come from our own page (Origin or
 * Sec-Fetch-Site). A refusal is `{ code, facts? }` with a code of refusal.ts.
 *
 * Not here: files of products (src/wire/catalogue-file.ts), labels, devices, journal and people
 * (src/wire/office-shop.ts).
 */
import * as z from 'zod/mini';
import { MOST_AGE, MOST_PARTS } from '../core/product.ts';
import { asks, optionGroups, productRow, roleName, storeRow } from './catalogue.ts';
import { names } from './goods.ts';
import { currencyCode, int, isoDate, minor, nat, positive, text, uuid } from './scalars.ts';
import { EFFECTS } from './task.ts';

export const OFFICE_API = '/office/api';
/** Sent with calls no person asked for (a poke, a timer): they do not keep an idle session alive. */
export const UNATTENDED_HEADER = 'halfloop-unattended';

export const officeRefusal = z.object({
  code: text(60),
  facts: z.optional(z.record(z.string(), z.union([z.string(), z.number()]))),
});

// --- sessions -----------------------------------------------------------------------------------------------------
export const loginRequest = z.strictObject({ login: text(60), password: text(200) });
const officeUser = z.object({ userId: uuid, login: text(60), names, role: roleName });
/** Who is signed in and what every screen needs to know of the shop. */
export const officeSession = z.object({
  user: officeUser,
  org: names,
  currency: currencyCode,
  lang: z.enum(['zh', 'en']),
  shopOrigin: text(200),
  stores: z.array(storeRow),
  serverMs: int,
  endsMs: int,
});

// --- today --------------------------------------------------------------------------------------------------------
const figures = z.object({ netMinor: minor, sales: nat, averageMinor: minor, refunds: nat, refundsMinor: minor });
const hourFigure = z.object({ hour: nat, netMinor: minor, sales: nat });
/** What is known of a till without asking it. `pending` is announced minus stored: it can only be too low. */
const tillToday = z.object({
  deviceId: uuid,
  tillCode: text(4),
  name: text(60),
  storeId: uuid,
  state: z.enum(['waiting', 'open', 'revoked']),
  shiftNo: z.nullable(positive),
  zNo: z.nullable(positive),
  staff: z.nullable(names),
  lastSeenMs: z.nullable(int),
  pending: nat,
  netMinor: minor,
});
const saleBrief = z.object({
  id: uuid,
  kind: z.enum(['sale', 'return']),
  no: text(24),
  tillCode: text(4),
  wallMs: int,
  receivedMs: int,
  totalMinor: minor,
  staff: z.nullable(names),
  lines: nat,
});
/** Code and subject of a task; a subject may name a device and a life, or a hash. */
const taskId = text(160);
/** A thing that needs a person: a fact that could not be applied, a doubt of the server's. Words by `code`. */
const officeTask = z.object({
  taskId,
  code: text(60), // one of TASK_CODES, or of a newer server
  atMs: int,
  tillCode: z.nullable(text(4)),
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
});
export const today = z.object({
  storeId: uuid,
  date: isoDate,
  tz: text(60),
  asOfMs: int,
  nowHour: nat,
  ...figures.shape,
  /** The same weekday a week before, up to the same time of day; null when nothing was sold then. */
  before: z.nullable(figures),
  beforeDate: isoDate,
  byHour: z.array(hourFigure),
  beforeByHour: z.array(hourFigure),
  tills: z.array(tillToday),
  latest: z.array(saleBrief),
  tasks: z.array(officeTask),
});
export const taskDone = z.strictObject({ taskId });

/** A sale or return as it stands in the journal: `bytes` are the entry's own, parsed by the reader. */
export const saleDetail = z.object({
  id: uuid,
  kind: z.enum(['sale', 'return']),
  deviceId: uuid,
  incarnation: uuid,
  seq: positive,
  hash: text(64),
  tillCode: text(4),
  storeId: uuid,
  staff: z.nullable(names),
  receivedMs: int,
  status: z.enum(EFFECTS),
  bytes: text(70_000),
});

// --- products -----------------------------------------------------------------------------------------------------
const PRODUCT_PAGE = 100;
const productSort = z.enum(['no', 'price', 'changed']);
const productsQuery = z.strictObject({
  storeId: uuid,
  q: text(100),
  category: text(64),
  status: z.enum(['all', 'active', 'provisional', 'stopped']),
  sort: productSort,
  desc: z.boolean(),
  offset: nat,
  limit: positive.check(z.maximum(500)),
});
/** A product as the office lists it: the stream's row without its search text, with this store's stock. */
const productListed = z.object({
  ...z.omit(productRow, { search: true, story: true }).shape,
  onHandMilli: z.nullable(int),
});
/** One window of the list. `total` counts all that match, so a list can be scrolled to any place. */
export const productPage = z.object({
  rows: z.array(productListed),
  offset: nat,
  total: nat,
  version: text(32),
  asOfMs: int,
});
/** The parts of a bundle, as a form names them and by name. */
const madeOf = z.array(z.object({ key: text(64), names, qtyMilli: positive }));
export const productFull = z.object({
  product: productListed,
  stock: z.array(z.object({ storeId: uuid, onHandMilli: int })),
  version: text(32),
  madeOf: z.optional(madeOf),
});
export const categoryListed = z.object({ categoryId: text(64), names, order: int, hue: nat, products: nat });

const code = z.nullable(text(64));
/** Parts of a bundle by their codes, barcodes or numbers (core/bundle-text.ts). None: it is no bundle. */
const partsNamed = z.array(z.strictObject({ key: text(64), qtyMilli: positive })).check(z.maxLength(MOST_PARTS));
const fields = {
  code,
  gtins: z.array(text(20)).check(z.maxLength(20)),
  names,
  spec: z.nullable(text(60)),
  brand: z.nullable(text(80)),
  category: z.nullable(text(64)),
  unit: productRow.shape.unit,
  taxBp: nat.check(z.maximum(10_000)),
  hot: z.boolean(),
  status: productRow.shape.status,
  priceMinor: minor,
  options: z.optional(optionGroups),
  minAge: z.optional(nat.check(z.maximum(MOST_AGE))), // 0: for everybody
  asks: z.optional(asks),
  parts: z.optional(partsNamed),
  openPrice: z.optional(z.boolean()),
};
export const productAdd = z.strictObject(fields);
/** Only what changed. `wasMinor` guards the price: another person's change in between is told, not overwritten. */
export const productChange = z.strictObject({
  code: z.optional(fields.code),
  gtins: z.optional(fields.gtins),
  names: z.optional(fields.names),
  spec: z.optional(fields.spec),
  brand: z.optional(fields.brand),
  category: z.optional(fields.category),
  unit: z.optional(fields.unit),
  taxBp: z.optional(fields.taxBp),
  hot: z.optional(fields.hot),
  status: z.optional(fields.status),
  options: fields.options,
  minAge: fields.minAge,
  asks: fields.asks,
  parts: fields.parts,
  openPrice: fields.openPrice,
  priceMinor: z.optional(fields.priceMinor),
  wasMinor: z.optional(minor),
});
/** A count: what stands on the shelf now. The server books the difference to what it has as `stock.moved`. */
export const stockCount = z.strictObject({ storeId: uuid, onHandMilli: int, entryId: uuid });
/** After a save. `tills`: how many tills of the org are connected at this moment and were told. */
export const productSaved = z.object({
  product: productListed,
  version: text(32),
  tills: nat,
  madeOf: z.optional(madeOf),
});

/** `GET products` carries its query in the address: all strings there. */
export function productsParams(query: ProductsQuery): URLSearchParams {
  return new URLSearchParams(Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]));
}

/** Reads what `productsParams` wrote; null for anything else. */
export function readProductsParams(raw: Readonly<Record<string, unknown>>): ProductsQuery | null {
  const { desc, offset = 0, limit = PRODUCT_PAGE, ...rest } = raw;
  const read = productsQuery.safeParse({
    ...rest,
    desc: desc === 'true',
    offset: Number(offset),
    limit: Number(limit),
  });
  return read.success ? read.data : null;
}

export type OfficeUser = z.infer<typeof officeUser>;
export type OfficeSession = z.infer<typeof officeSession>;
export type Figures = z.infer<typeof figures>;
export type HourFigure = z.infer<typeof hourFigure>;
export type TillToday = z.infer<typeof tillToday>;
export type SaleBrief = z.infer<typeof saleBrief>;
export type OfficeTask = z.infer<typeof officeTask>;
export type Today = z.infer<typeof today>;
export type SaleDetail = z.infer<typeof saleDetail>;
export type ProductsQuery = z.infer<typeof productsQuery>;
export type ProductListed = z.infer<typeof productListed>;
export type ProductPage = z.infer<typeof productPage>;
export type ProductFull = z.infer<typeof productFull>;
export type CategoryListed = z.infer<typeof categoryListed>;
export type ProductAdd = z.infer<typeof productAdd>;
export type ProductChange = z.infer<typeof productChange>;
export type ProductSaved = z.infer<typeof productSaved>;
