/**
 * The house as a browser meets it: pages under the strict policy, kept for offline use face by face, and over https
 * with the local certificate. What the faces do is told in other tests.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect as expectPage, type BrowserContext, type Page } from 'playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localHttps } from '../../src/server/https.ts';
import { startBuiltServer, type BuiltServer } from '../support/built-server.ts';
import { openChromium } from '../support/chromium.ts';
import { untilKept } from './support/kept-files.ts';

type Chromium = Awaited<ReturnType<typeof openChromium>>;

/** What the page complained of: refused by the policy, thrown, not found, a header with names it does not know. */
function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

describe('over http on this machine', () => {
  let server: BuiltServer;
  let browser: Chromium;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    server = await startBuiltServer();
    browser = await openChromium();
  });

  beforeEach(async () => {
    context = await browser.newContext({ locale: 'zh-CN' });
    page = await context.newPage();
  });

  afterEach(() => context.close());

  afterAll(async () => {
    await browser.close();
    const code = await server.stop();
    server.forget();
    expect(code).toBe(0);
  });

  test.each(['/', '/till', '/shop', '/office'])('%s opens under the policy without a complaint', async (path) => {
    const complaints = complaintsOf(page);
    await page.goto(server.origin + path);
    await expectPage(page.locator('#root :is(h1, h2, form, button, a)').first()).toBeVisible();
    expect(complaints.filter((text) => !/401/.test(text))).toEqual([]); // the office asks who is there
  });

  test('a till opened once opens again without the network; a face never opened says it is not kept', async () => {
    await page.goto(`${server.origin}/till`);
    await untilKept(page, 'till');
    const shown = await page.locator('#root').innerText();
    await context.setOffline(true);
    await page.reload();
    await expectPage(page.locator('#root')).toHaveText(shown, { useInnerText: true });
    await page.goto(`${server.origin}/office`);
    await expectPage(page.locator('main')).toContainText('这个页面没有保存在此设备上');
    await expectPage(page.locator('[lang=en]')).toContainText('This page is not kept on this device');
    await page.goto(`${server.origin}/`);
    await expectPage(page.locator('a[href="/till"]')).toBeVisible();
  });

  test('a phone is sent neither the till nor the office, nor the reader of codes before it scans', async () => {
    await page.goto(`${server.origin}/shop`);
    await untilKept(page, 'shop');
    const names = await page.evaluate(async () => {
      const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
      return all.flat().map((request) => new URL(request.url).pathname);
    });
    expect(names.filter((name) => /(till|office)-(app|en|zh)|\.wasm$/.test(name))).toEqual([]);
  });

  test('pages say their theme and language before the first paint', async () => {
    await page.goto(`${server.origin}/till`, { waitUntil: 'commit' });
    await expectPage(page.locator('html')).toHaveAttribute('data-theme', 'light');
    await expectPage(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  });

  test('nothing is answered with a page where a file was meant', async () => {
    for (const path of ['/assets/gone-a1b2.js', '/sync/gone', '/shop/api/gone', '/media/gone.webp']) {
      const answer = await fetch(server.origin + path);
      expect([path, answer.status >= 400]).toEqual([path, true]);
      expect(answer.headers.get('content-type') ?? '').not.toContain('text/html');
    }
  });
});

test('over https with the local certificate the service worker registers, by this device that trusts it', async () => {
  const server = await startBuiltServer({ flags: ['--https'], env: { HOST: '127.0.0.1' } });
  try {
    const ca = await readFile(join(server.dataDir, 'https', 'ca.crt'), 'utf8');
    const { spkiHash, caPem } = await localHttps(server.dataDir, [], Date.now());
    expect(caPem).toBe(ca);
    const browser = await openChromium({ trustSpki: spkiHash });
    const page = await browser.newPage();
    await page.goto(`${server.origin}/till`);
    await untilKept(page, 'till');
    expect(await page.evaluate(() => isSecureContext && navigator.serviceWorker.controller !== null)).toBe(true);
    await browser.close();
  } finally {
    await server.stop();
    server.forget();
  }
});
