/**
 * The page a shelf code opens, as text: what the phone shows before any script runs, and without one. The shop app
 * draws the same elements with the same classes and puts itself in their place (src/shop/product/product-view.tsx; a
 * test holds the two equal).
 *
 * Invariant: every text that comes from the shop's data passes `escapeHtml`, and the data for the app passes
 * `jsonForHtml`.
 * Not here: finding the product (page.ts), the built page this goes into (page-template.ts).
 */
import { shortGtin } from '../../core/gtin.ts';
import type { Lang, Names } from '../../core/product.ts';
import { nameIn, otherTag, shownPrice } from '../../core/product.ts';
import { formatQty, moneyParts, unitWord } from '../../core/written-figures.ts';
import type { OfferedProduct, ShopPage, ShopStore } from '../../wire/shop.ts';
import { SHOP_PAGE_ID } from '../../wire/shop.ts';

/** What goes into the template's places. `main` and `head` are HTML, `title` is plain text. */
export type PageParts = { readonly title: string; readonly head: string; readonly main: string; readonly lang: Lang };

const WORDS = {
  zh: {
    shop: '半环',
    home: '返回本店首页',
    inStock: (qty: string) => `库存 ${qty}`,
    outOfStock: '缺货',
    barcode: '条码',
    atTill: '到店定价',
    fromAge: (age: number) => `${String(age)}+：须在收银台出示证件`,
    unknownProduct: '本店没有此商品',
    unknownHelp: '请核对价签，或请店员帮忙。也可以继续选购其他商品。',
    wrongDigit: '条码有误',
    wrongHelp: '这串数字的校验位不对，可能是扫错或印错。请重新扫码，或请店员帮忙。',
    unknownStore: '没有这家门店',
    storeHelp: '这个链接里的门店号不存在。请扫描店内价签上的二维码。',
    browse: '继续选购',
  },
  en: {
    shop: 'Halfloop',
    home: 'Back to the shop',
    inStock: (qty: string) => `In stock ${qty}`,
    outOfStock: 'Out of stock',
    barcode: 'Barcode',
    atTill: 'Price at the till',
    fromAge: (age: number) => `${String(age)}+: shown at the till`,
    unknownProduct: 'This shop does not have this product',
    unknownHelp: 'Check the shelf label, or ask the staff. You can keep shopping.',
    wrongDigit: 'This barcode is wrong',
    wrongHelp: 'The last digit does not fit the others: misread or misprinted. Scan it again, or ask the staff.',
    unknownStore: 'There is no such store',
    storeHelp: 'The link names a store that does not exist. Scan the code on a shelf label in the store.',
    browse: 'Keep shopping',
  },
} as const;

/** Text as HTML, safe in elements and in double-quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
};

/** JSON that no parser of HTML can mistake for the end of its element. */
export const jsonForHtml = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** The page in a language, ready for the template. */
export function pageParts(page: ShopPage, lang: Lang): PageParts {
  const data = `<script type="application/json" id="${SHOP_PAGE_ID}">${jsonForHtml(page)}</script>`;
  return { lang, head: data, title: titleOf(page, lang), main: `${headerHtml(page, lang)}${mainHtml(page, lang)}` };
}

function titleOf(page: ShopPage, lang: Lang): string {
  const words = WORDS[lang];
  switch (page.kind) {
    case 'product':
      return `${fullName(page.product, lang)} · ${nameIn(page.store.names, lang)}`;
    case 'unknown_product':
      return `${words.unknownProduct} · ${nameIn(page.store.names, lang)}`;
    case 'wrong_check_digit':
      return words.wrongDigit;
    case 'unknown_store':
      return words.unknownStore;
  }
}

const fullName = ({ names, spec }: OfferedProduct, lang: Lang): string =>
  spec === null ? nameIn(names, lang) : `${nameIn(names, lang)} ${spec}`;

function headerHtml(page: ShopPage, lang: Lang): string {
  const store = 'store' in page ? page.store : null;
  const name = store === null ? WORDS[lang].shop : nameIn(store.names, lang);
  const home = store === null ? '/shop' : `/shop?s=${store.storeNo}`;
  return (
    `<header class="shop-head"><a class="shop-back" href="${home}" aria-label="${WORDS[lang].home}"></a>` +
    `<p class="shop-store"${langAttribute(store?.names ?? null, lang)}>${escapeHtml(name)}</p></header>`
  );
}

function mainHtml(page: ShopPage, lang: Lang): string {
  const words = WORDS[lang];
  switch (page.kind) {
    case 'product':
      return productHtml(page.product, page.store, lang);
    case 'unknown_product':
      return noticeHtml([words.unknownProduct, page.digits, words.unknownHelp], words.browse, page.store.storeNo);
    case 'wrong_check_digit':
      return noticeHtml([words.wrongDigit, page.digits, words.wrongHelp], words.browse, null);
    case 'unknown_store':
      return noticeHtml([words.unknownStore, '', words.storeHelp], words.browse, null);
  }
}

/** The product itself: picture, name, price, stock, barcode, story. */
function productHtml(product: OfferedProduct, store: ShopStore, lang: Lang): string {
  const words = WORDS[lang];
  const gtin = product.gtins[0];
  const story = product.story === null ? '' : nameIn(product.story, lang);
  const spec = product.spec === null ? '' : ` <span class="shop-spec">${escapeHtml(product.spec)}</span>`;
  return [
    '<main class="shop-product">',
    `<div class="shop-photo">${pictureHtml(product)}</div>`,
    `<h1 class="shop-name"${langAttribute(product.names, lang)}>${escapeHtml(nameIn(product.names, lang))}${spec}</h1>`,
    `<p class="shop-price">${priceHtml(product, store, lang)}</p>`,
    stockHtml(product, lang),
    product.minAge === undefined ? '' : `<p class="shop-age">${words.fromAge(product.minAge)}</p>`,
    story === '' ? '' : `<p class="shop-story">${escapeHtml(story)}</p>`,
    gtin === undefined ? '' : `<p class="shop-barcode">${words.barcode} ${shortGtin(gtin)}</p>`,
    '</main>',
  ].join('');
}

function priceHtml(product: OfferedProduct, { currency }: ShopStore, lang: Lang): string {
  const price = shownPrice(product);
  return price === null ? WORDS[lang].atTill : moneyHtml(price, currency, lang) + unitHtml(product, lang);
}

/** What a price is for, where it is not a piece. */
const unitHtml = ({ unit }: OfferedProduct, lang: Lang): string =>
  unit === 'pcs' ? '' : `<span class="shop-unit">/${unitWord(unit, lang)}</span>`;

function pictureHtml({ picture }: OfferedProduct): string {
  if (picture === null) return '';
  const src = `/media/${encodeURIComponent(picture)}`;
  return `<img alt="" width="600" height="600" decoding="sync" fetchpriority="high" src="${src}">`;
}

function stockHtml({ onHandMilli, unit }: OfferedProduct, lang: Lang): string {
  if (onHandMilli === null) return '';
  const words = WORDS[lang];
  if (onHandMilli <= 0) return `<p class="shop-stock" data-out="true">${words.outOfStock}</p>`;
  return `<p class="shop-stock">${words.inStock(formatQty({ qtyMilli: onHandMilli, unit, lang }))}</p>`;
}

/** The amount with its sign apart, so it can be set smaller. */
const moneyHtml = (amountMinor: number, currency: string, lang: Lang): string =>
  moneyParts({ amountMinor, currency, lang })
    .map(({ sign, text }) => (sign ? `<span class="shop-sign">${escapeHtml(text)}</span>` : escapeHtml(text)))
    .join('');

function noticeHtml(
  [title, digits, help]: readonly [string, string, string],
  browse: string,
  storeNo: number | null,
): string {
  const home = storeNo === null ? '/shop' : `/shop?s=${storeNo}`;
  const number = digits === '' ? '' : `<p class="shop-digits">${escapeHtml(digits)}</p>`;
  return (
    `<main class="shop-notice"><h1>${title}</h1>${number}<p>${help}</p>` +
    `<p><a class="shop-key" href="${home}">${browse}</a></p></main>`
  );
}

function langAttribute(names: Names | null, lang: Lang): string {
  const tag = names === null ? undefined : otherTag(names, lang);
  return tag === undefined ? '' : ` lang="${tag}"`;
}
