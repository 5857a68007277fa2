/**
 * Something the server knows, as a screen shows it: the last answer, when it was true, what went wrong since.
 *
 * Invariants: at most one call is under way; asked again meanwhile, one more follows; a refusal keeps the last answer;
 * an answer that comes after `stop` is dropped.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';

export type RemoteState<T> = {
  readonly value: T | null;
  readonly gotMs: number | null;
  readonly refusal: Refusal | null;
  readonly busy: boolean;
  readonly refresh: (unattended?: boolean) => void;
  /** Puts an answer that came by another way, such as that of a save. */
  readonly put: (value: T) => void;
  readonly stop: () => void;
};
type Remote<T> = StoreApi<RemoteState<T>>;
export type LoadRemote<T> = (unattended: boolean) => Promise<Result<T, Refusal>>;

/** Makes the store; nothing is asked before `refresh`. */
export function createRemote<T>(load: LoadRemote<T>, clock: () => number): Remote<T> {
  return createStore<RemoteState<T>>()((set, get) => {
    let again: boolean | null = null; // asked while one is under way: whether unattended
    let stopped = false;

    const run = async (unattended: boolean): Promise<void> => {
      set({ busy: true });
      const answer = await load(unattended);
      if (stopped) return;
      if (answer.ok) set({ value: answer.value, gotMs: clock(), refusal: null, busy: false });
      else set({ refusal: answer.error, busy: false });
      const next = again;
      again = null;
      if (next !== null) void run(next);
    };

    return {
      value: null,
      gotMs: null,
      refusal: null,
      busy: false,
      refresh: (unattended = false) => {
        stopped = false;
        if (get().busy) again = (again ?? true) && unattended;
        else void run(unattended);
      },
      put: (value) => {
        set({ value, gotMs: clock(), refusal: null });
      },
      stop: () => {
        stopped = true;
        again = null;
        set({ busy: false });
      },
    };
  });
}
