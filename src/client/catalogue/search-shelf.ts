/**
 * The search texts of a catalogue, best sellers first, and how they are asked (core/search-match.ts). Lives in a worker
 * in browsers: a hundred thousand texts are twelve megabytes, and a scan must not cost the screen a frame.
 */
import UFuzzy from '@leeoniya/ufuzzy';
import { searchForm, searchMatches } from '../../core/search-match.ts';

export type SearchRow = { readonly skuNo: number; readonly text: string; readonly rank: number };

/** Where searches are answered: here, or in a worker. */
export interface SearchIndex {
  /** Adds or replaces rows, and takes some away. */
  change(change: { rows: readonly SearchRow[]; gone: readonly number[] }): void;
  /** Rows of a whole new shelf, in slices. They are searched once the last came; the first forgets what was begun. */
  renew(slice: { rows: readonly SearchRow[]; is: 'first' | 'next' | 'last' }): void;
  /** Product numbers, best first, 30 at most. A newer question may answer an older one. */
  find(query: string): Promise<readonly number[]>;
  close(): void;
}

/** Below this a typing mistake cannot be told from another word. */
const FUZZY_LEAST = 4;
const MOST = 30;
const ONE_LETTER_WRONG = { intraMode: 1 } as const; // a letter more, less, other or swapped in each word

export class SearchShelf {
  #rows = new Map<number, SearchRow>();
  #fresh = new Map<number, SearchRow>();
  #sorted: { readonly skuNos: readonly number[]; readonly texts: string[] } | null = null;
  readonly #fuzzy = new UFuzzy(ONE_LETTER_WRONG);

  renew({ rows, is }: Parameters<SearchIndex['renew']>[0]): void {
    if (is === 'first') this.#fresh = new Map();
    for (const row of rows) this.#fresh.set(row.skuNo, row);
    if (is !== 'last') return;
    this.#rows = this.#fresh;
    this.#fresh = new Map();
    this.#sorted = null;
  }

  change({ rows, gone }: Parameters<SearchIndex['change']>[0]): void {
    for (const skuNo of gone) this.#rows.delete(skuNo);
    for (const row of rows) this.#rows.set(row.skuNo, row);
    this.#sorted = null;
  }

  find(query: string): readonly number[] {
    const { skuNos, texts } = this.#inOrder();
    const found = searchMatches(texts, query, MOST);
    const places = found.length > 0 ? found : this.#mistyped(texts, query);
    return places.flatMap((at) => skuNos[at] ?? []);
  }

  /** Nothing holds what was typed: perhaps one letter is wrong. Letters only; Chinese input has its own corrections. */
  #mistyped(texts: string[], query: string): readonly number[] {
    const form = searchForm(query);
    if (form.length < FUZZY_LEAST || !/^[a-z ]+$/.test(form)) return [];
    return (this.#fuzzy.filter(texts, form) ?? []).slice(0, MOST);
  }

  #inOrder() {
    if (this.#sorted !== null) return this.#sorted;
    const rows = [...this.#rows.values()].sort((a, b) => b.rank - a.rank || a.skuNo - b.skuNo);
    this.#sorted = { skuNos: rows.map(({ skuNo }) => skuNo), texts: rows.map(({ text }) => text) };
    return this.#sorted;
  }
}
