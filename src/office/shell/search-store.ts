/**
 * What the search box is doing: typed text, what was found, which one is marked. Finding waits until typing rests, and
 * an answer to older text is dropped.
 */
import { createStore } from 'zustand/vanilla';
import type { Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';

const REST_MS = 150;

export type SearchState<Found> = {
  readonly text: string;
  readonly found: readonly Found[];
  readonly total: number;
  readonly answered: string; // the text that `found` answers
  readonly refusal: Refusal | null;
  readonly marked: number; // -1: none
  readonly open: boolean;
  readonly type: (text: string) => void;
  readonly mark: (step: number) => void;
  readonly close: () => void;
};

type Find<Found> = (
  text: string,
) => Promise<Result<{ readonly rows: readonly Found[]; readonly total: number }, Refusal>>;
type After = (run: () => void, ms: number) => void;

/** Makes the store. `after` is setTimeout, or a test's own. */
export function createSearch<Found>(find: Find<Found>, after: After) {
  return createStore<SearchState<Found>>()((set, get) => {
    const look = async (text: string): Promise<void> => {
      if (get().text !== text) return; // more was typed meanwhile
      const answer = await find(text);
      if (get().text !== text) return;
      if (answer.ok)
        set({ found: answer.value.rows, total: answer.value.total, answered: text, refusal: null, marked: -1 });
      else set({ refusal: answer.error });
    };
    return {
      text: '',
      found: [],
      total: 0,
      answered: '',
      refusal: null,
      marked: -1,
      open: false,
      type: (text) => {
        set({ text, open: text.trim() !== '' });
        if (text.trim() === '') set({ found: [], total: 0, answered: '', marked: -1 });
        else after(() => void look(text), REST_MS);
      },
      mark: (step) => {
        const { found, marked } = get();
        if (found.length === 0) return;
        const next = marked < 0 && step < 0 ? found.length - 1 : marked + step;
        set({ marked: (next + found.length) % found.length, open: true });
      },
      close: () => {
        set({ open: false, marked: -1 });
      },
    };
  });
}
