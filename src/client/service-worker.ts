/**
 * Registers the service worker for one face and asks it to keep that face for offline use.
 *
 * A new version waits until no open page is busy (`isBusy`: an open payment, a cart in the hand). It takes over by
 * itself when this page is hidden and idle; otherwise the screen may offer it by `onUpdateReady`. After it has taken
 * over, a page reloads at its next idle moment, because its own lazily loaded files are the older version's.
 *
 * Without service workers (plain http, WeChat) everything works while there is a network.
 */
import { Workbox } from 'workbox-window';
import type { Face } from '../wire/face.ts';
import { trustedScriptUrl } from './trusted-url.ts';

type ServiceWorkerOptions = {
  readonly face: Face;
  /** True while the page must not be reloaded. Asked often: cheap and without side effects. */
  readonly isBusy: () => boolean;
  /** A new version waits. `apply` lets it take over and reloads, if no page of this device is busy. */
  readonly onUpdateReady: (apply: () => void) => void;
};

const LOOK_FOR_UPDATE_MS = 60 * 60 * 1000;
const LOOK_FOR_IDLE_MS = 5000;

/** Resolves to whether this face will open offline. Never rejects: a page without it still works online. */
export async function registerServiceWorker(options: ServiceWorkerOptions): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false;
  answerWhetherBusy(options.isBusy);
  const workbox = new Workbox(trustedScriptUrl('/sw.js'), { scope: '/', updateViaCache: 'none' });
  reloadWhenReplaced(options.isBusy);
  workbox.addEventListener('waiting', () => {
    offerUpdate(options);
  });
  try {
    await workbox.register();
  } catch {
    return false; // an untrusted certificate or switched-off storage: the face works, only not offline
  }
  setInterval(() => void workbox.update().catch(() => undefined), LOOK_FOR_UPDATE_MS);
  return keepFace(options.face);
}

/** Asks the worker to keep a face, also one that another window will show. Never rejects; false: it is not kept. */
export async function keepFace(face: Face): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false;
  const { active } = await navigator.serviceWorker.ready;
  if (active === null) return false;
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }: MessageEvent<{ readonly kept?: unknown }>) => {
      resolve(data.kept === true);
    };
    active.postMessage({ keep: face }, [channel.port2]);
  });
}

/** The worker asks every page before it takes over. */
function answerWhetherBusy(isBusy: () => boolean): void {
  navigator.serviceWorker.addEventListener(
    'message',
    ({ data, ports }: MessageEvent<{ readonly areYouBusy?: unknown }>) => {
      if (data.areYouBusy === true) ports[0]?.postMessage(isBusy());
    },
  );
}

/**
 * Speaks to the worker that waits at that moment. Workbox would speak to the one it registered itself: of an update
 * that was found later than a minute after that, it is the old one.
 */
function offerUpdate({ isBusy, onUpdateReady }: ServiceWorkerOptions): void {
  const apply = () => {
    if (isBusy()) return;
    void navigator.serviceWorker.ready.then(({ waiting }) => waiting?.postMessage({ takeOver: true }));
  };
  let again: ReturnType<typeof setTimeout> | undefined;
  const applyHidden = () => {
    clearTimeout(again);
    if (document.visibilityState !== 'hidden') return;
    apply();
    again = setTimeout(applyHidden, LOOK_FOR_IDLE_MS); // this page or another may have been busy
  };
  document.addEventListener('visibilitychange', applyHidden);
  onUpdateReady(apply);
  applyHidden(); // a page that was put aside before hears of no change
}

/** Reloads once when another version took over, at the first moment nobody is disturbed. */
function reloadWhenReplaced(isBusy: () => boolean): void {
  let controller = navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    const isFirst = controller === null;
    controller = navigator.serviceWorker.controller;
    if (isFirst) return;
    const look = () => {
      if (isBusy()) setTimeout(look, LOOK_FOR_IDLE_MS);
      else location.reload();
    };
    look();
  });
}
