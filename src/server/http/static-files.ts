/**
 * The built faces. The folder is listed once at start, so a request can only ever name a file that was built; what a
 * path of a face asks for is the one page, and everything else is not found.
 *
 * Files with hashed names are immutable; the page and the service worker are asked for anew each time (ETag).
 */
import { readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { faceOfPath } from '../../wire/face.ts';
import { sha256Hex } from '../auth/sha256.ts';
import { sendRefusal } from './errors.ts';
import { HEADERS } from './headers.ts';

const PAGE = '/index.html';
const WORKER = /^\/assets\/[\w.-]*worker[\w.-]*\.js$/;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.txt': 'text/plain; charset=utf-8',
};
const PACKED = new Set(['.html', '.js', '.css', '.json', '.webmanifest', '.svg', '.wasm', '.txt']);
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 8 } };

type Encoding = 'br' | 'gzip' | 'identity';
const encoders: Record<Encoding, (bytes: Buffer) => Promise<Buffer>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, BROTLI),
  gzip: (bytes) => promisify(gzip)(bytes),
  identity: (bytes) => Promise.resolve(bytes),
};

/** Serves the files of `webDir` (null: none) to whatever no route took. */
export function serveFiles(app: FastifyInstance, webDir: string | null): void {
  const files = webDir === null ? new Set<string>() : listFiles(webDir);
  const bodies = new Map<string, Promise<{ readonly bytes: Buffer; readonly etag: string }>>();
  const bodyOf = (path: string, encoding: Encoding) => {
    const key = `${encoding} ${path}`;
    const body = bodies.get(key) ?? readBody(join(webDir ?? '', path), encoding);
    bodies.set(key, body);
    return body;
  };
  app.setNotFoundHandler(async (request, reply) => {
    const isGet = request.method === 'GET' || request.method === 'HEAD';
    const file = isGet ? fileFor(files, pathOf(request.url)) : null;
    // A person with a wrong address gets the page, which says so; a program gets a code.
    const isPerson = isGet && files.has(PAGE) && request.headers.accept?.includes('text/html') === true;
    if (file === null && !isPerson) return sendRefusal(reply, 404, { code: 'not_found' });
    const shown = file ?? PAGE;
    const encoding = encodingFor(shown, request);
    reply.code(file === null ? 404 : 200);
    return send(request, reply, { file: shown, encoding, ...(await bodyOf(shown, encoding)) });
  });
}

function listFiles(webDir: string): Set<string> {
  const names = readdirSync(webDir, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(join(webDir, name)).isFile());
  return new Set(files.map((name) => `/${name.replaceAll('\\', '/')}`));
}

/** The path without its query, decoded; '' when it cannot be. */
function pathOf(url: string): string {
  try {
    return decodeURIComponent(url.split('?', 1)[0] ?? '');
  } catch {
    return ''; // a verdict: no file has such a name
  }
}

function fileFor(files: ReadonlySet<string>, path: string): string | null {
  if (files.has(path)) return path;
  const isPage = path === '/' || faceOfPath(path) !== null;
  return isPage && files.has(PAGE) ? PAGE : null;
}

function encodingFor(file: string, request: FastifyRequest): Encoding {
  const accepted = request.headers['accept-encoding'] ?? '';
  if (!PACKED.has(extname(file))) return 'identity';
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
}

async function readBody(path: string, encoding: Encoding): Promise<{ bytes: Buffer; etag: string }> {
  const bytes = await readFile(path);
  return { bytes: await encoders[encoding](bytes), etag: `"${sha256Hex(bytes).slice(0, 32)}-${encoding}"` };
}

type Found = { readonly file: string; readonly encoding: Encoding; readonly bytes: Buffer; readonly etag: string };

function send(request: FastifyRequest, reply: FastifyReply, { file, encoding, bytes, etag }: Found): FastifyReply {
  reply.headers(headersOf(file)).header('etag', etag).header('vary', 'accept-encoding');
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  if (reply.statusCode === 200 && request.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.type(TYPES[extname(file)] ?? 'application/octet-stream').send(bytes);
}

function headersOf(file: string): Readonly<Record<string, string>> {
  if (file === '/sw.js') return HEADERS.sw;
  if (WORKER.test(file)) return HEADERS.worker;
  if (file.startsWith('/assets/')) return HEADERS.asset;
  return HEADERS.page;
}
