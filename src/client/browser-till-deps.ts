/**
 * A till's world in a browser: its databases, keys, network, tabs and storage. Only till-app.tsx asks for it.
 *
 * Not here: anything that decides. A missing part (no Web Locks, no BroadcastChannel, no storage manager) is told as
 * null, and the device works without it.
 */
import { v7 as uuidv7 } from 'uuid';
import { APP_VERSION } from '../wire/app-version.ts';
import { pinInWorker } from './auth/pin-in-worker.ts';
import { browserTimer } from './browser-timer.ts';
import { searchInWorker } from './catalogue/search-in-worker.ts';
import { foldInWorker } from './sync/fold-in-worker.ts';
import type { TabNews, TillDeps } from './till-deps.ts';

const FACE = 'halfloop-till';
const MARK = 'halfloop-till-mark';

function openChannel(name: string, onNews: (news: TabNews) => void) {
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<TabNews>) => onNews(data); // only our own tabs can post to it
  return { post: (news: TabNews) => channel.postMessage(news), close: () => channel.close() };
}

/** Network back, page looked at again, page back from the browser's freezer. */
function onWake(wake: () => void): () => void {
  const look = () => {
    if (!document.hidden) wake();
  };
  window.addEventListener('online', wake);
  window.addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', look);
  return () => {
    window.removeEventListener('online', wake);
    window.removeEventListener('pageshow', wake);
    document.removeEventListener('visibilitychange', look);
  };
}

/** The browser's parts, some of which it may not have whatever its types say. */
type Offered = {
  readonly locks?: LockManager;
  readonly storage?: StorageManager;
};

/** The means of this browser's till. `onFault` hears of what broke while nobody waited. */
export function browserTillDeps(onFault: (error: unknown) => void): TillDeps {
  const { locks, storage } = navigator as Offered;
  const hasChannel = typeof BroadcastChannel === 'function';
  return {
    face: FACE,
    place: { indexedDB, IDBKeyRange },
    origin: location.origin,
    app: APP_VERSION,
    fetch: (input, init) => fetch(input, init),
    crypto,
    randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
    random: () => Math.random(),
    newId: () => uuidv7(),
    clock: () => Date.now(),
    mono: () => Math.round(performance.now()),
    setTimer: browserTimer,
    stretchPin: pinInWorker(browserTimer),
    openSearch: searchInWorker,
    fold: foldInWorker(FACE),
    locks: locks ?? null,
    openChannel: hasChannel ? openChannel : null,
    storage: storage ?? null,
    marker: {
      get: () => localStorage.getItem(MARK),
      set: (value) => localStorage.setItem(MARK, value),
      clear: () => localStorage.removeItem(MARK),
    },
    onWake,
    onFault,
  };
}
