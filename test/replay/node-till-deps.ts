/** A till's world in Node: memory databases, the real network stack, a clock that the replay sets. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { v7 as uuidv7 } from 'uuid';
import { stretchPin } from '../../src/client/auth/stretch-pin.ts';
import type { TillDeps } from '../../src/client/till-deps.ts';
import { searchHere } from '../support/search-here.ts';

export type TillWorld = {
  readonly deps: TillDeps;
  readonly setClock: (ms: number) => void;
  readonly now: () => number;
};

/**
 * The means of one till. Its clock starts at the present and is set to each invoice's time; the server's clock is not,
 * so the till works as one whose clock is years off.
 */
export function nodeTillDeps(options: {
  readonly origin: string;
  readonly fetch: typeof fetch;
  readonly random: () => number;
  readonly onFault: (error: unknown) => void;
}): TillWorld {
  let shiftMs = 0;
  const now = (): number => Math.round(Date.now() + shiftMs);
  const deps: TillDeps = {
    face: 'halfloop-till',
    place: { indexedDB: new IDBFactory(), IDBKeyRange },
    origin: options.origin,
    app: 'replay',
    fetch: options.fetch,
    crypto,
    randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
    random: options.random,
    newId: () => uuidv7(),
    clock: now,
    mono: () => Math.round(performance.now()),
    setTimer: (ms, fire) => {
      const timer = setTimeout(fire, ms);
      return () => {
        clearTimeout(timer);
      };
    },
    stretchPin,
    openSearch: searchHere,
    fold: null,
    locks: null,
    openChannel: null,
    storage: null,
    marker: null,
    onWake: () => () => undefined,
    onFault: options.onFault,
  };
  return {
    deps,
    now,
    setClock: (ms) => {
      shiftMs = ms - Date.now();
    },
  };
}
