/**
 * What the service worker does with a request, decided from nothing but the request. Whatever is not named here goes to
 * the network as if there were no service worker: the API, events, other origins, anything but GET.
 */
import { faceOfPath, type Face } from '../wire/face.ts';

export type Route =
  | { readonly kind: 'app'; readonly face: Face } // a page the app draws by itself
  | { readonly kind: 'served'; readonly face: Face } // a page the server fills, drawn by the app when it can not
  | { readonly kind: 'start' } // the page that offers the faces
  | { readonly kind: 'media' } // pictures of products
  | { readonly kind: 'file' }; // a built file, perhaps kept

type Asked = { readonly method: string; readonly mode: string; readonly url: string };

/** First segments of pages that the server fills in for a phone: shelf codes, goods without a GTIN, receipts. */
const SERVED_SEGMENTS: readonly string[] = ['01', 'p', 'R', 'r'];

export function routeOf({ method, mode, url }: Asked, origin: string): Route | null {
  const address = new URL(url);
  if (method !== 'GET' || address.origin !== origin) return null;
  const path = address.pathname;
  if (mode !== 'navigate') {
    if (path.startsWith('/media/')) return { kind: 'media' };
    return path.startsWith('/assets/') ? { kind: 'file' } : null;
  }
  if (path === '/' || path === '/index.html') return { kind: 'start' };
  const face = faceOfPath(path);
  if (face === null) return null;
  return { kind: SERVED_SEGMENTS.includes(path.split('/')[1] ?? '') ? 'served' : 'app', face };
}
