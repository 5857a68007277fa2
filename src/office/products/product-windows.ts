/**
 * A list of any length seen through windows: the server is asked for the pages in view, a few pages are kept, the rest
 * is forgotten. Rows not here yet are `undefined`; the list's length is known from the first answer.
 *
 * Invariants: an answer to an older question is dropped; pages nobody looks at any more are not asked for, so holding
 * PageDown over 100,000 rows costs a handful of requests; a failure keeps what is shown and says so.
 */
import { createStore } from 'zustand/vanilla';
import type { Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';

export const PAGE_ROWS = 100;
const PAGES_KEPT = 40;
const REQUESTS_AT_ONCE = 2;

export type WindowAnswer<Row> = {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly asOfMs: number;
};
type Load<Query, Row> = (query: Query, offset: number, limit: number) => Promise<Result<WindowAnswer<Row>, Refusal>>;

export type WindowsState<Query, Row> = {
  readonly query: Query;
  readonly total: number | null; // null until the first answer
  readonly asOfMs: number | null;
  readonly pages: ReadonlyMap<number, readonly Row[]>;
  readonly refusal: Refusal | null;
  readonly ask: (query: Query) => void;
  readonly look: (first: number, last: number) => void;
  readonly refresh: () => void;
  readonly replace: (matches: (row: Row) => boolean, row: Row) => void;
};

/** The row at a place of the list, when its page is here. */
export const rowAt = <Row>(pages: ReadonlyMap<number, readonly Row[]>, index: number): Row | undefined =>
  pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];

/** What cannot be seen in state: what is wanted now, what is under way, which question is being answered. */
type Pump = { question: number; wanted: readonly number[]; fresh: Set<number>; underWay: Set<string> };

/** Makes the store. `load` is asked for whole pages only; nothing is asked before the first `look`. */
export function createWindows<Query, Row>(first: Query, load: Load<Query, Row>) {
  return createStore<WindowsState<Query, Row>>()((set, get) => {
    const pump: Pump = { question: 0, wanted: [0], fresh: new Set(), underWay: new Set() };

    const fetchPage = async (page: number): Promise<void> => {
      const question = pump.question;
      const answer = await load(get().query, page * PAGE_ROWS, PAGE_ROWS);
      if (question !== pump.question) return;
      if (!answer.ok) {
        set({ refusal: answer.error });
        pump.wanted = []; // asked again by the next look or by hand, never in a loop
        return;
      }
      pump.fresh.add(page);
      const { rows, total, asOfMs } = answer.value;
      set({ total, asOfMs, refusal: null, pages: kept(get().pages, page, rows, pump) });
    };

    const run = (): void => {
      for (const page of pump.wanted) {
        const ticket = `${String(pump.question)}/${String(page)}`;
        if (pump.underWay.size >= REQUESTS_AT_ONCE) return;
        if (pump.fresh.has(page) || pump.underWay.has(ticket)) continue;
        pump.underWay.add(ticket);
        void fetchPage(page).finally(() => {
          pump.underWay.delete(ticket);
          run();
        });
      }
    };

    const again = (): void => {
      pump.question += 1;
      pump.fresh.clear();
      run();
    };

    return {
      query: first,
      total: null,
      asOfMs: null,
      pages: new Map(),
      refusal: null,
      ask: (query) => {
        pump.wanted = [0];
        set({ query, total: null, pages: new Map(), refusal: null });
        again();
      },
      look: (from, to) => {
        const last = Math.max(0, Math.min(to, (get().total ?? 1) - 1));
        pump.wanted = span(Math.floor(Math.min(from, last) / PAGE_ROWS), Math.floor(last / PAGE_ROWS));
        run();
      },
      refresh: again,
      replace: (matches, row) => {
        const pages = new Map(get().pages);
        for (const [page, rows] of pages) {
          if (rows.some(matches))
            pages.set(
              page,
              rows.map((old) => (matches(old) ? row : old)),
            );
        }
        set({ pages });
      },
    };
  });
}

const span = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** The pages after one more has come; beyond the limit those longest here that nobody looks at go. */
function kept<Row>(old: ReadonlyMap<number, readonly Row[]>, page: number, rows: readonly Row[], pump: Pump) {
  const pages = new Map(old);
  pages.delete(page); // set again, so that the map's order is the order of arrival
  pages.set(page, rows);
  for (const one of pages.keys()) {
    if (pages.size <= PAGES_KEPT) break;
    if (pump.wanted.includes(one)) continue;
    pages.delete(one);
    pump.fresh.delete(one);
  }
  return pages;
}
