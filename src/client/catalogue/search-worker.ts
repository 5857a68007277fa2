/** The search worker: holds the texts, answers one question at a time. It fetches nothing. */
import { SearchShelf, type SearchIndex } from './search-shelf.ts';

export type SearchRequest =
  | { readonly change: Parameters<SearchIndex['change']>[0] }
  | { readonly renew: Parameters<SearchIndex['renew']>[0] }
  | { readonly id: number; readonly query: string };
export type SearchAnswer = { readonly id: number; readonly found: readonly number[] };

// The DOM typings describe a window; this is the worker's own scope, the border where its type is stated once.
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<SearchRequest>) => void) | null;
  postMessage(answer: SearchAnswer): void;
};
const shelf = new SearchShelf();

scope.onmessage = ({ data }) => {
  if ('change' in data) shelf.change(data.change);
  else if ('renew' in data) shelf.renew(data.renew);
  else scope.postMessage({ id: data.id, found: shelf.find(data.query) });
};
