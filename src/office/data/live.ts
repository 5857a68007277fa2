/**
 * The live channel as the office hears it: which streams moved. The browser opens it again by itself after a break;
 * after one, everything may have moved, so listeners are told so.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { poke } from '../../wire/sync.ts';

/** Names of streams; null: any of them, ask for what you show. */
export type Moved = readonly string[] | null;

export type Live = {
  readonly state: StoreApi<{ readonly connected: boolean }>;
  readonly subscribe: (listener: (moved: Moved) => void) => () => void;
  readonly close: () => void;
};

/** What of EventSource is needed. */
export type Channel = {
  onopen: (() => void) | null;
  onerror: (() => void) | null;
  onmessage: ((message: { readonly data: string }) => void) | null;
  close(): void;
};

/** Opens the channel. `open` makes it; tests give one of their own. */
export function openLive(open: () => Channel): Live {
  const state = createStore(() => ({ connected: false }));
  const listeners = new Set<(moved: Moved) => void>();
  const tell = (moved: Moved): void => {
    for (const listener of listeners) listener(moved);
  };
  const channel = open();
  let before = false; // whether it was open once: what moved since is not known
  channel.onopen = () => {
    state.setState({ connected: true });
    if (before) tell(null);
    before = true;
  };
  channel.onerror = () => {
    state.setState({ connected: false });
  };
  channel.onmessage = ({ data }) => {
    tell(readPoke(data));
  };
  return {
    state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      channel.close();
      state.setState({ connected: false });
    },
  };
}

function readPoke(text: string): Moved {
  try {
    const parsed = poke.safeParse(JSON.parse(text));
    return parsed.success ? Object.keys(parsed.data.heads) : null;
  } catch {
    return null; // a newer server may say more than we know: then anything may have moved
  }
}
