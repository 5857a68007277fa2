/**
 * Searching in a worker. One question is under way; of those that come meanwhile only the newest is asked, and all who
 * waited get its answer: they belong to the same search box.
 */
import { trustedScriptUrl } from '../trusted-url.ts';
import type { SearchAnswer, SearchRequest } from './search-worker.ts';
import workerUrl from './search-worker.ts?worker&url';
import type { SearchIndex } from './search-shelf.ts';

type Asker = (found: readonly number[]) => void;

export function searchInWorker(): SearchIndex {
  const worker = new Worker(trustedScriptUrl(workerUrl), { type: 'module' });
  let lastId = 0;
  let underWay: readonly Asker[] | null = null;
  let next: { readonly query: string; readonly askers: readonly Asker[] } | null = null;

  const post = (request: SearchRequest) => worker.postMessage(request);
  const ask = (query: string, askers: readonly Asker[]) => {
    lastId += 1;
    underWay = askers;
    post({ id: lastId, query });
  };
  const answer = (found: readonly number[]) => {
    for (const asker of underWay ?? []) asker(found);
    underWay = null;
    if (next === null) return;
    const { query, askers } = next;
    next = null;
    ask(query, askers);
  };
  worker.onmessage = ({ data }: MessageEvent<SearchAnswer>) => {
    if (data.id === lastId) answer(data.found);
  };
  worker.onerror = () => answer([]); // a search that fails finds nothing; selling goes on by scan and grid

  return {
    change: (change) => post({ change }),
    renew: (renew) => post({ renew }),
    find: (query) =>
      new Promise((resolve) => {
        if (underWay === null) ask(query, [resolve]);
        else next = { query, askers: [...(next?.askers ?? []), resolve] };
      }),
    close: () => worker.terminate(),
  };
}
