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
import { INCARNATION, ORG, SHOP_ROWS, soldCartRows, type SoldCart } from './shop-rows.ts';

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

async function fillShop(door: Door): Promise<void> {
  await door.write(ORG, async ({ db }) => {
    await db.insertInto('org').values(SHOP_ROWS.org).execute();
    await db.insertInto('store').values(SHOP_ROWS.stores).execute();
    await db.insertInto('category').values(SHOP_ROWS.category).execute();
    await db.insertInto('product').values(SHOP_ROWS.products).execute();
    await db.insertInto('product_gtin').values(SHOP_ROWS.gtins).execute();
    await db.insertInto('stock').values(SHOP_ROWS.stock).execute();
  });
}

/** A phone's cart was sold at the till, and the till has told of it. Answers the sale's id. */
export async function sellCart(door: Door, sold: SoldCart): Promise<string> {
  const { head, entry, claim, sale, lines } = soldCartRows(sold);
  await door.write(ORG, async ({ db }) => {
    await db
      .insertInto('journal_head')
      .values(head)
      .onConflict((on) => on.doNothing())
      .execute();
    await db.insertInto('entry').values(entry).execute();
    await db.insertInto('cart_claim').values(claim).execute();
    await db.insertInto('sale').values(sale).execute();
    await db.insertInto('sale_line').values(lines).execute();
  });
  return sale.sale_id;
}

type TillToAdd = {
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
        incarnation: INCARNATION,
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
