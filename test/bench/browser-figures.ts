/**
 * What a cashier feels, measured in Chromium on the built files with 100,000 products: first sync, offline cold start,
 * a scan to its painted line, a search, a sale to "paid", each beside the floor of the same browser where there is one.
 *
 * Times are taken inside the page, from the key that ends the act to the frame that shows its result.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, CDPSession, Page } from 'playwright';
import { openDevice } from '../support/chromium.ts';
import { tillPage, type TillPage } from '../e2e/support/till-page.ts';
import { newShop, runCommand, startServer, type RunningServer, type Shop } from '../replay/server-process.ts';
import { catalogueCsv, signIn } from './import-speed.ts';
import { priceWave, type Wave } from './price-wave.ts';
import { queuedDrain } from './queued-drain.ts';

type BrowserFigures = {
  readonly firstSyncMs: number; // from the enrolment code to the question who sells
  readonly firstLineMs: number; // and on to the first scanned line, PIN and float typed at once
  readonly coldStartMs: readonly number[];
  readonly scanMs: readonly number[];
  readonly searchMs: readonly number[];
  readonly saleMs: readonly number[];
  readonly paintMs: readonly number[]; // the floor of a scan: one more line on a page that has nothing else
  readonly waves: readonly (Wave & { readonly slowed: number })[];
  readonly drainSeconds: number; // of QUEUED sales, from the network's return to the last acknowledgement
  readonly strictPutMs: readonly number[]; // the floor of a sale: a bare strict put of as many bytes
};

/** The pace of quick hands. Faster, one act's saving and sending would run into the next one's figure. */
const BETWEEN_SCANS_MS = 250;
const BEFORE_PAYING_MS = 1000;
const BETWEEN_LETTERS_MS = 80; // faster would be taken for a scanner's
const SLOWED = 4; // a tablet is four to six times slower than a desk computer
const SCANS = 40;
const WAVE_ROWS = 10_000;
const SALES = 25;
export const QUEUED = 1000;
const QUERIES = ['nong', 'product 99', 'hsnr', '红烧', '100000', 'c0500', 'slch', '绿茶', 'product 1234', 'xyzzy'];

/** `dist`: the build. `rows`: products in the shop. */
export async function browserFigures(dist: string, rows: number): Promise<BrowserFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'halfloop-bench-'));
  const shop = await newShop(dist, join(folder, 'data'));
  const csv = catalogueCsv(rows);
  writeFileSync(join(folder, 'products.csv'), csv);
  await runCommand(dist, shop.dataDir, 'import', [join(folder, 'products.csv')]);
  const barcodes = csv
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.slice(0, 13));
  const server = await startServer(shop);
  try {
    return await measured({ folder, shop, server, barcodes });
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Place = {
  readonly folder: string;
  readonly shop: Shop;
  readonly server: RunningServer;
  readonly barcodes: readonly string[];
};

async function measured({ folder, shop, server, barcodes }: Place): Promise<BrowserFigures> {
  const address = `http://127.0.0.1:${String(server.port)}/till`;
  const profile = join(folder, 'profile');
  const open = () => openDevice(profile, {}, { viewport: { width: 1280, height: 800 }, locale: 'en' });
  const owner = { name: '店主 Owner', role: 'owner', pin: shop.pin };
  let context = await open();
  let page = await context.newPage();
  let till = tillPage(page, 'en');
  await page.goto(address);
  const code = (await runCommand(shop.dist, shop.dataDir, 'enrol', [])).trim();
  const begun = performance.now();
  await till.enrol(code);
  await page.getByLabel('PIN of Owner').waitFor({ timeout: 120_000 }); // the only person: chosen already
  const firstSyncMs = performance.now() - begun;
  await till.signIn(owner, { isChosen: true });
  await till.openShift();
  await till.scan(barcodes.at(-1) ?? '');
  await till.lines.first().waitFor();
  const firstLineMs = performance.now() - begun;
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await till.payExact();
  const coldStartMs: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    await context.close();
    context = await open();
    await context.setOffline(true);
    page = context.pages()[0] ?? (await context.newPage());
    till = tillPage(page, 'en');
    const from = performance.now();
    await page.goto(address);
    await page.getByLabel('PIN of Owner').waitFor({ timeout: 60_000 });
    coldStartMs.push(performance.now() - from);
  }
  await till.signIn(owner, { isChosen: true });
  await page.getByRole('searchbox').or(page.getByRole('combobox')).first().waitFor();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
  const acts = { page, till, cdp, barcodes };
  const scanMs = await scans(acts);
  const searchMs = await searches(acts);
  const saleMs = await sales(acts);
  const waves = await priceWaves({ page, till, cdp, context, origin: address.replace('/till', ''), shop });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const signIn = () => till.signIn(owner, { isChosen: true });
  const drainSeconds = await queuedDrain(page, context, { sales: QUEUED, address, signIn });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
  const strictPutMs = await strictPuts(page);
  const paintMs = await barePaints(page);
  await context.close();
  return { firstSyncMs, firstLineMs, coldStartMs, scanMs, searchMs, saleMs, waves, drainSeconds, paintMs, strictPutMs };
}

type WaveWorld = Pick<Acts, 'page' | 'till' | 'cdp'> & {
  readonly context: BrowserContext;
  readonly origin: string;
  readonly shop: Shop;
};

/** Prices go up twice: at the speed of this machine, then at a tablet's. */
async function priceWaves({ page, till, cdp, context, origin, shop }: WaveWorld) {
  const call = await signIn(origin, shop.office);
  await context.setOffline(false);
  const waves = [];
  for (const [slowed, dearer] of [
    [1, 1000],
    [SLOWED, 2000],
  ] as const) {
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowed });
    const csv = catalogueCsv(WAVE_ROWS, dearer);
    const last = csv.split('\r\n').at(-2)?.split(',') ?? [];
    const shown = { barcode: last[0] ?? '', price: Number(last[4]).toLocaleString('en', { minimumFractionDigits: 2 }) };
    const wave = await priceWave({ page, till, call }, { file: Buffer.from(csv), rows: WAVE_ROWS, last: shown });
    waves.push({ ...wave, slowed });
    await till.payExact();
  }
  return waves;
}

type Acts = {
  readonly page: Page;
  readonly till: TillPage;
  readonly cdp: CDPSession;
  readonly barcodes: readonly string[];
};

/**
 * Arms a stopwatch: from the next key `key` (or input, when null) to the frame after the page has shown what `shows`
 * names.
 */
async function arm(page: Page, key: string | null, shows: string): Promise<void> {
  await page.evaluate(
    ({ key, shows }) => {
      const root = document.body;
      const seen = (): string => [...document.querySelectorAll(shows)].map((node) => node.textContent).join('|');
      const before = seen();
      (window as unknown as { took: Promise<number> }).took = new Promise((resolve) => {
        const onStart = (event: Event): void => {
          if (key !== null && (event as KeyboardEvent).key !== key) return;
          removeEventListener(key === null ? 'input' : 'keydown', onStart, true);
          const from = performance.now();
          const look = new MutationObserver(() => {
            if (seen() === before) return;
            look.disconnect();
            requestAnimationFrame(() => {
              const channel = new MessageChannel(); // its message comes after the paint
              channel.port1.onmessage = () => {
                resolve(performance.now() - from);
              };
              channel.port2.postMessage(null);
            });
          });
          look.observe(root, { childList: true, subtree: true, characterData: true, attributes: true });
        };
        addEventListener(key === null ? 'input' : 'keydown', onStart, true); // before the page's own listeners
      });
    },
    { key, shows },
  );
}

const took = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { took: Promise<number> }).took);

async function scans({ page, till, barcodes }: Acts): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < SCANS; n += 1) {
    await page.waitForTimeout(BETWEEN_SCANS_MS);
    await arm(page, 'Enter', 'ul[aria-label], ol[aria-label]');
    await till.scan(barcodes[(n * 7919) % barcodes.length] ?? '');
    times.push(await took(page));
  }
  await till.payExact();
  return times;
}

async function searches({ page }: Acts): Promise<number[]> {
  const times: number[] = [];
  for (const query of [...QUERIES, ...QUERIES]) {
    await page.keyboard.press('F2');
    await page.keyboard.type(query.slice(0, -1), { delay: BETWEEN_LETTERS_MS });
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
    await arm(page, null, 'main, [role="listbox"], [role="status"]');
    await page.keyboard.type(query.slice(-1));
    times.push(await Promise.race([took(page), page.waitForTimeout(1000).then(() => Number.NaN)]));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  }
  return times.filter((time) => !Number.isNaN(time)); // the last letter changed nothing that is shown
}

async function sales({ page, till, barcodes }: Acts): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < SALES; n += 1) {
    for (let line = 0; line < 3; line += 1) await till.scan(barcodes[(n * 3 + line) % barcodes.length] ?? '');
    await till.lines.nth(2).waitFor();
    await page.waitForTimeout(BEFORE_PAYING_MS);
    await arm(page, 'F10', '[data-change]');
    await page.keyboard.press('F10');
    times.push(await took(page));
  }
  return times;
}

/** The floor of what is painted: a key that adds a line to a bare list, in the same browser at the same speed. */
async function barePaints(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const list = Object.assign(document.createElement('ul'), { ariaLabel: 'lines' });
    document.body.replaceChildren(list);
    addEventListener('keydown', () => {
      list.append(Object.assign(document.createElement('li'), { textContent: 'a line' }));
    });
  });
  const times: number[] = [];
  for (let n = 0; n < SCANS; n += 1) {
    await arm(page, 'Enter', 'ul[aria-label]');
    await page.keyboard.press('Enter');
    times.push(await took(page));
  }
  return times;
}

/** The floor: one strict transaction with one put of a sale's size, in the same browser at the same speed. */
const strictPuts = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('bench-floor', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('rows');
      request.onsuccess = () => {
        resolve(request.result);
      };
      request.onerror = () => {
        reject(new Error('no database'));
      };
    });
    const bytes = 'x'.repeat(1200);
    const times: number[] = [];
    for (let n = 0; n < 40; n += 1) {
      const from = performance.now();
      await new Promise<void>((resolve) => {
        const work = db.transaction('rows', 'readwrite', { durability: 'strict' });
        work.objectStore('rows').put({ bytes, n }, n);
        work.oncomplete = () => {
          resolve();
        };
      });
      times.push(performance.now() - from);
    }
    db.close();
    return times;
  });
