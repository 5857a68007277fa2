import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toMinor } from '../../../src/core/money.ts';
import { shopPage, SHOP_PAGE_ID, type OfferedProduct, type ShopPage, type ShopStore } from '../../../src/wire/shop.ts';
import { escapeHtml, jsonForHtml, pageParts } from '../../../src/server/shop/page-html.ts';
import { pageTemplate } from '../../../src/server/shop/page-template.ts';
import { pageLang } from '../../../src/server/shop/page.ts';
import { onBothEngines } from '../engines.ts';
import { shopServer, type ShopServer } from './shop-fixture.ts';
import { CRISPS, PEN, STOPPED, WATER } from './shop-rows.ts';

const store: ShopStore = {
  orgNo: 1,
  storeNo: 1,
  names: { zh: '店' },
  orgNames: { zh: '店' },
  currency: 'CNY',
  tz: 'Asia/Shanghai',
};
const product = (change: Partial<OfferedProduct>): ShopPage => ({
  kind: 'product',
  store,
  serverMs: 0,
  product: {
    skuNo: 1,
    gtins: [],
    names: { en: 'x' },
    spec: null,
    unit: 'pcs',
    priceMinor: 1 as OfferedProduct['priceMinor'],
    picture: null,
    category: null,
    search: '',
    story: null,
    onHandMilli: null,
    ...change,
  },
});
const EMPTY = '<html lang="zh-CN"><title>t</title><!--halfloop:head--><div id="root"><!--halfloop:page--></div></html>';

// What HTML gives meaning to, in the places and forms that broke pages before.
const nasty = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '</script><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    '<!--',
    '-->',
    '&lt;b&gt;',
    '$& $1 $$ $`',
    '<!--halfloop:page-->',
    '\u2028',
    '</title>',
    ']]>',
    '\u0000',
    '<svg/onload=x>',
  ),
  fc
    .array(fc.constantFrom('<', '>', '"', "'", '&', '/', 's', 'script', '=', ' ', '`', '!--'), { maxLength: 12 })
    .map((all) => all.join('')),
);

test('no text of the shop becomes markup, and the data for the app comes back as it was', () => {
  fc.assert(
    fc.property(nasty, nasty, nasty, nasty, (name, spec, story, picture) => {
      const page = product({ names: { en: name }, spec, story: { en: story }, picture });
      for (const lang of ['zh', 'en'] as const) {
        const html = pageTemplate(EMPTY, [])(pageParts(page, lang));
        expect(tagsOf(html)).toEqual(tagsOf(pageTemplate(EMPTY, [])(pageParts(sameShape(page), lang))));
        const data = new RegExp(`id="${SHOP_PAGE_ID}">([^<]*)</script>`).exec(html)?.[1] ?? '';
        expect(JSON.parse(data)).toEqual(JSON.parse(JSON.stringify(page)));
      }
    }),
    { numRuns: 500 },
  );
});

/** Element names in order, attribute names with them: all that a parser would act on. */
function tagsOf(html: string): string[] {
  const tags = html.matchAll(/<(\/?[a-zA-Z!][^\s/>]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>/g);
  const namesIn = (attributes: string) =>
    [...attributes.matchAll(/([\w-]+)(?:="[^"]*")?/g)].map(([, name]) => name ?? '');
  return [...tags].map(([, tag, attributes]) => `${tag ?? ''} ${namesIn(attributes ?? '').join(',')}`);
}
const sameShape = (page: ShopPage): ShopPage => {
  if (page.kind !== 'product') return page;
  const { names, story, spec, picture } = page.product;
  const plain = (text: string | undefined | null) => (text == null ? text : text === '' ? '' : 'x');
  return {
    ...page,
    product: {
      ...page.product,
      names: { en: plain(names.en) ?? '' },
      spec: plain(spec) ?? null,
      story: { en: plain(story?.en) ?? '' },
      picture: plain(picture) ?? null,
    },
  };
};

test('goods of an age say so on the page', () => {
  const page = product({ minAge: 18 });
  expect(pageParts(page, 'en').main).toContain('<p class="shop-age">18+: shown at the till</p>');
  expect(pageParts(page, 'zh').main).toContain('18+');
  expect(pageParts(product({}), 'en').main).not.toContain('shop-age');
});

test('goods priced at the till show no figure, unless they have a usual price', () => {
  const open = pageParts(product({ openPrice: true, priceMinor: toMinor(0) }), 'en').main;
  expect(open).toContain('<p class="shop-price">Price at the till</p>');
  expect(pageParts(product({ openPrice: true }), 'en').main).not.toContain('Price at the till');
});

test('escapes what HTML gives meaning to', () => {
  expect(escapeHtml(`<a href="x" title='y'>&`)).toBe('&lt;a href=&quot;x&quot; title=&#x27;y&#x27;&gt;&amp;');
  expect(jsonForHtml({ a: '</script>' })).not.toContain('<');
});

test("the page is written in the language chosen, else the browser's, else Chinese", () => {
  expect(pageLang('', '')).toBe('zh');
  expect(pageLang('', 'fr-FR,en;q=0.8,zh;q=0.5')).toBe('en');
  expect(pageLang('a=b; halfloop-lang=zh-CN', 'en')).toBe('zh');
});

onBothEngines('the page behind a shelf code', (engine) => {
  let shop: ShopServer;
  beforeAll(async () => {
    shop = await shopServer(engine);
  });
  afterAll(() => shop.close());
  const open = (url: string, lang = 'en') => shop.app.inject({ url, headers: { 'accept-language': lang } });

  test('shows name, price, stock and picture without a script, in the asked language', async () => {
    const page = await open(`/01/${WATER.gtin}?s=1&q=17`);
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.body).toContain('<html lang="en"');
    expect(page.body).toContain('<title>Spring water 550ml · Corner Shop</title>');
    expect(page.body).toContain('<link rel="stylesheet" href="/assets/shop-app-AbC123.css">');
    expect(page.body).toContain('Spring water <span class="shop-spec">550ml</span></h1>');
    expect(page.body).toMatch(/<p class="shop-price"><span class="shop-sign">[^<]*¥<\/span>2\.00<\/p>/);
    expect(page.body).toContain('In stock 12');
    expect(page.body).toContain('src="/media/a1b2"');
    const chinese = await open(`/01/${WATER.gtin}?s=1`, 'zh-CN');
    expect(chinese.body).toContain('<title>农夫山泉 550ml · 街角店</title>');
    expect(chinese.body).toContain('库存 12');
  });

  test('the app finds the same as data', async () => {
    const { body } = await open(`/01/${WATER.gtin}?s=1`);
    const data = new RegExp(`id="${SHOP_PAGE_ID}">([^<]*)</script>`).exec(body)?.[1] ?? '';
    const page = shopPage.parse(JSON.parse(data));
    expect(page).toMatchObject({ kind: 'product', product: { skuNo: 7, onHandMilli: 12_000 }, store: { storeNo: 1 } });
  });

  test('a full Digital Link, a shorter GTIN, a link without a store and goods without a barcode open too', async () => {
    expect((await open(`/01/${WATER.gtin}/10/LOT1/21/99?17=271231&s=1`)).statusCode).toBe(200);
    expect((await open('/01/6901234567892?s=1')).statusCode).toBe(200);
    expect((await open(`/01/${WATER.gtin}`)).statusCode).toBe(200);
    const pen = await open(`/p/${PEN.skuNo}?s=2`);
    expect([pen.statusCode, pen.body.includes('Harbour Shop')]).toEqual([200, true]);
    const crisps = await open(`/01/${CRISPS.gtin}?s=1`, 'en');
    expect(crisps.body).toContain('<h1 class="shop-name" lang="zh-CN">薯片</h1>');
    expect(crisps.body).toContain('Out of stock');
  });

  test.each([
    ['an unknown GTIN', '/01/04012345123456?s=1', 'This shop does not have this product'],
    ['a stopped product', `/01/${STOPPED.gtin}?s=1`, 'This shop does not have this product'],
    ['a wrong check digit', '/01/06901234567893?s=1', 'This barcode is wrong'],
    ['letters for digits', '/01/%3Cscript%3E?s=1', 'This barcode is wrong'],
    ['an unknown store', `/01/${WATER.gtin}?s=99`, 'There is no such store'],
    ['a store that is no number', `/01/${WATER.gtin}?s=1e9`, 'There is no such store'],
  ])('%s gets a page that says what to do', async (_what, url, words) => {
    const page = await open(url);
    expect(page.statusCode).toBe(404);
    expect(page.body).toContain(words);
    expect(page.body).toContain('Keep shopping');
    expect(page.body).not.toContain('<script>');
  });
});
