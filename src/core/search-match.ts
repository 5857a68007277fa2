/**
 * Finding products by what a person types: names, pinyin, initials, codes, parts of any. One prepared text per product,
 * scanned from the best seller down; nothing to build, so it works the moment the catalogue is there.
 *
 * The text is fields of four kinds, each begun by its mark: tab a name, line feed pinyin or initials, form feed
 * anything else, carriage return a code, and one carriage return at the end. A query holds none of the marks, so
 * "begins with" and "is exactly" are plain searches for mark and query. Not here: pinyin (the server, at save), who
 * calls from where.
 */
import type { Names } from './product.ts';

const NAME = '\t';
const SOUND = '\n';
const OTHER = '\f';
const CODE = '\r';

/** Longest search text: wire/catalogue.ts. */
const MOST = 800;
const RESULTS = 30;

export type Searchable = {
  readonly names: Names;
  readonly brand: string | null;
  readonly spec: string | null;
  readonly code: string | null;
  readonly gtins: readonly string[]; // as printed, without zeros in front
};
/** How the Chinese name sounds: "nongfushanquan" and "nfsq". Several where a name is read in several ways. */
type PinyinForms = { readonly full: readonly string[]; readonly initials: readonly string[] };

/** Both query and texts in this form: full-width made plain, small letters, single spaces. */
export const searchForm = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** The search text of a product, at most 800 long. Names and codes come first where not all fits, pinyin last. */
export function searchText(product: Searchable, pinyin: PinyinForms): string {
  const wanted: [string, string | null | undefined][] = [
    [NAME, product.names.zh],
    [NAME, product.names.en],
    [CODE, product.code],
    ...product.gtins.map((gtin): [string, string] => [CODE, gtin]),
    ...pinyin.initials.map((form): [string, string] => [SOUND, form]),
    [OTHER, product.brand],
    [OTHER, product.spec],
    ...pinyin.full.map((form): [string, string] => [SOUND, form]),
  ];
  let room = MOST - 1;
  const fields: string[] = [];
  for (const [mark, value] of wanted) {
    const field = mark + searchForm(value ?? '');
    if (field.length === 1 || field.length > room) continue;
    fields.push(field);
    room -= field.length;
  }
  const ofCodes = fields.filter((field) => field.startsWith(CODE));
  return fields.filter((field) => !field.startsWith(CODE)).join('') + ofCodes.join('') + CODE;
}

/**
 * Places in `texts` that match, best first: an exact code, a name that begins so, pinyin or initials that begin so, any
 * part; among equals the order of `texts`, which is best seller first. Several words must all be there. 30 at most.
 */
export function searchMatches(texts: readonly string[], query: string, most = RESULTS): number[] {
  const phrase = searchForm(query);
  if (phrase === '') return [];
  const words = phrase.split(' ');
  const found: [number[], number[], number[], number[]] = [[], [], [], []];
  let at = 0;
  for (; at < texts.length && found[NAME_BEGINS].length < most; at += 1) {
    const text = texts[at] ?? '';
    const match =
      matchOf(text, phrase) ?? (words.length > 1 && words.every((word) => text.includes(word)) ? PART : null);
    if (match !== null && (match === EXACT || found[match].length < most)) found[match].push(at);
  }
  // Names alone fill the list now: further down only an exact code can still come before them.
  for (; at < texts.length; at += 1) if (texts[at]?.includes(CODE + phrase + CODE) === true) found[EXACT].push(at);
  return found.flat().slice(0, most);
}

const EXACT = 0;
const NAME_BEGINS = 1;
const SOUND_BEGINS = 2;
const PART = 3;
type Match = typeof EXACT | typeof NAME_BEGINS | typeof SOUND_BEGINS | typeof PART;

/** The best of the places where the phrase stands in a text, told by the mark before it. One pass over the text. */
function matchOf(text: string, phrase: string): Match | null {
  let best: Match | null = null;
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    const before = text[at - 1];
    if (before === CODE && text[at + phrase.length] === CODE) return EXACT;
    if (before === NAME) best = NAME_BEGINS;
    else if (before === SOUND && best !== NAME_BEGINS) best = SOUND_BEGINS;
    else best ??= PART;
  }
  return best;
}
