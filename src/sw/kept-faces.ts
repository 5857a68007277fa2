/**
 * The files of the faces this device uses, one cache per face (`face-till`, ...), apart from the shell.
 *
 * Invariants: a file's address carries the hash of its content, so a file in a cache is never stale; a face counts as
 * kept only when its last file has arrived; files of an older build go only when the new build is in force, so a page
 * of the older one still finds its own.
 */
import type { Face } from '../wire/face.ts';

export type FaceFile = { readonly url: string; readonly keepers: readonly string[] };

/** What one build consists of. `id` differs from build to build: two of them live side by side while one waits. */
export type Build = { readonly id: string; readonly files: readonly FaceFile[] };

const CACHE_PREFIX = 'face-';
/** Files fetched side by side: hundreds of small ones would each wait for the other's way there and back. */
const AT_ONCE = 4; // browsers give a host six connections: what the page itself asks for goes past these

const cacheNameOf = (face: Face) => `${CACHE_PREFIX}${face}`;

/** Present when every file of the build has arrived. */
const markOf = ({ id }: Build) => `/kept/${id}`;

const filesOf = (face: Face, { files }: Build): readonly string[] =>
  files.filter((file) => file.keepers.includes(face)).map((file) => `/${file.url}`);

/** Fetches what is missing of a face. Rejects when a file can not be had; what has arrived stays for the next try. */
export async function keepFace(face: Face, build: Build): Promise<void> {
  const cache = await caches.open(cacheNameOf(face));
  const here = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
  const missing = filesOf(face, build).filter((path) => !here.has(path));
  const fetchOn = async () => {
    for (let url = missing.pop(); url !== undefined; url = missing.pop()) await cache.add(url);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchOn));
  await cache.put(markOf(build), new Response(''));
}

/** Whether this build of the face is all here. */
export const isKept = async (face: Face, build: Build): Promise<boolean> =>
  (await caches.match(markOf(build), { cacheName: cacheNameOf(face) })) !== undefined;

/** The faces asked for on this device before, complete or not. */
export async function facesAskedFor(known: readonly Face[]): Promise<readonly Face[]> {
  const names = await caches.keys();
  return known.filter((face) => names.includes(cacheNameOf(face)));
}

const USED = 'used';

/** A file from whichever face keeps it, else from the network; one that is kept once used (`used`) stays. */
export async function answerFile(request: Request, { files }: Build): Promise<Response> {
  const kept = await caches.match(request);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  const path = new URL(request.url).pathname;
  const staysOnceUsed = files.some(({ url, keepers }) => `/${url}` === path && keepers.includes(USED));
  if (staysOnceUsed && answer.status === 200) await (await caches.open(USED)).put(request, answer.clone());
  return answer;
}

/** Drops files of older builds. Only once this build is in force. */
export async function dropOldFiles(faces: readonly Face[], build: Build): Promise<void> {
  for (const face of faces) await dropAllBut(cacheNameOf(face), [...filesOf(face, build), markOf(build)]);
  await dropAllBut(
    USED,
    build.files.map(({ url }) => `/${url}`),
  );
}

async function dropAllBut(cacheName: string, wanted: readonly string[]): Promise<void> {
  const cache = await caches.open(cacheName);
  const old = (await cache.keys()).filter((request) => !wanted.includes(new URL(request.url).pathname));
  await Promise.all(old.map((request) => cache.delete(request)));
}
