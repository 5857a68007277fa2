/**
 * Which face a path belongs to. The page (main.tsx), the service worker and the server ask the same question, so the
 * answer is part of the wire.
 *
 * Not here: what is inside a face. A path of the API belongs to no face.
 */
export type Face = 'till' | 'shop' | 'office' | 'display';

export const FACES: readonly Face[] = ['till', 'shop', 'office', 'display'];

/** Where requests that are not pages live. They are never answered with a page, nor touched by the service worker. */
const API_PREFIXES = ['/sync/', '/till/api/', '/shop/api/', '/office/api/', '/media/', '/assets/'];

/** First segments a phone opens: the shop itself, a shelf code (GS1 Digital Link), goods without a GTIN, receipts. */
const SHOP_SEGMENTS: readonly string[] = ['shop', '01', 'p', 'R', 'r'];

/** The face that shows `path` (a URL's pathname), or null: the start page, an API, a file. */
export function faceOfPath(path: string): Face | null {
  if (API_PREFIXES.some((prefix) => `${path}/`.startsWith(prefix))) return null;
  const segment = path.split('/')[1] ?? '';
  if (SHOP_SEGMENTS.includes(segment)) return 'shop';
  return FACES.find((face) => face === segment) ?? null;
}
