/** A small shop in a database, and the server over it with a clock the test moves. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { buildApp } from '../../../src/server/app.ts';
import { freshSigningKey, type SigningKey } from '../../../src/server/auth/keys.ts';
import type { Door, Engine } from '../../../src/server/db/door.ts';
import type { ServerDeps } from '../../../src/server/deps.ts';
import { LIMITS } from '../../../src/server/http/limits.ts';
import { SHOPPER_HEADER } from '../../../src/wire/shop.ts';
import { uuidOf } from '../../support/builders.ts';
import { testPlace } from '../engines.ts';

export const ORG = uuidOf(1);
export const STORE = uuidOf(11);
export const OTHER_STORE = uuidOf(12);
export const TILL = uuidOf(21);
export const WATER = { skuNo: 7, gtin: '06901234567892', priceMinor: 200 } as const;
export const CRISPS = { skuNo: 8, gtin: '00000096385074', priceMinor: 750 } as const;
export const PEN = { skuNo: 9, priceMinor: 300 } as const; // no barcode
export const STOPPED = { skuNo: 10, gtin: '04006381333931' } as const;

/** As the house builds it, but for the scripts. */
const BUILT_PAGE = `<!doctype html>
<html lang="zh-CN"><head><title>半环 Halfloop</title><!--halfloop:head--></head>
<body><div id="root"><!--halfloop:page--></div></body></html>`;

export type ShopServer = {
  readonly app: FastifyInstance;
  readonly door: Door;
  readonly deps: ServerDeps;
  readonly now: { ms: number };
  close(): Promise<void>;
};

export const phone = (n: number): Record<string, string> => ({ [SHOPPER_HEADER]: String(n).padStart(43, 'p') });

/** Tables filled, server built, nothing listening: requests are injected. */
export async function shopServer(engine: Engine): Promise<ShopServer> {
  const now = { ms: Date.UTC(2026, 10, 21, 9) };
  const place = await testPlace(engine, { clock: () => now.ms });
  const door = await place.open();
  await fillShop(door);
  const webDir = mkdtempSync(join(tmpdir(), 'halfloop-web-'));
  mkdirSync(join(webDir, 'assets'));
  writeFileSync(join(webDir, 'index.html'), BUILT_PAGE);
  writeFileSync(join(webDir, 'assets', 'shop-app-AbC123.css'), '');
  let ids = 5_000;
  const deps: ServerDeps = {
    door,
    place: place.place,
    orgId: ORG,
    clock: () => now.ms,
    ids: () => uuidOf((ids += 1)),
    randomBytes: (size) => new Uint8Array(size).fill(7),
    keys: { server: await freshSigningKey(), order: await freshSigningKey() },
    limits: LIMITS,
    dataDir: webDir,
    webDir,
    log: pino({ level: 'silent' }),
  };
  const app = await buildApp(deps);
  return {
    app,
    door,
    deps,
    now,
    async close() {
      await app.close();
      await place.remove();
      rmSync(webDir, { recursive: true, force: true });
    },
  };
}

const names = (zh: string, en: string) => JSON.stringify({ zh, en });

async function fillShop(door: Door): Promise<void> {
  const product = (skuNo: number, more: object) => ({
    org_id: ORG,
    sku_id: uuidOf(100 + skuNo),
    sku_no: skuNo,
    code: null,
    name_zh: null,
    name_en: null,
    spec: null,
    brand: null,
    category_id: 'drinks',
    unit: 'pcs',
    price_minor: 100,
    floor_minor: null,
    tax_bp: 1300,
    picture: null,
    story: null,
    search: '',
    rank: 0,
    hot: 0,
    status: 'active',
    made_ms: 1,
    changed_ms: 1,
    ...more,
  });
  const store = (storeId: string, storeNo: number, en: string) => ({
    org_id: ORG,
    store_id: storeId,
    store_no: storeNo,
    code: `S00${String(storeNo)}`,
    names: names('街角店', en),
    tz: 'Asia/Shanghai',
    address: null,
    walk_in: 0,
  });
  await door.write(ORG, async ({ db }) => {
    await db
      .insertInto('org')
      .values({
        org_id: ORG,
        org_no: 1,
        names: names('街角小店', 'Corner Shops'),
        currency: 'CNY',
        tax_mode: 'included',
        shop_origin: 'https://shop.example',
        receipt_footer: null,
        lang: 'zh',
        shop_catalogue_max: 3,
        server_epoch: uuidOf(3),
        made_ms: 1,
      })
      .execute();
    await db
      .insertInto('store')
      .values([store(STORE, 1, 'Corner Shop'), store(OTHER_STORE, 2, 'Harbour Shop')])
      .execute();
    await db
      .insertInto('category')
      .values({
        org_id: ORG,
        category_id: 'drinks',
        names: names('饮料', 'Drinks'),
        sort_order: 1,
        hue: 3,
      })
      .execute();
    await db
      .insertInto('product')
      .values([
        product(WATER.skuNo, {
          name_zh: '农夫山泉',
          name_en: 'Spring water',
          spec: '550ml',
          price_minor: WATER.priceMinor,
          rank: 9,
          picture: 'a1b2',
          story: names('来自深山。', 'From deep in the hills.'),
          search: '农夫山泉 nongfushanquan nfsq spring water',
        }),
        product(CRISPS.skuNo, { name_zh: '薯片', price_minor: CRISPS.priceMinor, rank: 5, search: '薯片 shupian sp' }),
        product(PEN.skuNo, { name_en: 'Pen', price_minor: PEN.priceMinor, search: 'pen' }),
        product(STOPPED.skuNo, { name_en: 'Gone', status: 'stopped', rank: 99 }),
      ])
      .execute();
    await db
      .insertInto('product_gtin')
      .values([
        { org_id: ORG, gtin: WATER.gtin, sku_id: uuidOf(107) },
        { org_id: ORG, gtin: CRISPS.gtin, sku_id: uuidOf(108) },
        { org_id: ORG, gtin: STOPPED.gtin, sku_id: uuidOf(110) },
      ])
      .execute();
    await db
      .insertInto('stock')
      .values([
        { org_id: ORG, store_id: STORE, sku_no: WATER.skuNo, on_hand_milli: 12_000 },
        { org_id: ORG, store_id: STORE, sku_no: CRISPS.skuNo, on_hand_milli: 0 },
      ])
      .execute();
  });
}

export type SoldCart = {
  readonly saleNo: number;
  readonly cartRef: string;
  readonly rev: number;
  readonly paidMs: number;
};

/** Rows as the projection of a till's `cart.claimed` and `sale.completed` leaves them. */
export async function sellCart(door: Door, { saleNo, cartRef, rev, paidMs }: SoldCart): Promise<string> {
  const saleId = uuidOf(1000 + saleNo);
  const cartId = uuidOf(2000 + saleNo);
  const hash = saleNo.toString(16).padStart(64, 'a');
  const incarnation = uuidOf(31);
  await door.write(ORG, async ({ db }) => {
    await db
      .insertInto('journal_head')
      .values({
        org_id: ORG,
        device_id: TILL,
        incarnation,
        seq: saleNo,
        hash,
        announced_seq: saleNo,
        state: 'open',
        opened_ms: 1,
      })
      .onConflict((on) => on.doNothing())
      .execute();
    await db
      .insertInto('entry')
      .values({
        org_id: ORG,
        device_id: TILL,
        incarnation,
        seq: saleNo,
        entry_id: saleId,
        kind: 'sale.completed',
        hash,
        bytes: '{}',
        batch_id: 'b',
        received_ms: paidMs,
      })
      .execute();
    await db
      .insertInto('cart_claim')
      .values({
        org_id: ORG,
        entry_id: uuidOf(3000 + saleNo),
        cart_ref: cartRef,
        rev,
        cart_id: cartId,
        device_id: TILL,
        store_id: STORE,
        handoff: 'O0',
        total_seen_minor: 950,
        total_minor: 950,
        wall_ms: paidMs,
      })
      .execute();
    await db
      .insertInto('sale')
      .values({
        org_id: ORG,
        sale_id: saleId,
        entry_id: saleId,
        device_id: TILL,
        incarnation,
        seq: saleNo,
        hash,
        store_id: STORE,
        no: `T1-${String(saleNo).padStart(6, '0')}`,
        kind: 'counter',
        shift_id: uuidOf(41),
        cart_id: cartId,
        staff_id: null,
        business_date: '2026-11-21',
        wall_ms: paidMs,
        received_ms: paidMs,
        currency: 'CNY',
        pb_version: '0189:1',
        gross_minor: 950,
        discount_minor: 0,
        tax_minor: 109,
        total_minor: 950,
        change_minor: 0,
        channel: 'handoff',
        source_qr: null,
      })
      .execute();
    await db
      .insertInto('sale_line')
      .values([
        line(saleId, 1, WATER.skuNo, '农夫山泉', WATER.priceMinor),
        line(saleId, 2, CRISPS.skuNo, '薯片', CRISPS.priceMinor),
      ])
      .execute();
  });
  return saleId;
}

const line = (saleId: string, lineId: number, skuNo: number, name: string, priceMinor: number) => ({
  org_id: ORG,
  sale_id: saleId,
  line_id: lineId,
  sku_no: skuNo,
  name,
  qty_milli: 1000,
  unit_minor: priceMinor,
  list_minor: priceMinor,
  gross_minor: priceMinor,
  discount_minor: 0,
  tax_bp: 1300,
  tax_minor: 0,
});

export type TillToAdd = {
  readonly deviceId: string;
  readonly storeId: string;
  readonly key: SigningKey;
  readonly tillNo: number;
};

/** An enrolled till with its key in the ring. */
export async function addTill(door: Door, { deviceId, storeId, key, tillNo }: TillToAdd): Promise<void> {
  const jwk = JSON.stringify(key.jwk);
  await door.write(ORG, async ({ db }) => {
    await db
      .insertInto('device')
      .values({
        org_id: ORG,
        device_id: deviceId,
        store_id: storeId,
        kind: 'till',
        till_no: tillNo,
        till_code: `T${String(tillNo)}`,
        name: 'Till',
        kid: key.kid,
        key_jwk: jwk,
        thumbprint: key.kid.padEnd(64, '0'),
        state: 'open',
        incarnation_no: 1,
        incarnation: uuidOf(31),
        enrolled_ms: 1,
        revoked_ms: null,
        last_seen_ms: null,
        head_seq: 0,
        clock_offset_ms: null,
        app: 'test',
        storage: null,
      })
      .execute();
    await db
      .insertInto('signing_key')
      .values({
        org_id: ORG,
        kid: key.kid,
        purpose: 'device',
        key_jwk: jwk,
        types: '[7]',
        device_id: deviceId,
        revoked: 0,
        made_ms: 1,
      })
      .execute();
  });
}
