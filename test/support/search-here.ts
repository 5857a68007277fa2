/** Searching without a worker, where there is none: in Node. */
import { SearchShelf, type SearchIndex } from '../../src/client/catalogue/search-shelf.ts';

export function searchHere(): SearchIndex {
  const shelf = new SearchShelf();
  return {
    change: (change) => shelf.change(change),
    renew: (slice) => shelf.renew(slice),
    find: (query) => Promise.resolve(shelf.find(query)),
    close: () => undefined,
  };
}
