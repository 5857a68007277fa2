/**
 * Every security header the server sends, in one table; a snapshot test holds it. A worker takes its
 * policy from its own response, and the decoder's needs WebAssembly, so worker files have their own.
 *
 * No HSTS: a till on a shop's network uses a certificate of its own making, and HSTS would turn a warning into a wall.
 */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types pos-url',
].join('; ');

const WORKER_CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // Names a browser does not know are complaints in its console: Bluetooth has none, its chooser asks the person.
  'permissions-policy': 'camera=(self), usb=(self), serial=(self), geolocation=(self), microphone=(), payment=()',
} as const;

export const IMMUTABLE = 'public, max-age=31536000, immutable';

/** Kinds of answers, by what may be done with them. */
export const HEADERS = {
  /** Data: never kept by anything between. */
  api: {
    ...EVERYWHERE,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
  },
  /** HTML, whose assets have hashed names. */
  page: { ...EVERYWHERE, 'content-security-policy': CSP, 'cache-control': 'no-cache' },
  /** Files whose name changes with their content. */
  asset: { ...EVERYWHERE, 'content-security-policy': CSP, 'cache-control': IMMUTABLE },
  /** Scripts of dedicated workers, hashed too. */
  worker: { ...EVERYWHERE, 'content-security-policy': WORKER_CSP, 'cache-control': IMMUTABLE },
  /** Pictures: a drawing, even opened by itself, runs and loads nothing. */
  media: { ...EVERYWHERE, 'content-security-policy': "default-src 'none'; sandbox", 'cache-control': IMMUTABLE },
  /** The service worker: always asked for anew. */
  sw: { ...EVERYWHERE, 'content-security-policy': CSP, 'cache-control': 'no-cache' },
} as const satisfies Record<string, Readonly<Record<string, string>>>;
