/**
 * The stage of a day: a shop with its goods, promotions, taxes and ways of paying set by the office, a server and two
 * tills with one clock, and phones that come and go.
 */
import { join } from 'node:path';
import Database from 'libsql';
import type { Browser, BrowserContext, Page } from 'playwright';
import { expect } from 'playwright/test';
import { openChromium, openDevice } from '../support/chromium.ts';
import { untilKept } from '../e2e/support/kept-files.ts';
import { officePage } from '../e2e/support/office-page.ts';
import { openShop, type Person, type ShopServer } from '../e2e/support/shop-server.ts';
import type { Lang } from '../e2e/support/shown-words.ts';
import { openDayClock, type DayClock } from './clock.ts';
import {
  COIN_MINOR,
  CUSTOM_WAY,
  goodsFiles,
  MEMBER,
  promotionsOf,
  SCALE_RULES,
  taxesOf,
  USD_PPM,
  VOUCHER_FACE,
  VOUCHERS,
} from './goods.ts';
import { handsOf, WITHIN_MS, type Hands } from './hands.ts';

const LANGS: readonly Lang[] = ['zh-CN', 'en'];
const DAY_MS = 86_400_000;
const OPENS_UTC_MS = 3_600_000; // nine in the morning where the demo shop is

type Office = {
  /** A call of the office's own, as its screens make it. Throws what was refused. */
  call(method: string, path: string, body?: object): Promise<unknown>;
};

export type Stage = {
  readonly clock: DayClock;
  readonly openedMs: number;
  readonly shop: ShopServer;
  readonly dataDir: string;
  readonly browser: Browser; // of phones
  readonly office: Office;
  readonly tills: readonly Hands[];
  readonly storeId: string;
  skuNoOf(code: string): number;
  personOf(role: string): Person;
  /** The shop's own network is gone, or back. Phones have theirs. */
  setOffline(isOffline: boolean): Promise<void>;
  /** Bytes of a till's heap after a full collection. */
  heapOf(till: number): Promise<number>;
  end(): Promise<void>;
};

/** Rows of the server's own tables, read beside it. */
export function readRows(dataDir: string, sql: string): readonly Record<string, unknown>[] {
  const db = new Database(join(dataDir, 'halfloop.db'), { readonly: true });
  try {
    return db.prepare(sql).all() as Record<string, unknown>[];
  } finally {
    db.close();
  }
}

/** The next morning: the clock is never behind what has been written. */
const nextMorning = (nowMs: number): number => Math.ceil((nowMs - OPENS_UTC_MS) / DAY_MS) * DAY_MS + OPENS_UTC_MS;

export async function openStage(folder: string): Promise<Stage> {
  const openedMs = nextMorning(Date.now());
  const clock = openDayClock(folder, openedMs);
  const ends: (() => Promise<void>)[] = [() => Promise.resolve().then(clock.end)];
  const end = async (): Promise<void> => {
    for (const one of ends.reverse()) await one();
  };
  try {
    const dataDir = join(folder, 'data');
    const shop = await openShop({ dataDir });
    ends.push(() => shop.end());
    for (const file of goodsFiles()) await shop.importGoods(file);
    const browser = await openChromium();
    ends.push(() => browser.close());
    const skuNos = new Map(
      readRows(dataDir, 'select code, sku_no from product').map((row) => [String(row['code']), Number(row['sku_no'])]),
    );
    const skuNoOf = (code: string): number => skuNos.get(code) ?? 0;
    const office = await openOffice(browser, clock, shop);
    const storeId = await setUp(office, skuNoOf);
    const boss = personIn(shop, 'owner');
    const codes = [await shop.enrolCode(), await shop.anotherCode()];
    const devices: BrowserContext[] = [];
    const tills: Hands[] = [];
    for (const [at, lang] of LANGS.entries()) {
      const device = await openDevice(
        join(folder, `till-${lang}`),
        {},
        { viewport: { width: 1280, height: 800 }, locale: lang },
      );
      ends.push(() => device.close());
      devices.push(device);
      tills.push(await openTill({ device, clock, lang, boss, origin: shop.origin, code: codes[at] ?? '' }));
    }
    return {
      ...{ clock, openedMs, shop, dataDir, browser, office, tills, storeId, skuNoOf, end },
      personOf: (role) => personIn(shop, role),
      setOffline: async (isOffline) => {
        for (const device of devices) await device.setOffline(isOffline);
      },
      heapOf: (till) => heapOf(tills[till]?.page ?? null),
    };
  } catch (cause) {
    await end();
    throw cause;
  }
}

function personIn({ people }: ShopServer, role: string): Person {
  const found = people.find((person) => person.role === role);
  if (found === undefined) throw new Error(`nobody in the demo shop is ${role}`);
  return found;
}

type TillAsked = {
  readonly device: BrowserContext;
  readonly clock: DayClock;
  readonly lang: Lang;
  readonly boss: Person;
  readonly origin: string;
  readonly code: string;
};

async function openTill({ device, clock, lang, boss, origin, code }: TillAsked): Promise<Hands> {
  await clock.join(device);
  const page = device.pages()[0] ?? (await device.newPage());
  page.setDefaultTimeout(WITHIN_MS);
  const hands = handsOf(page, lang, boss);
  await page.goto(`${origin}/till`);
  await hands.till.enrol(code);
  await hands.till.untilPeople();
  await untilKept(page, 'till');
  return hands;
}

async function openOffice(browser: Browser, clock: DayClock, shop: ShopServer): Promise<Office> {
  const context = await browser.newContext({ locale: 'en' });
  await clock.join(context);
  const page = await context.newPage();
  const { signIn } = officePage(page, 'en', shop);
  await signIn();
  return {
    call: async (method, path, body) => {
      const asked = { method, path: `/office/api${path}`, body: body === undefined ? null : JSON.stringify(body) };
      const first = await page.evaluate(askOffice, asked);
      if (first.status === 401) await signIn(); // nobody was there for hours
      const { status, text } = first.status === 401 ? await page.evaluate(askOffice, asked) : first;
      if (status >= 300) throw new Error(`${method} ${path}: ${String(status)} ${text}`);
      return text === '' ? null : (JSON.parse(text) as unknown);
    },
  };
}

async function askOffice({ method, path, body }: { method: string; path: string; body: string | null }) {
  const headers = body === null ? {} : { 'content-type': 'application/json' };
  const reply = await fetch(path, { method, headers, body });
  return { status: reply.status, text: await reply.text() };
}

/** What the owner has set before the day begins. Answers the id of the first store. */
async function setUp({ call }: Office, skuNoOf: (code: string) => number): Promise<string> {
  const session = (await call('GET', '/session')) as { stores: { storeId: string; storeNo: number }[] };
  const storeId = session.stores.find(({ storeNo }) => storeNo === 1)?.storeId ?? '';
  const { rows } = (await call('GET', '/promotions')) as {
    rows: { promotionId: string; rev: number; state: string }[];
  };
  for (const { promotionId, rev, state } of rows) {
    if (state === 'active') await call('POST', `/promotions/${promotionId}/end`, { rev });
  }
  for (const promotion of promotionsOf(skuNoOf)) await call('POST', '/promotions', promotion);
  for (const tax of taxesOf(skuNoOf)) await call('POST', '/taxes', tax);
  const custom = [
    { typeId: crypto.randomUUID(), names: CUSTOM_WAY, opensDrawer: false, isRefundable: true, state: 'active' },
  ];
  const pay = { perUnit: MEMBER.pointsPerYuan, least: 1 };
  const loyalty = { perMinor: MEMBER.perMinor, valueMaxMinor: null, gifts: [], pay };
  const cashRounding = { stepMinor: COIN_MINOR, how: 'half_up', on: 'cash' };
  await call('PATCH', '/settings', { tenders: { off: [], custom }, loyalty, cashRounding });
  await call('POST', '/members', { cardNo: MEMBER.cardNo, name: MEMBER.name, phone: '', tier: MEMBER.tier });
  const date = new Date(Date.now()).toISOString().slice(0, 10);
  const foreignCash = [{ currency: 'USD', ratePpm: USD_PPM, date }];
  await call('PATCH', `/stores/${storeId}`, { foreignCash, scaleRules: SCALE_RULES });
  for (const code of VOUCHERS) await call('POST', '/vouchers', { code, faceMinor: VOUCHER_FACE, note: 'day' });
  return storeId;
}

async function heapOf(page: Page | null): Promise<number> {
  if (page === null) return 0;
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  await cdp.detach();
  return usedSize;
}

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;

/** A shopper's phone with these goods in its cart, shown to the till. Ends with the page that shows the code. */
export async function phoneWith(
  { browser, clock, shop }: Stage,
  barcodes: readonly string[],
  lang: Lang,
): Promise<{ readonly page: Page; close(): Promise<void> }> {
  const context = await browser.newContext({ ...PHONE, locale: lang });
  await clock.join(context);
  const page = await context.newPage();
  for (const [at, barcode] of barcodes.entries()) {
    await page.goto(`${shop.origin}/01/${barcode.padStart(14, '0')}?s=1&q=1`);
    await page.locator('main[aria-busy=true]').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: lang === 'en' ? 'Add to cart' : '加入购物车' }).click();
    await expect(page.getByRole('navigation')).toContainText(`${String(at + 1)} · `, { timeout: 20_000 });
  }
  return {
    page,
    close: async () => {
      clock.leave(context);
      await context.close();
    },
  };
}
