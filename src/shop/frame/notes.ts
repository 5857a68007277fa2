/**
 * The one note at the foot of the screen: what was just done, with its undo, or what was refused. The next note takes
 * its place; nothing piles up.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';

type Note = {
  readonly words: string;
  readonly tone: 'plain' | 'bad';
  readonly undo: (() => void) | null;
};
type NoteState = { readonly note: Note | null; readonly no: number };
export type NoteStore = {
  readonly state: StoreApi<NoteState>;
  say(words: string, undo?: () => void): void;
  refuse(words: string): void;
  clear(): void;
};

/** How long a note with an undo stays, and one without. */
const STAYS_MS = 5_000;

export function createNotes(after: (run: () => void, ms: number) => void): NoteStore {
  const state = createStore<NoteState>()(() => ({ note: null, no: 0 }));
  const show = (note: Note) => {
    const no = state.getState().no + 1;
    state.setState({ note, no });
    after(() => {
      if (state.getState().no === no) state.setState({ note: null });
    }, STAYS_MS);
  };
  return {
    state,
    say: (words, undo) => show({ words, tone: 'plain', undo: undo ?? null }),
    refuse: (words) => show({ words, tone: 'bad', undo: null }),
    clear: () => state.setState({ note: null }),
  };
}
