/**
 * The one lower-cased line per product that tills and the office search in: names, pinyin, initials, brand, spec, code
 * and barcodes. Made when a product is saved, so no device ever loads a pinyin dictionary.
 */
import { shortGtin } from '../../core/gtin.ts';
import type { Names } from '../../core/product.ts';

const MOST = 800; // wire/catalogue.ts
const MOST_PINYIN = 240;
const MOST_INITIALS = 60;

export type Searchable = {
  readonly names: Names;
  readonly brand: string | null;
  readonly spec: string | null;
  readonly code: string | null;
  readonly gtins: readonly string[];
};

/** Loads the dictionary (about 1 MB, only where products are saved) and answers the function that makes the line. */
export async function loadSearchText(): Promise<(product: Searchable) => string> {
  const { pinyin } = await import('pinyin-pro');
  return (product) => {
    const syllables = pinyin(product.names.zh ?? '', { toneType: 'none', type: 'array', nonZh: 'removed', v: true });
    const parts = [
      product.names.zh,
      product.names.en,
      syllables.join('').slice(0, MOST_PINYIN),
      syllables.map((syllable) => syllable.slice(0, 1)).join('').slice(0, MOST_INITIALS),
      product.brand,
      product.spec,
      product.code,
      ...product.gtins.map(shortGtin),
    ];
    const words = parts.filter((part): part is string => part != null && part !== '');
    return words.join(' ').toLowerCase().slice(0, MOST).toWellFormed();
  };
}
