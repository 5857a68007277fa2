/**
 * Frozen reads of a stream, for devices that have none of it or too little. Built from one read snapshot of the
 * database in parts of 5,000 rows (NDJSON, brotli), kept in tables so that any process serves them, and made anew
 * only when a device with the newest one would be told to fetch another (feed.ts `isFarBehind`).
 *
 * Reading is done in small slices with turns of the event loop between, and brotli runs in Node's own threads, so
 * nobody waits for a snapshot.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Stream } from '../../wire/sync.ts';
import { feedTx } from '../db/feed-tx.ts';
import { addManifest, addPart, dropLease, newestManifest, takeLease, type StoredSnapshot } from '../db/snapshots.ts';
import type { ServerDeps } from '../deps.ts';
import { isFarBehind } from './feed.ts';
import type { FeedLine, FeedPort } from './port.ts';

const PART_ROWS = 5_000;
const SLICE_ROWS = 500;
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
/** Of a process that died while it built, nobody waits longer than this; one that lives renews it meanwhile. */
const LEASE_MS = 6_000;
const LEASE_POLL_MS = 100;

const compress = promisify(brotliCompress);

export type Snapshots = {
  /** The newest snapshot that is near enough to the head; built when there is none. */
  readonly current: (stream: Stream) => Promise<StoredSnapshot>;
};

/** Snapshots of one org. Requests for the same stream share one build. */
export function snapshots(deps: ServerDeps): Snapshots {
  const building = new Map<Stream, Promise<StoredSnapshot>>();
  const holder = deps.ids();
  return {
    current: async (stream) => {
      const usable = await usableSnapshot(deps, stream);
      if (usable !== null) return usable;
      const underway = building.get(stream);
      if (underway !== undefined) return underway;
      const build = buildAlone(deps, stream, holder).finally(() => building.delete(stream));
      building.set(stream, build);
      return build;
    },
  };
}

const usableSnapshot = (deps: ServerDeps, stream: Stream): Promise<StoredSnapshot | null> =>
  deps.door.read(deps.orgId, async (tx) => {
    const newest = await newestManifest(tx, stream);
    if (newest === null) return null;
    const port = feedTx(tx);
    const isOurs = newest.seq === 0 || (await port.markAt(stream, newest.seq)) === newest.mark;
    return isOurs && !(await isFarBehind(port, stream, newest.seq)) ? newest : null;
  });

/** Builds under a lease; when another process holds it, waits for what that one builds. */
async function buildAlone(deps: ServerDeps, stream: Stream, holder: string): Promise<StoredSnapshot> {
  const name = `snapshot ${stream}`;
  const take = () =>
    deps.door.write(deps.orgId, (tx) => takeLease(tx, { name, holder, nowMs: deps.clock(), forMs: LEASE_MS }));
  for (;;) {
    if (await take()) break;
    await wait(LEASE_POLL_MS);
    const usable = await usableSnapshot(deps, stream);
    if (usable !== null) return usable;
  }
  let renewed: Promise<unknown> = Promise.resolve();
  const renewing = setInterval(() => {
    renewed = take().catch(() => undefined); // lost, two build the same
  }, LEASE_MS / 3);
  try {
    return (await usableSnapshot(deps, stream)) ?? (await build(deps, stream));
  } finally {
    clearInterval(renewing);
    await renewed; // or it would outlive what it was for
    await deps.door.write(deps.orgId, (tx) => dropLease(tx, name, holder));
  }
}

type Packed = { readonly rows: number; readonly sha256: string; readonly body: Uint8Array };

async function build(deps: ServerDeps, stream: Stream): Promise<StoredSnapshot> {
  const gen = deps.ids();
  const read = await deps.door.read(deps.orgId, async (tx) => {
    const port = feedTx(tx);
    const seq = await port.head(stream);
    const mark = seq === 0 ? '' : ((await port.markAt(stream, seq)) ?? '');
    return { seq, mark, packed: await packAll(port, stream) };
  });
  const parts = read.packed.map(({ rows, sha256, body }, n) => ({ n, rows, bytes: body.length, sha256 }));
  for (const [n, { body }] of read.packed.entries()) {
    await deps.door.write(deps.orgId, (tx) => addPart(tx, { stream, gen }, { n, body }));
  }
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const snapshot = { stream, gen, seq: read.seq, mark: read.mark, rows, parts };
  await deps.door.write(deps.orgId, (tx) => addManifest(tx, snapshot, deps.clock()));
  deps.log.info({ stream, seq: read.seq, rows, parts: parts.length }, 'snapshot built');
  return snapshot;
}

/** What a device cannot begin without is little; of these there may be a hundred thousand. */
const BULK: ReadonlySet<string> = new Set(['product', 'stock']);

/**
 * All live rows, in order of change, packed; the small tables before the bulk, so that the first part a new till
 * fetches says who may sign in. Tombstones stay out: who loads a snapshot never had the row. Text is made and hashed
 * slice by slice, and one part at a time is compressed, so that no turn of the event loop is a long one.
 */
async function packAll(port: FeedPort, stream: Stream): Promise<Packed[]> {
  const small = partsOf();
  const bulk = partsOf();
  for (let after = 0; ;) {
    const slice = await port.rowsAfter(stream, after, SLICE_ROWS);
    const live = slice.filter(({ body }) => body !== null);
    await small.add(live.filter(({ t }) => !BULK.has(t)));
    await bulk.add(live.filter(({ t }) => BULK.has(t)));
    const last = slice.at(-1);
    if (last === undefined) return [...(await small.end()), ...(await bulk.end())];
    after = last.s;
    await nextTurn();
  }
}

/** Parts as their rows come: each is packed when it is full, one after the other. */
function partsOf() {
  const packed: Promise<Packed>[] = [];
  let part = openPart();
  const pack = async () => {
    await packed.at(-1);
    packed.push(part.pack());
    part = openPart();
  };
  return {
    add: async (lines: readonly FeedLine[]) => {
      part.add(lines);
      if (part.rows() >= PART_ROWS) await pack();
    },
    end: async () => {
      if (part.rows() > 0) await pack();
      return Promise.all(packed);
    },
  };
}

/** A part in the making: NDJSON, its hash, its number of rows. */
function openPart() {
  const pieces: Buffer[] = [];
  const sha256 = createHash('sha256');
  let rows = 0;
  return {
    rows: () => rows,
    add: (lines: readonly FeedLine[]) => {
      if (lines.length === 0) return;
      const piece = Buffer.from((rows > 0 ? '\n' : '') + lines.map(lineText).join('\n'));
      rows += lines.length;
      pieces.push(piece);
      sha256.update(piece);
    },
    pack: async (): Promise<Packed> => ({
      rows,
      sha256: sha256.digest('hex'),
      body: await compress(Buffer.concat(pieces), BROTLI),
    }),
  };
}

/** Bodies are JSON already, so a line is put together as text. */
const lineText = ({ t, id, s, body }: FeedLine): string =>
  `{"t":${JSON.stringify(t)},"id":${JSON.stringify(id)},"s":${String(s)},"r":${body ?? 'null'}}`;
