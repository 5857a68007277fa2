/**
 * A backup put back: read and checked in full beside what is there, brought up to date, verified entry by entry, given
 * a new epoch (so that every till compares and sends again what this copy lacks), told of the heads the replaced
 * database had heard announced, and only then put in place. What it replaces is kept beside it.
 *
 * Nothing is changed before the copy has passed all checks; no server may run meanwhile.
 */
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { err, ok, type Result } from '../../core/result.ts';
import { copySqlite } from '../db/copy-sqlite.ts';
import type { Door, DoorMeans } from '../db/door.ts';
import { allHeads, rememberAnnounced, type JournalHead } from '../db/journal-heads.ts';
import { openDoor, type DoorPlace } from '../db/open-door.ts';
import { renewEpoch } from '../db/orgs.ts';
import { hasTables, moveAside, otherConnections, restorePostgres, takeBack } from '../db/pg-tools.ts';
import { primaryOf } from '../db/postgres-hosts.ts';
import { isServerRunning } from '../db/presence.ts';
import { verifyAll, type Report } from '../journal/verify-all.ts';
import { writeOrgId } from '../org-id.ts';
import { flushFolder } from './backup.ts';
import { DATABASE, KEYS, MANIFEST, manifest, type Manifest } from './manifest.ts';
import { bytesOf, readTar, type TarEntry } from './tar.ts';

type RestoreMeans = {
  readonly place: DoorPlace;
  readonly orgId: string | null; // null: the backup's
  readonly door: DoorMeans;
  readonly ids: () => string;
};
export type RestoreFault =
  | { readonly why: 'no_backup' | 'damaged' | 'other_engine' | 'other_org' | 'not_empty' | 'server_runs' }
  | { readonly why: 'heads_differ' }
  | { readonly why: 'not_whole'; readonly report: Report };
export type Restored = { readonly told: Manifest; readonly epoch: string; readonly kept: string | null };

const DB = 'halfloop.db';

/** Puts `file` in place of nothing, or with `replace` of what is there. */
export async function restoreBackup(
  means: RestoreMeans,
  file: string,
  replace: boolean,
): Promise<Result<Restored, RestoreFault>> {
  const { dataDir } = means.place;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const work = await mkdtemp(join(dataDir, '.restore-'));
  try {
    const unpacked = await unpack(file, work);
    if (!unpacked.ok) return unpacked;
    const told = unpacked.value;
    const fault = await mayBegin(means, told, replace);
    if (fault !== null) return err(fault);
    return told.engine === 'sqlite' ? await restoreEmbedded(means, told, work) : await restoreServer(means, told, work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function mayBegin(
  { place, orgId }: RestoreMeans,
  told: Manifest,
  replace: boolean,
): Promise<RestoreFault | null> {
  const { dataDir, databaseUrl, ownerUrl } = place;
  if (told.engine !== (databaseUrl === null ? 'sqlite' : 'postgres')) return { why: 'other_engine' };
  if (orgId !== null && orgId !== told.orgId) return { why: 'other_org' };
  if (isServerRunning(dataDir)) return { why: 'server_runs' };
  const address = ownerUrl ?? databaseUrl;
  const url = address === null ? null : await primaryOf(address);
  if (url !== null && (await otherConnections(url)) > 0) return { why: 'server_runs' };
  const isEmpty = url === null ? !existsSync(join(dataDir, DB)) : !(await hasTables(url));
  return isEmpty || replace ? null : { why: 'not_empty' };
}

/** Writes the files of a backup into `work`, each checked against its sum. */
async function unpack(file: string, work: string): Promise<Result<Manifest, RestoreFault>> {
  const tar = await open(file).catch(() => null);
  if (tar === null) return err({ why: 'no_backup' });
  try {
    const entries = await readTar(tar);
    const first = entries?.find(({ name }) => name === MANIFEST);
    if (entries === null || first === undefined) return err({ why: entries === null ? 'damaged' : 'no_backup' });
    const told = readManifest(await textOf(tar, first));
    if (told === null) return err({ why: 'damaged' });
    const allowed: readonly string[] = [DATABASE[told.engine], ...KEYS];
    for (const name of allowed) {
      const entry = entries.find((one) => one.name === name);
      const promised = told.files.find((one) => one.name === name);
      if (entry === undefined || promised === undefined) return err({ why: 'damaged' });
      await mkdir(dirname(join(work, name)), { recursive: true });
      if ((await extract(tar, entry, join(work, name))) !== promised.sha256) return err({ why: 'damaged' });
    }
    return ok(told);
  } finally {
    await tar.close();
  }
}

async function textOf(tar: FileHandle, entry: TarEntry): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of bytesOf(tar, entry)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

function readManifest(text: string): Manifest | null {
  try {
    const read = manifest.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null; // a verdict: not one of ours, or damaged
  }
}

async function extract(tar: FileHandle, entry: TarEntry, to: string): Promise<string> {
  const hash = createHash('sha256');
  const out = await open(to, 'wx', 0o600);
  try {
    for await (const piece of bytesOf(tar, entry)) {
      hash.update(piece);
      await out.write(piece);
    }
  } finally {
    await out.close();
  }
  return hash.digest('hex');
}

async function restoreEmbedded(
  means: RestoreMeans,
  told: Manifest,
  work: string,
): Promise<Result<Restored, RestoreFault>> {
  const { dataDir } = means.place;
  const candidate = join(work, DB);
  await pipeline(createReadStream(join(work, DATABASE.sqlite)), createGunzip(), createWriteStream(candidate));
  const old = join(dataDir, DB);
  const isReplacing = existsSync(old);
  const announced = isReplacing ? await headsOf(means, told.orgId, { ...means.place }) : [];
  const ready = await makeReady(means, told, { place: { ...means.place, dataDir: work }, announced });
  if (!ready.ok) return ready;
  const next = `${old}.restored`;
  await rm(next, { force: true });
  await copySqlite(candidate, next); // one file with no log beside it
  const kept = isReplacing ? `${old}.before-${String(means.door.clock())}` : null;
  if (kept !== null) await putAside(old, kept);
  await rename(next, old);
  await placeIdentity(dataDir, work, told.orgId);
  await flushFolder(dataDir);
  return ok({ told, epoch: ready.value, kept });
}

/** With its log, which a database that cannot be opened any more still needs. */
async function putAside(old: string, kept: string): Promise<void> {
  for (const tail of ['-wal', '-shm', '']) {
    if (existsSync(`${old}${tail}`)) await rename(`${old}${tail}`, `${kept}${tail}`);
  }
}

async function restoreServer(
  means: RestoreMeans,
  told: Manifest,
  work: string,
): Promise<Result<Restored, RestoreFault>> {
  const { place } = means;
  const url = await primaryOf(place.ownerUrl ?? place.databaseUrl ?? '');
  const isReplacing = await hasTables(url);
  const announced = isReplacing ? await headsOf(means, told.orgId, place) : [];
  const kept = isReplacing ? `before_${String(means.door.clock())}` : null;
  if (kept !== null) await moveAside(url, kept);
  const undo = async () => {
    if (kept !== null) await takeBack(url, kept);
  };
  try {
    await restorePostgres(url, join(work, DATABASE.postgres));
    const ready = await makeReady(means, told, { place, announced });
    if (!ready.ok) await undo();
    else await placeIdentity(place.dataDir, work, told.orgId);
    return ready.ok ? ok({ told, epoch: ready.value, kept }) : ready;
  } catch (cause) {
    await undo();
    throw cause;
  }
}

/** What the database that is to be replaced had heard; nothing when it cannot be read any more. */
async function headsOf(means: RestoreMeans, orgId: string, place: DoorPlace): Promise<JournalHead[]> {
  try {
    const door = await openDoor(place, means.door);
    try {
      return await door.read(orgId, allHeads);
    } finally {
      await door.close();
    }
  } catch (cause) {
    means.door.onFault(cause); // a verdict: it is being replaced because it is broken
    return [];
  }
}

type Candidate = { readonly place: DoorPlace; readonly announced: readonly JournalHead[] };

/** Brings the copy up to date, checks all of it, and gives it its new epoch. */
async function makeReady(
  { door: means, ids }: RestoreMeans,
  told: Manifest,
  { place, announced }: Candidate,
): Promise<Result<string, RestoreFault>> {
  const door = await openDoor(place, means);
  try {
    const fault = await judge(door, told);
    if (fault !== null) return err(fault);
    const epoch = ids();
    await door.write(told.orgId, async (tx) => {
      await rememberAnnounced(tx, announced);
      await renewEpoch(tx, epoch);
    });
    return ok(epoch);
  } finally {
    await door.close();
  }
}

async function judge(door: Door, { orgId, heads }: Manifest): Promise<RestoreFault | null> {
  const found = await door.read(orgId, allHeads);
  const text = (all: readonly JournalHead[]) =>
    all.map((head) => `${head.deviceId} ${head.incarnation} ${String(head.seq)} ${head.hash}`).join('\n');
  if (text(found) !== text(heads)) return { why: 'heads_differ' };
  const report = await verifyAll({ door, orgId, storeId: null });
  return report.findings.length > 0 ? { why: 'not_whole', report } : null;
}

/** The org's id and the server's keys, as the tills know them. Others that were here are kept beside. */
async function placeIdentity(dataDir: string, work: string, orgId: string): Promise<void> {
  await writeOrgId(dataDir, orgId, 'w');
  await mkdir(join(dataDir, 'keys'), { recursive: true, mode: 0o700 });
  for (const name of KEYS) {
    const [from, to] = [join(work, name), join(dataDir, name)];
    const old = await readFile(to, 'utf8').catch(() => null);
    if (old !== null && old !== (await readFile(from, 'utf8'))) await rename(to, `${to}.before`);
    await copyFile(from, to);
  }
}
