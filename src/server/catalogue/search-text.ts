/**
 * The search text of a product (core/search-match.ts), with its pinyin. Made when a product is saved, so no device ever
 * loads a pinyin dictionary.
 */
import { shortGtin } from '../../core/gtin.ts';
import { searchText, type Searchable } from '../../core/search-match.ts';

const MOST_PINYIN = 240;
const MOST_INITIALS = 60;

/** Loads the dictionary (about 1 MB, only where products are saved) and answers the function that makes the text. */
export async function loadSearchText(): Promise<(product: Searchable) => string> {
  const { pinyin } = await import('pinyin-pro');
  return (product) => {
    const syllables = pinyin(product.names.zh ?? '', { toneType: 'none', type: 'array', nonZh: 'removed', v: true });
    const full = syllables.join('').slice(0, MOST_PINYIN);
    const initials = syllables
      .map((syllable) => syllable.slice(0, 1))
      .join('')
      .slice(0, MOST_INITIALS);
    const gtins = product.gtins.map(shortGtin);
    return searchText({ ...product, gtins }, { full: [full], initials: [initials] });
  };
}
