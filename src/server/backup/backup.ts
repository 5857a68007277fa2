/**
 * A backup beside a running server: one moment of the database, the server's keys (without which no till would believe
 * the restored server), and a manifest with every journal's head and the sum of every file.
 *
 * Invariant: under its final name a backup is whole and flushed, or it is not there. It holds the server's private
 * keys: its file may be read by its owner only, and belongs encrypted wherever else it goes.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, mkdtemp, open, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { APP_VERSION } from '../../wire/app-version.ts';
import { copySqlite } from '../db/copy-sqlite.ts';
import type { DoorMeans, Tx } from '../db/door.ts';
import { allHeads, countEntries } from '../db/journal-heads.ts';
import type { DoorPlace } from '../db/open-door.ts';
import { orgFacts } from '../db/orgs.ts';
import { dumpPostgres } from '../db/pg-tools.ts';
import { primaryOf } from '../db/postgres-hosts.ts';
import { openSqlite } from '../db/sqlite.ts';
import { DATABASE, KEYS, MANIFEST, type Manifest } from './manifest.ts';
import { padding, tarEnd, tarHeader } from './tar.ts';

type BackupMeans = {
  readonly place: DoorPlace;
  readonly orgId: string;
  readonly door: DoorMeans;
};

/** What is known of the last backup of a data folder, for whoever watches its age. */
const LAST_BACKUP = 'last-backup.json';

/** Name of a backup within a folder of them; they sort by time. */
export const backupName = (atMs: number): string =>
  `halfloop-${new Date(atMs).toISOString().replace(/[-:]|\.\d+/g, '')}.tar`;
const BACKUP_NAME = /^halfloop-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.tar$/;

/** Makes a backup as `file`, which must not be there. */
export async function makeBackup(means: BackupMeans, file: string): Promise<Manifest> {
  const { dataDir, databaseUrl } = means.place;
  const madeMs = means.door.clock();
  await mkdir(dirname(file), { recursive: true });
  const work = await mkdtemp(join(dirname(file), '.halfloop-backup-'));
  try {
    const database = databaseUrl === null ? await copyEmbedded(means, work) : await copyServer(means, work);
    const sources = [
      { name: DATABASE[database.engine], path: database.path },
      ...KEYS.map((name) => ({ name, path: join(dataDir, name) })),
    ];
    const files: (Manifest['files'][number] & { path: string })[] = [];
    for (const { name, path } of sources) files.push({ name, path, ...(await sumOf(path)) });
    const told: Manifest = {
      halfloopBackup: 1,
      madeMs,
      app: APP_VERSION,
      orgId: means.orgId,
      engine: database.engine,
      ...database.facts,
      files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    };
    const whole = join(work, 'backup.tar');
    await writeTar(whole, told, files);
    await link(whole, file); // refuses, unlike a rename, when somebody made that file meanwhile
    await flushFolder(dirname(file));
    await writeFile(join(dataDir, LAST_BACKUP), `${JSON.stringify({ madeMs, file })}\n`, { mode: 0o600 });
    return told;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

type Copied = {
  readonly engine: Manifest['engine'];
  readonly path: string;
  readonly facts: Pick<Manifest, 'serverEpoch' | 'entries' | 'heads'>;
};

const factsOf = async (tx: Tx): Promise<Copied['facts']> => ({
  serverEpoch: (await orgFacts(tx)).serverEpoch,
  entries: await countEntries(tx),
  heads: await allHeads(tx),
});

async function copyEmbedded({ place, orgId, door }: BackupMeans, work: string): Promise<Copied> {
  const copy = join(work, 'halfloop.db');
  await copySqlite(join(place.dataDir, 'halfloop.db'), copy);
  const opened = openSqlite(copy, door);
  try {
    const facts = await opened.read(orgId, factsOf);
    const path = join(work, DATABASE.sqlite);
    await pipeline(createReadStream(copy), createGzip({ level: 1 }), createWriteStream(path, { mode: 0o600 }));
    return { engine: 'sqlite', path, facts };
  } finally {
    await opened.close();
  }
}

async function copyServer({ place, orgId }: BackupMeans, work: string): Promise<Copied> {
  const path = join(work, DATABASE.postgres);
  const url = await primaryOf(place.ownerUrl ?? place.databaseUrl ?? '');
  return { engine: 'postgres', path, facts: await dumpPostgres({ url, orgId, to: path }, factsOf) };
}

async function sumOf(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') };
}

async function writeTar(path: string, told: Manifest, files: readonly { name: string; path: string }[]): Promise<void> {
  const tar = await open(path, 'wx', 0o600);
  try {
    const text = Buffer.from(`${JSON.stringify(told, null, 1)}\n`);
    await tar.write(tarHeader(MANIFEST, text.length, told.madeMs));
    await tar.write(text);
    await tar.write(padding(text.length));
    for (const file of files) {
      const { size } = await stat(file.path);
      await tar.write(tarHeader(file.name, size, told.madeMs));
      for await (const piece of createReadStream(file.path)) await tar.write(piece as Buffer);
      await tar.write(padding(size));
    }
    await tar.write(tarEnd());
    await tar.sync();
  } finally {
    await tar.close();
  }
}

/** A new name is safe when its folder is flushed, where a system lets folders be opened. */
export async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Removes backups of a folder older than so many days, never the newest. Answers their names. */
export async function dropOldBackups(folder: string, days: number, nowMs: number): Promise<string[]> {
  const named = (await readdir(folder)).filter((name) => BACKUP_NAME.test(name)).sort();
  const before = basename(backupName(nowMs - days * 86_400_000));
  const old = named.slice(0, -1).filter((name) => name < before);
  for (const name of old) await unlink(join(folder, name));
  return old;
}

/** When the last backup of this data folder was made; null: none is known. */
export async function lastBackupMs(dataDir: string): Promise<number | null> {
  try {
    const read: unknown = JSON.parse(await readFile(join(dataDir, LAST_BACKUP), 'utf8'));
    return typeof read === 'object' && read !== null && 'madeMs' in read && typeof read.madeMs === 'number'
      ? read.madeMs
      : null;
  } catch {
    return null; // a verdict: nobody has written it, or not whole
  }
}
