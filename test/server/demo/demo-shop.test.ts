import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { argon2id } from 'hash-wasm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasRightCheckDigit } from '../../../src/core/gtin.ts';
import { PLAIN_RULES, priceCart } from '../../../src/core/price-cart.ts';
import { promotionBook } from '../../../src/core/promotion-book.ts';
import { freshSigningKey } from '../../../src/server/auth/keys.ts';
import { verifyPassword } from '../../../src/server/auth/password.ts';
import type { Door } from '../../../src/server/db/door.ts';
import { mediaOf } from '../../../src/server/db/media.ts';
import { findOfficeUser } from '../../../src/server/db/office-user.ts';
import { demoGoods } from '../../../src/server/demo/demo-goods.ts';
import { ensureDemoShop } from '../../../src/server/demo/demo-shop.ts';
import { drawPicture, PICTURE_KINDS } from '../../../src/server/demo/draw-picture.ts';
import { STREAM_TABLES, staffRow, type StreamRow, type StreamTable } from '../../../src/wire/catalogue.ts';
import { pinVerifierOf } from '../../../src/wire/pin-verifier.ts';
import { cartOf } from '../../support/builders.ts';
import { onBothEngines, testPlace, type TestPlace } from '../engines.ts';

test('goods: enough, bilingual, with right barcodes that nobody else has, each drawn', () => {
  const goods = demoGoods();
  expect(goods.length).toBeGreaterThanOrEqual(320);
  const gtins = goods.flatMap((each) => each.gtins);
  expect(new Set(gtins).size).toBe(gtins.length);
  for (const gtin of gtins) {
    expect(hasRightCheckDigit(gtin)).toBe(true);
    expect(gtin).toMatch(/^0(952|04\d|2[12]\d{5}0{5})/);
  }
  for (const { names, kind, code, gtins: own, priceMinor } of goods) {
    expect(names.zh).toMatch(/\p{Script=Han}/u);
    expect(names.en).toMatch(/^[\w .,'%&()-]+$/);
    expect(PICTURE_KINDS).toContain(kind);
    expect(code !== null || own.length > 0).toBe(true);
    expect(priceMinor).toBeGreaterThan(0);
  }
  expect(goods.filter((each) => each.gtins.length === 0).length).toBeGreaterThan(5);
  expect(new Set(goods.map(({ taxBp }) => taxBp))).toEqual(new Set([1300, 900, 600, 0]));
  const shown = goods.map(({ names, spec }) => `${names.zh ?? ''} ${spec ?? ''}`);
  expect(shown.filter((name, i) => shown.indexOf(name) !== i)).toEqual([]);
});

test('pictures are plain shapes that load and run nothing', () => {
  for (const kind of PICTURE_KINDS) {
    const svg = drawPicture(kind, 'Orangely orange juice');
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 96 96"/);
    expect(svg).not.toMatch(/script|href|url\(|style|on\w+=|NaN|undefined/);
    for (const tag of svg.match(/<\w+/g) ?? [])
      expect(['<svg', '<rect', '<circle', '<ellipse', '<path', '<g']).toContain(tag);
  }
});

onBothEngines('the demo shop', (engine) => {
  const ORG = randomUUID();
  let place: TestPlace;
  let door: Door;
  let access: string;
  let deps: Parameters<typeof ensureDemoShop>[0];

  beforeAll(async () => {
    place = await testPlace(engine);
    door = await place.open();
    deps = {
      door,
      orgId: ORG,
      clock: () => Date.now(),
      ids: () => randomUUID(),
      randomBytes: (size: number) => randomBytes(size),
      keys: { server: await freshSigningKey(), order: await freshSigningKey() },
      dataDir: place.place.dataDir,
    };
    expect(await ensureDemoShop(deps)).toBe(true);
    access = readFileSync(join(place.place.dataDir, 'demo-access.txt'), 'utf8');
  });
  afterAll(() => place.remove());

  const feed = (stream: string) =>
    door.read(ORG, (tx) =>
      tx.db
        .selectFrom('feed')
        .select(['tbl', 'id', 'body'])
        .where('org_id', '=', ORG)
        .where('stream', '=', stream)
        .execute(),
    );

  test('every row of the streams is in its schema', async () => {
    const rows = await feed('org');
    for (const { tbl, body } of rows) STREAM_TABLES[tbl as StreamTable].parse(JSON.parse(body ?? ''));
    const count = (table: string): number => rows.filter(({ tbl }) => tbl === table).length;
    expect([count('settings'), count('store'), count('staff'), count('category')]).toEqual([1, 2, 5, 17]);
    expect(count('product')).toBe(demoGoods().length);
    expect([count('promotion'), count('member')]).toEqual([6, 1]);
    for (const { id } of rows.filter(({ tbl }) => tbl === 'store')) {
      expect((await feed(`store:${id}`)).filter(({ tbl }) => tbl === 'stock').length).toBeGreaterThan(300);
    }
  });

  test('its promotions take off what they say', async () => {
    const rows = await feed('org');
    const of = <T extends StreamTable>(table: T) =>
      rows
        .filter(({ tbl }) => tbl === table)
        .map(({ body }) => STREAM_TABLES[table].parse(JSON.parse(body ?? '')) as StreamRow<T>);
    const products = of('product');
    const book = promotionBook(of('promotion'));
    const dueOf = (wanted: Readonly<Record<string, number>>, more: Partial<Parameters<typeof priceCart>[0]> = {}) => {
      const goods = Object.entries(wanted).map(([called, pieces]) => {
        const product = products.find(({ names, spec }) => `${names.en ?? ''} ${spec ?? ''}` === called);
        return [product?.skuNo ?? 0, pieces * 1000] as const;
      });
      const moment = { date: '2026-11-23', weekday: 1, minute: 21 * 60 };
      const rules = { ...PLAIN_RULES, promotions: book, moment };
      return priceCart({ ...cartOf(goods), ...more }, (skuNo) => products.find((one) => one.skuNo === skuNo), { rules })
        .totals.totalMinor;
    };
    expect(dueOf({ 'Fizzhill cola 330ml': 2, 'Fizzhill zero sugar cola 330ml': 1 })).toBe(700);
    expect(dueOf({ 'Crisp Ridge potato crisps tomato 75g': 1 })).toBe(552); // 6.90 less a fifth
    expect(dueOf({ 'Sugar Corner sugar free gum mint 27g': 2 })).toBe(1185); // 7.90 and 3.95
    expect(dueOf({ 'Croissant 60g': 2 })).toBe(770); // 11.00 less 30 %
    expect(dueOf({ 'Dawn Farm fresh milk 950ml': 1 })).toBe(1480);
    expect(dueOf({ 'Dawn Farm fresh milk 950ml': 1 }, { memberTier: '' })).toBe(1280);
    expect(dueOf({ 'Dawn Farm fresh milk 950ml': 3 }, { coupons: ['HALFLOOP5'] })).toBe(3940);
  });

  test('the access file opens it: mode 0600, PINs and password are right', async () => {
    expect(statSync(join(place.place.dataDir, 'demo-access.txt')).mode & 0o777).toBe(0o600);
    const [, login = '', password = ''] = /office\s+(\S+) \/ (\S+)/.exec(access) ?? [];
    const user = await door.read(ORG, (tx) => findOfficeUser(tx, login));
    expect(await verifyPassword(password, user?.passwordHash ?? null)).toBe(true);
    const pins = [...access.matchAll(/PIN (\d+)\s+(\p{Script=Han}+)/gu)];
    expect(pins).toHaveLength(5);
    const staff = (await feed('org'))
      .filter(({ tbl }) => tbl === 'staff')
      .map(({ body }) => staffRow.parse(JSON.parse(body ?? '')));
    for (const [, pin = '', name = ''] of pins) {
      const person = staff.find(({ names }) => names.zh === name);
      const { salt, mKib, t, p, verifier } = person?.pin ?? { salt: '', mKib: 0, t: 0, p: 0, verifier: '' };
      expect(pin.length).toBe(person?.role === 'manager' || person?.role === 'owner' ? 8 : 6);
      const stretched = await argon2id({
        password: pin,
        salt: Buffer.from(salt, 'base64url'),
        memorySize: mKib,
        iterations: t,
        parallelism: p,
        hashLength: 32,
        outputType: 'binary',
      });
      expect(pinVerifierOf(stretched)).toBe(verifier);
    }
  });

  test('each product has a picture that is served as a drawing', async () => {
    const products = (await feed('org'))
      .filter(({ tbl }) => tbl === 'product')
      .map(({ body }) => STREAM_TABLES.product.parse(JSON.parse(body ?? '')));
    for (const { picture } of products.slice(0, 20)) {
      const media = await door.read(ORG, (tx) => mediaOf(tx, picture ?? ''));
      expect(media?.mime).toBe('image/svg+xml');
      expect(Buffer.from(media?.body ?? []).toString()).toMatch(/^<svg/);
    }
  });

  test('a shop that is there is left alone', async () => {
    expect(await ensureDemoShop(deps)).toBe(false);
    expect(readFileSync(join(place.place.dataDir, 'demo-access.txt'), 'utf8')).toBe(access);
  });
});
