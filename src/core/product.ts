/**
 * The catalogue's shapes, as rules see them. Rows on the wire: src/wire/catalogue.ts (a type test holds them equal).
 */
import type { Minor } from './money.ts';

export type Lang = 'zh' | 'en';

/** How a product is counted. `pcs` is sold whole; the others may be sold in thousandths. */
export type Unit = 'pcs' | 'g' | 'kg' | 'ml' | 'l' | 'm' | 'hour';

/** At least one of the two is present. */
export type Names = { readonly zh?: string | undefined; readonly en?: string | undefined };

/** The highest age a shop can ask for. */
export const MOST_AGE = 99;

/** The most products a bundle is made of. */
export const MOST_PARTS = 20;

/** A product in a bundle, and how much of it is in one: thousandths of its unit. */
export type BundlePart = { readonly skuNo: number; readonly qtyMilli: number };

/** What tells a pack from others of its product: the lot it was made in, or a number of its own. */
export const TRACES = ['lot', 'serial'] as const;
export type Trace = (typeof TRACES)[number];

type Choice = { readonly names: Names; readonly deltaMinor: Minor };
/** What may be chosen with a product: each choice once, at least `min` of them and at most `max`. */
export type OptionGroup = {
  readonly names: Names;
  readonly min: number; // 0: nobody has to be asked
  readonly max: number;
  readonly choices: readonly Choice[];
};

export type Product = {
  readonly skuId: string; // UUID, for ever
  readonly skuNo: number; // small, unique in the org: stands in carts, sales and QR codes
  readonly code: string | null; // the shop's own SKU code, case-exact, unique in the org
  readonly gtins: readonly string[]; // 14 digits each, unique in the org
  readonly names: Names;
  readonly spec: string | null; // "550ml", shown behind the name
  readonly brand: string | null;
  readonly category: string | null; // categoryId
  readonly unit: Unit;
  readonly priceMinor: Minor;
  readonly openPrice?: true | undefined; // said at the till, each time; `priceMinor` is the usual one, 0: there is none
  readonly floorMinor: Minor | null;
  readonly taxBp: number; // basis points
  readonly picture: string | null; // content hash, served at /media/<hash>
  readonly story: Names | null;
  readonly search: string; // lower-cased names, pinyin, initials and codes: made by the server at save or import
  readonly rank: number; // higher first: units sold in 30 days
  readonly hot: boolean; // on the till's first page
  readonly status: 'active' | 'provisional' | 'stopped';
  readonly options?: readonly OptionGroup[] | undefined; // absent: nothing is chosen with it
  readonly minAge?: number | undefined; // in years; absent: for everybody
  readonly asks?: readonly Trace[] | undefined; // what must be known of each pack that is sold
  readonly parts?: readonly BundlePart[] | undefined; // it is a bundle: these leave the shelf when it is sold
};

export type Category = {
  readonly categoryId: string;
  readonly names: Names;
  readonly order: number;
  readonly hue: number;
};

/** The name in `lang`, else in the other language. Every product has one. */
export const nameIn = (names: Names, lang: Lang): string =>
  (lang === 'zh' ? (names.zh ?? names.en) : (names.en ?? names.zh)) ?? '';

/** What a shelf or a phone may show; null: its price is said at the till, and there is no usual one. */
export const shownPrice = ({ openPrice, priceMinor }: Pick<Product, 'openPrice' | 'priceMinor'>): Minor | null =>
  openPrice === true && priceMinor === 0 ? null : priceMinor;

/** What a page or a part of it says in its `lang` attribute. */
export const LANG_TAGS = { zh: 'zh-CN', en: 'en' } as const satisfies Record<Lang, string>;

/** The `lang` attribute of a name that is shown in the other language than its page's; undefined when it is in it. */
export const otherTag = (names: Names, lang: Lang): string | undefined =>
  names[lang] !== undefined ? undefined : LANG_TAGS[lang === 'zh' ? 'en' : 'zh'];
