/**
 * The two voices of a page: one polite, one that interrupts. Made once by a face. What is said in quick succession is
 * joined, so ten scans are not ten sentences.
 */
import { useSyncExternalStore } from 'react';

type Spoken = { readonly polite: string; readonly assertive: string };

export type Announcer = {
  /**
   * Said when the reader is free. `topic`: a later sentence of the same topic takes the place of one not yet said.
   * Words that cost something to find are given as a function: it is asked when they are said, after the frame.
   */
  readonly say: (words: string | (() => string), topic?: string) => void;
  /** Said at once: something was refused or failed. */
  readonly alert: (words: string) => void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly spoken: () => Spoken;
};

const JOIN_MS = 300;
// Readers keep silent when a region's text does not change: an unseen mark at the end makes each sentence a new one.
const AGAIN = ' ';

export function createAnnouncer(
  after: (run: () => void, ms: number) => void = (run, ms) => void setTimeout(run, ms),
): Announcer {
  let spoken: Spoken = { polite: '', assertive: '' };
  const waiting = new Map<string, string | (() => string)>();
  const listeners = new Set<() => void>();
  const show = (next: Spoken) => {
    spoken = next;
    for (const listener of listeners) listener();
  };
  const fresh = (words: string, before: string) => (words === before ? words + AGAIN : words);
  const flush = () => {
    const words = [...waiting.values()].map((one) => (typeof one === 'string' ? one : one())).join(' ');
    waiting.clear();
    show({ ...spoken, polite: fresh(words, spoken.polite) });
  };
  let count = 0;
  return {
    say: (words, topic) => {
      if (waiting.size === 0) after(flush, JOIN_MS);
      count += 1;
      waiting.set(topic ?? String(count), words);
    },
    alert: (words) => {
      show({ ...spoken, assertive: fresh(words, spoken.assertive) });
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    spoken: () => spoken,
  };
}

export function LiveRegions({ announcer }: { readonly announcer: Announcer }) {
  const spoken = useSyncExternalStore(announcer.subscribe, announcer.spoken);
  return (
    <>
      <div role="status" aria-live="polite" data-unseen="">
        {spoken.polite}
      </div>
      <div role="alert" aria-live="assertive" data-unseen="">
        {spoken.assertive}
      </div>
    </>
  );
}
