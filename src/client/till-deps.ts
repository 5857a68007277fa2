/**
 * All that a till takes from the world around it. The browser's are in browser-till-deps.ts; Node (the replay tool,
 * tests) gives its own, and the same code runs on them.
 */
import type { CryptoPort } from './auth/device-key.ts';
import type { StretchPin } from './auth/stretch-pin.ts';
import type { SearchIndex } from './catalogue/search-shelf.ts';
import type { DatabasePlace } from './db/open-database.ts';
import type { MarkShelf } from './till-marker.ts';

/** What tabs of one device tell each other. It carries no data: each reads the databases itself. */
export type TabNews =
  | { readonly of: 'entry' } // something was committed
  | { readonly of: 'marks' } // acknowledged, frozen, attention
  | { readonly of: 'shown'; readonly stream: string } // a stream shows something new
  | { readonly of: 'identity' } // this device was enrolled
  | { readonly of: 'joined' } // a tab has opened and wants to know how the network is
  | { readonly of: 'wake' } // a person wants it synced now
  | { readonly of: 'net'; readonly online: boolean; readonly lastSyncMs: number | null };

export type TabChannel = {
  readonly post: (news: TabNews) => void;
  readonly close: () => void;
};

export type StoragePort = {
  readonly persist: () => Promise<boolean>;
  readonly persisted: () => Promise<boolean>;
  readonly estimate: () => Promise<{ readonly usage?: number; readonly quota?: number }>;
};

export type TillDeps = {
  readonly face: string; // prefix of database, lock and channel names: halfloop-till
  readonly place: DatabasePlace;
  readonly origin: string; // scheme, host and port of the server
  readonly app: string; // version of this build
  readonly fetch: typeof fetch;
  readonly crypto: CryptoPort;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly random: () => number; // [0, 1)
  readonly newId: () => string; // UUIDv7
  readonly clock: () => number; // ms since 1970, as the device believes
  readonly mono: () => number; // ms that only go forward
  readonly setTimer: (ms: number, fire: () => void) => () => void; // gives the way to call it off
  readonly stretchPin: StretchPin;
  readonly openSearch: () => SearchIndex;
  /** Folds a stream's overlay where no frame waits for it and its rubbish; null: in this very thread. */
  readonly fold: ((stream: string) => Promise<void>) | null;
  readonly locks: LockManager | null;
  readonly openChannel: ((name: string, onNews: (news: TabNews) => void) => TabChannel) | null;
  readonly storage: StoragePort | null;
  readonly marker: MarkShelf | null; // outside the databases: tells that a till was here
  /** Calls back when the network came or somebody looks at the page again; gives the way to stop. */
  readonly onWake: (wake: () => void) => () => void;
  /** Something broke that nobody is waiting for. */
  readonly onFault: (error: unknown) => void;
};
