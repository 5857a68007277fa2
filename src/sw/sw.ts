/**
 * The service worker: every page opens without the network, on the devices that use it.
 *
 * The shell (index.html, entry, styles) is kept on every device by workbox-precaching; a face's files when the face
 * asks (`{ keep: face }`). A new version installs beside the old one and waits: it takes over on `{ takeOver: true }`
 * and only when no open page says it is busy, so nobody pays while the code changes underneath.
 *
 * Not here: sales. Nothing is ever queued or answered for the API; the journal on the page's side does that.
 */
import { cleanupOutdatedCaches, matchPrecache, precache } from 'workbox-precaching';
import { FACES, type Face } from '../wire/face.ts';
import { answerFile, dropOldFiles, facesAskedFor, isKept, keepFace, type Build, type FaceFile } from './kept-faces.ts';
import { answerMedia } from './media.ts';
import { notKeptPage } from './not-kept-page.ts';
import { routeOf, type Route } from './route.ts';

type BuiltFile = FaceFile & { readonly revision: string | null };

declare const self: Omit<ServiceWorkerGlobalScope, '__WB_MANIFEST'> & { readonly __WB_MANIFEST: readonly BuiltFile[] };

const SERVED_LIMIT_MS = 2000; // a shelf code on a bad network: then the app draws the page
const BUSY_ANSWER_LIMIT_MS = 1000; // a page that sleeps does not answer; its cart is on the disk

const files = self.__WB_MANIFEST;
const shell = files.filter((file) => file.keepers.includes('shell'));
// index.html names the entry by its hash, and the entry names all it loads: its revision stands for the whole build.
const built: Build = { id: shell.find(({ url }) => url === 'index.html')?.revision ?? '', files };

precache(shell.map(({ url, revision }) => ({ url, revision })));
cleanupOutdatedCaches();

type Rule = { readonly condition: { readonly urlPattern: { readonly pathname: string } }; readonly source: 'network' };
type RoutingEvent = ExtendableEvent & { readonly addRoutes?: (rules: readonly Rule[]) => Promise<void> };

self.addEventListener('install', (event: RoutingEvent) => {
  // Where a browser can be told: what syncs goes to the network without waking this worker. Waking it costs time, and a
  // worker that is woken again and again is never idle enough to make room for the next build.
  const told = event.addRoutes?.([{ condition: { urlPattern: { pathname: '/sync/*' } }, source: 'network' }]);
  event.waitUntil(Promise.resolve(told).catch(() => undefined)); // without it everything works, a little slower
  event.waitUntil(facesAskedFor(FACES).then((faces) => Promise.all(faces.map((face) => keepFace(face, built)))));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(facesAskedFor(FACES).then((faces) => dropOldFiles(faces, built)));
  event.waitUntil(self.clients.claim());
});

self.addEventListener('fetch', (event) => {
  const route = routeOf(event.request, self.location.origin);
  if (route !== null) event.respondWith(answer(route, event.request));
});

async function answer(route: Route, request: Request): Promise<Response> {
  switch (route.kind) {
    case 'file':
      return answerFile(request, built);
    case 'media':
      return answerMedia(request);
    case 'start':
      return fetch(request).catch(() => shellPage());
    case 'app':
      return (await isKept(route.face, built)) ? shellPage() : fetch(request).catch(() => notKeptPage());
    case 'served':
      return fetch(request, { signal: AbortSignal.timeout(SERVED_LIMIT_MS) }).catch(() => drawnPage(route.face));
  }
}

const shellPage = async (): Promise<Response> => (await matchPrecache('index.html')) ?? notKeptPage();

const drawnPage = async (face: Face): Promise<Response> => ((await isKept(face, built)) ? shellPage() : notKeptPage());

type Message = { readonly keep?: unknown; readonly takeOver?: unknown };

self.addEventListener('message', (event) => {
  const message = event.data as Message | null;
  const face = FACES.find((known) => known === message?.keep);
  if (face !== undefined) event.waitUntil(keepAndTell(face, event.ports[0]));
  if (message?.takeOver === true) event.waitUntil(takeOverWhenIdle());
});

/** Tells the page that asked whether the face will open offline from now on. */
async function keepAndTell(face: Face, port: MessagePort | undefined): Promise<void> {
  const kept = await keepFace(face, built).then(
    () => true,
    () => false, // the network went away: asked again at the next start
  );
  port?.postMessage({ kept });
}

async function takeOverWhenIdle(): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const busy = await Promise.all(pages.map(isBusy));
  if (!busy.includes(true)) await self.skipWaiting();
}

function isBusy(page: Client): Promise<boolean> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      resolve(data === true);
    };
    setTimeout(resolve, BUSY_ANSWER_LIMIT_MS, false);
    page.postMessage({ areYouBusy: true }, [channel.port2]);
  });
}
