/**
 * Small notes that leave by themselves, with an Undo where something was taken away. Never used for what a person must
 * answer, never in place of a line on the screen, and never for each scan. A note waits while a finger, a pointer or
 * the focus is on it. Our own few lines: the kit's toast weighs more than the till's whole sale screen.
 */
import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import css from './toast.module.css';

type Note = {
  readonly id: number;
  readonly words: string;
  readonly tone: 'plain' | 'danger';
  readonly action: { readonly words: string; readonly run: () => void } | null;
};

export type Toasts = {
  readonly add: (note: Omit<Note, 'id'>) => void;
  readonly close: (id: number) => void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly shown: () => readonly Note[];
};

/** How long a note stays and an Undo is offered, in milliseconds. */
const UNDO_MS = 5000;
const AT_MOST = 2;

/** Made once by a face, handed to `ToastHost` and to whatever says something. */
export function createToasts(): Toasts {
  let notes: readonly Note[] = [];
  let count = 0;
  const listeners = new Set<() => void>();
  const show = (next: readonly Note[]) => {
    notes = next;
    for (const listener of listeners) listener();
  };
  return {
    add: (said) => show([...notes, { ...said, id: (count += 1) }].slice(-AT_MOST)),
    close: (id) => show(notes.filter((each) => each.id !== id)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    shown: () => notes,
  };
}

/** Says what was done and offers to take it back for five seconds. */
export function offerUndo(
  toasts: Toasts,
  words: { readonly done: string; readonly undo: string },
  undo: () => void,
): void {
  toasts.add({ words: words.done, tone: 'plain', action: { words: words.undo, run: undo } });
}

/** Says something that needs no answer. `tone` danger is read out at once. */
export function note(toasts: Toasts, words: string, tone: Note['tone'] = 'plain'): void {
  toasts.add({ words, tone, action: null });
}

export function ToastHost({ toasts }: { readonly toasts: Toasts }) {
  const { t } = useLingui();
  const notes = useSyncExternalStore(toasts.subscribe, toasts.shown);
  if (notes.length === 0) return null;
  return (
    <section className={css.viewport} aria-label={t`Notes`}>
      {notes.map((each) => (
        <ToastCard key={each.id} note={each} onClose={() => toasts.close(each.id)} />
      ))}
    </section>
  );
}

function ToastCard({ note: { words, tone, action }, onClose }: { readonly note: Note; readonly onClose: () => void }) {
  const { t } = useLingui();
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(onClose, UNDO_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a new function each time must not start the time again
  }, [isHeld]);
  const hold = () => setHeld(true);
  const release = () => setHeld(false);
  return (
    <div
      className={css.toast}
      data-surface="inverse"
      role={tone === 'danger' ? 'alert' : 'status'}
      onPointerEnter={hold}
      onPointerLeave={release}
      onFocus={hold}
      onBlur={release}
    >
      <p className={css.title}>{words}</p>
      {action === null ? null : (
        <button
          type="button"
          className={css.action}
          onClick={() => {
            action.run();
            onClose();
          }}
        >
          {action.words}
        </button>
      )}
      <button type="button" className={css.close} aria-label={t`Dismiss`} onClick={onClose}>
        <X aria-hidden="true" />
      </button>
    </div>
  );
}
