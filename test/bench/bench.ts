/**
 * `npm run bench`: the figures the product stands by, on the built files, each with its target and, where there is one,
 * the floor of the same machine in the same run. Nothing here passes or fails: `npm test` is never timed.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findChromium, findPostgresBin } from '../../scripts/find-tools.mjs';
import { firstLoadOf } from '../../scripts/build/first-load.ts';
import { randomBytes } from 'node:crypto';
import { openDoor, type DoorPlace } from '../../src/server/db/open-door.ts';
import { readOrSay } from '../support/asked.ts';
import { startPostgres } from '../support/pg.ts';
import { browserFigures, QUEUED } from './browser-figures.ts';
import { factsPerSecond } from './facts-per-second.ts';
import { importSpeed } from './import-speed.ts';

const DIST = fileURLToPath(new URL('..', import.meta.url));
const PRODUCTS = 100_000;
const FACTS = 20_000;
/** One till alone, and a few at once, as a shop's have it: the database works on one push while the next is read. */
const TILLS = [1, 4] as const;

type Row = {
  readonly what: string;
  readonly n: number;
  readonly slowed?: number;
  readonly ours: string;
  readonly target: string;
  readonly floor?: string;
};

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

function print({ what, n, slowed = 1, ours, target, floor = '' }: Row): void {
  const cells = [
    what.padEnd(46),
    String(n).padStart(7),
    `${String(slowed)}x`.padStart(4),
    ours.padStart(24),
    target.padStart(20),
  ];
  say(`${cells.join('  ')}  ${floor}`);
}

/** The value below which `share` of them lie. */
function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

const ms = (time: number): string => `${time.toFixed(time < 10 ? 1 : 0)} ms`;
const both = (times: readonly number[]): string => `p50 ${ms(quantile(times, 0.5))} p95 ${ms(quantile(times, 0.95))}`;

function sizes(): void {
  const web = join(DIST, 'web');
  const paths = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(web, path)).isFile(),
  );
  const texts = new Map(
    paths.filter((path) => /\.(js|css|html)$/.test(path)).map((path) => [path, readFileSync(join(web, path), 'utf8')]),
  );
  for (const [face, target] of [
    ['till', '<= 180 KB'],
    ['shop', '<= 120 KB'],
    ['office', ''],
  ] as const) {
    const { scriptBytes, styleBytes, files } = firstLoadOf(face, texts);
    const ours = `${(scriptBytes / 1000).toFixed(1)} + ${(styleBytes / 1000).toFixed(1)} KB`;
    print({ what: `script + style before the first screen: ${face}`, n: files.length, ours, target });
  }
}

async function factsOn(engine: string, place: DoorPlace, tills: number, target: string): Promise<void> {
  const onFault = (cause: unknown): void => say(`door fault: ${String(cause)}`);
  const door = await openDoor(place, { clock: () => Date.now(), random: (size) => randomBytes(size), onFault });
  const { accepted, floor } = await factsPerSecond(door, FACTS, { tills });
  await door.close();
  const times = (floor.perSecond / accepted.perSecond).toFixed(1);
  const ratio = `bare insert ${String(Math.round(floor.perSecond))}/s, ${times} times ours`;
  const ours = `${String(Math.round(accepted.perSecond))}/s`;
  const from = tills === 1 ? 'one till' : `${String(tills)} tills at once`;
  print({ what: `facts accepted: ${engine}, ${from}`, n: FACTS, ours, target, floor: ratio });
}

async function facts(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'halfloop-bench-'));
  for (const tills of TILLS) {
    const own = mkdtempSync(join(dataDir, 'shop-'));
    await factsOn('SQLite', { dataDir: own, databaseUrl: null, ownerUrl: null }, tills, '>= 5000/s');
  }
  const bin = findPostgresBin();
  if (bin === null) say('○ no PostgreSQL here: its figures are left out');
  else await factsOnPostgres(bin, dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}

async function factsOnPostgres(bin: string, dataDir: string): Promise<void> {
  const postgres = await startPostgres(bin, { flush: true });
  for (const tills of TILLS) {
    const { appUrl, ownerUrl } = await postgres.database(`bench${String(tills)}`);
    await factsOn('PostgreSQL', { dataDir, databaseUrl: appUrl, ownerUrl }, tills, '>= 3000/s');
  }
  await postgres.stop();
}

async function importing(): Promise<void> {
  const { rows, checkSeconds, runSeconds, longestWaitMs, idleWaitMs } = await importSpeed(
    join(DIST, 'server', 'main.js'),
    PRODUCTS,
  );
  const seconds = `${checkSeconds.toFixed(1)} s + ${runSeconds.toFixed(1)} s`;
  print({ what: 'import: check + run', n: rows, ours: seconds, target: '< 30 s' });
  print({
    what: 'longest wait for the server meanwhile',
    n: rows,
    ours: ms(longestWaitMs),
    target: '',
    floor: `idle ${ms(idleWaitMs)}`,
  });
}

async function browser(): Promise<void> {
  if (findChromium() === null) {
    say('○ no Chrome or Chromium here: the figures of the browser are left out');
    return;
  }
  const of = await browserFigures(DIST, PRODUCTS);
  const toLine = `first scanned line ${ms(of.firstLineMs)}`;
  print({ what: 'first sync to "who sells?"', n: 1, ours: ms(of.firstSyncMs), target: '< 4 s', floor: toLine });
  print({
    what: 'offline cold start to sign-in',
    n: of.coldStartMs.length,
    ours: both(of.coldStartMs),
    target: '< 800 ms',
  });
  print({
    what: 'scan to painted line',
    n: of.scanMs.length,
    slowed: 4,
    ours: both(of.scanMs),
    target: 'p95 < 50 ms',
    floor: `a bare list ${both(of.paintMs)}`,
  });
  print({
    what: 'last letter of a search to its hits',
    n: of.searchMs.length,
    slowed: 4,
    ours: both(of.searchMs),
    target: 'p95 < 100 ms',
  });
  for (const { rows, slowed, longestTaskMs, longestFrameMs, seconds } of of.waves) {
    const told = `on the screen after ${seconds.toFixed(1)} s, longest task ${ms(longestTaskMs)}`;
    const what = 'prices change while scanning: longest frame';
    print({ what, n: rows, slowed, ours: ms(longestFrameMs), target: '< 50 ms', floor: told });
  }
  print({
    what: 'queued sales, network back to last ack',
    n: QUEUED,
    ours: `${of.drainSeconds.toFixed(2)} s`,
    target: '< 3 s',
  });
  const floor = `bare strict put ${both(of.strictPutMs)}`;
  print({
    what: 'key to paid and saved, three lines',
    n: of.saleMs.length,
    slowed: 4,
    ours: both(of.saleMs),
    target: 'p95 < 60 ms',
    floor,
  });
}

const PARTS = { sizes, facts, import: importing, browser } as const;

async function main(): Promise<number> {
  const options = { only: { type: 'string' } } as const;
  const asked = readOrSay('npm run bench -- [--only sizes|facts|import|browser]', (argv) =>
    parseArgs({ args: [...argv], options }),
  );
  if (asked === null) return 2;
  const { only } = asked.values;
  const parts = Object.entries(PARTS).filter(([name]) => only === undefined || name === only);
  if (parts.length === 0) {
    say(`there is no part ${String(only)}`);
    return 2;
  }
  say(`${String(PRODUCTS)} products; times in Chromium are taken in the page, slowed as the third column says\n`);
  print({ what: 'what', n: 0, ours: 'ours', target: 'target', floor: 'floor' });
  for (const [, part] of parts) await part();
  return 0;
}

process.exitCode = await main();
