/**
 * A real till in Node: the device code of the browser on an IndexedDB in memory, argon2id on the spot, tabs that hear
 * each other when they share a `browser`. Only the network is given by the test.
 */
import { webcrypto } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { v7 as uuidv7 } from 'uuid';
import { expect, vi } from 'vitest';
import { stretchPin } from '../../src/client/auth/stretch-pin.ts';
import type { DatabasePlace } from '../../src/client/db/open-database.ts';
import { openTillDevice } from '../../src/client/open-till-device.ts';
import type { MarkShelf } from '../../src/client/till-marker.ts';
import type { TabNews, TillDeps } from '../../src/client/till-deps.ts';
import type { TillDevice, TillState } from '../../src/client/till-device.ts';
import { memoryPlace } from './memory-databases.ts';
import { searchHere } from './search-here.ts';

type Hub = Set<(news: TabNews) => void>;
export type NodeBrowser = { readonly place: DatabasePlace; readonly hub: Hub; readonly marker?: MarkShelf };

/** What several tabs of one browser share. */
export const newBrowser = (): NodeBrowser => ({ place: memoryPlace(), hub: new Set() });

export type NodeTillOptions = {
  readonly fetch: typeof fetch;
  readonly browser?: NodeBrowser;
  readonly origin?: string;
  /** Timers run this many times faster than the clock on the wall. */
  readonly speed?: number;
  readonly over?: Partial<TillDeps>;
};

/** Deps as the replay tool and the tests use them. */
export function nodeTillDeps({
  fetch,
  browser = newBrowser(),
  origin = 'http://till.test',
  speed = 1,
  over = {},
}: NodeTillOptions): TillDeps {
  const { place, hub } = browser;
  const startMs = Date.now();
  const start = performance.now();
  const mono = () => (performance.now() - start) * speed;
  return {
    face: 'halfloop-till',
    place,
    origin,
    app: 'test',
    fetch,
    crypto: webcrypto as unknown as Crypto,
    randomBytes: (size) => randomBytes(size),
    random: Math.random,
    newId: () => uuidv7(),
    clock: () => Math.round(startMs + mono()),
    mono,
    setTimer: (ms, fire) => {
      const timer = setTimeout(fire, ms / speed);
      return () => clearTimeout(timer);
    },
    stretchPin,
    openSearch: searchHere,
    fold: null,
    locks: null,
    openChannel: (_name, onNews) => {
      hub.add(onNews);
      return {
        post: (news) => {
          for (const other of hub) if (other !== onNews) queueMicrotask(() => other(news));
        },
        close: () => hub.delete(onNews),
      };
    },
    storage: null,
    marker: browser.marker ?? null,
    onWake: () => () => undefined,
    onFault: (error) => {
      throw new Error('a fault nobody waited for', { cause: error });
    },
    ...over,
  };
}

/** `getRandomValues` gives at most 64 KiB at once. */
function randomBytes(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) webcrypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 65_536)));
  return bytes;
}

/** The till with all it has on disk: its products are read in. */
export async function openNodeTill(options: NodeTillOptions): Promise<TillDevice> {
  const till = await openTillDevice(nodeTillDeps(options));
  await until(till, ({ reading }) => !reading);
  return till;
}

/** Waits until the till's state is as wanted; says what it was when it never came. */
export async function until(
  till: TillDevice,
  wanted: (state: TillState) => boolean,
  timeout = 10_000,
): Promise<TillState> {
  await vi.waitFor(
    () => {
      const { staff: _staff, ...shown } = till.state.getState();
      expect(wanted(till.state.getState()), JSON.stringify(shown)).toBe(true);
    },
    { timeout, interval: 5 },
  );
  return till.state.getState();
}
