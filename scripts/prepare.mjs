// Makes the checkout ready: packages installed, server and pages built. Node built-ins only, because it runs before
// there is anything else. Both steps are skipped when nothing they depend on has changed, so a second start takes no
// time.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const INSTALLED = join(ROOT, 'node_modules', '.halfloop-installed');
const TREE = join(ROOT, 'node_modules', '.package-lock.json');
const DIST = join(ROOT, 'dist');
const BUILT = join(DIST, '.built');

/** What the build reads. Tests are not in it, but for the tools that are built from them. */
const SOURCES = ['src', 'public', 'scripts/build'].concat(
  ['replay', 'load', 'bench', 'sim', 'torture', 'day', 'support', 'e2e/support'].map((room) => `test/${room}`),
);
const SOURCE_FILES = ['index.html', 'vite.config.ts', 'lingui.config.js', 'tsconfig.base.json', 'package-lock.json'];

/** Something the person has to put right; the message is all they need to read. */
export class NotReady extends Error {}

/** @param {string} text */
export const say = (text) => process.stderr.write(`${text}\n`);

/** @param {string} path */
const readOr = (path, otherwise = '') => (existsSync(path) ? readFileSync(path, 'utf8') : otherwise);

/** Where a part of this checkout is; the build may not have made it. @param {string} path */
export function builtFile(path) {
  if (!existsSync(join(ROOT, path))) throw new NotReady(`${path} is not part of this build.`);
  return join(ROOT, path);
}

/**
 * npm runs commands in this folder; the person who typed a file's name may have been in another. @param {string} arg
 */
export function asTyped(arg) {
  const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), arg);
  return arg.startsWith('-') || !existsSync(path) ? arg : path;
}

/** @typedef {Record<string, { version?: string, optional?: boolean }>} Packages */

/** @param {string} lock */
function packagesOf(lock) {
  /** @type {{ packages: Packages }} */
  const read = JSON.parse(lock);
  return read.packages;
}

/**
 * Whether an installed tree already is the one of the lock file, for instance after somebody's own `npm install`.
 * @param {string} lock text of package-lock.json
 * @param {string} tree text of node_modules/.package-lock.json, which npm writes last; empty: nothing was installed
 */
export function treeMatches(lock, tree) {
  if (tree === '') return false;
  const here = packagesOf(tree);
  const wanted = packagesOf(lock);
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    const isForOthers = optional === true && here[path] === undefined; // another platform's binary
    return path === '' || isForOthers || here[path]?.version === version;
  });
}

/** A cache npm can write to: an account without a home has none of its own. @returns {Record<string, string>} */
function npmCache() {
  const own = process.env['npm_config_cache'] ?? join(process.env['HOME'] ?? '', '.npm');
  try {
    mkdirSync(own, { recursive: true });
    accessSync(own, constants.W_OK);
    return {};
  } catch {
    return { npm_config_cache: join(tmpdir(), `halfloop-npm-${process.getuid?.() ?? 'cache'}`) };
  }
}

/** Runs `npm ci` by the npm that called us, or by the one on PATH. */
function runNpmCi() {
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'] ?? '';
  /** @type {import('node:child_process').SpawnSyncOptions} */
  const options = { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...npmCache() } };
  const done = /\.c?js$/.test(npm)
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (done.status === 0) return;
  throw new NotReady('The packages could not be installed: npm ci failed, see above. Check the network and try again.');
}

/** Installs the packages of the lock file unless they are here. */
export function install() {
  const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
  const machine = `${process.version} ${process.platform} ${process.arch}`;
  const stamp = `${createHash('sha256').update(lock).digest('hex')} ${machine}`;
  const before = readOr(INSTALLED);
  if (before === stamp) return;
  const sameMachine = before === '' || before.endsWith(machine);
  if (!(sameMachine && treeMatches(lock, readOr(TREE)))) {
    say('Installing packages (once, about half a minute) ...');
    runNpmCi();
  }
  writeFileSync(INSTALLED, stamp);
}

/** @param {string} folder @returns {string[]} */
function filesUnder(folder) {
  if (!existsSync(join(ROOT, folder))) return [];
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

/** Changes when any file the build reads changes. */
export function sourcesStamp() {
  const hash = createHash('sha256').update(process.version);
  const paths = [...SOURCES.flatMap(filesUnder), ...SOURCE_FILES.filter((path) => existsSync(join(ROOT, path)))];
  for (const path of paths.sort()) hash.update(`\n${path}\n`).update(readFileSync(join(ROOT, path)));
  return hash.digest('hex');
}

/** Builds into a folder of its own and puts it in place when it is whole, so a failed build spoils nothing. */
export function build() {
  const stamp = sourcesStamp();
  if (readOr(BUILT) === stamp) return;
  say('Building ...');
  const fresh = join(ROOT, '.stamps', `dist-${process.pid}`);
  const env = { ...process.env, HALFLOOP_DIST: fresh, NODE_ENV: 'production' };
  const builder = join(ROOT, 'scripts', 'build.mjs');
  const done = spawnSync(process.execPath, [builder], { cwd: ROOT, env, encoding: 'utf8' });
  if (done.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new NotReady(`${done.stdout}${done.stderr}\nThe build failed, see above.`);
  }
  writeFileSync(join(fresh, '.built'), stamp);
  const old = join(ROOT, '.stamps', `old-${process.pid}`);
  if (existsSync(DIST)) renameSync(DIST, old);
  renameSync(fresh, DIST);
  rmSync(old, { recursive: true, force: true });
}
