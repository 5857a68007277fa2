// Finds what a machine may have besides Node: a browser of the Chromium family, and PostgreSQL's server programs.
// Looks only; installing is test.mjs's. Node built-ins only.
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @typedef {Readonly<Record<string, string | undefined>>} Env */

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const INSTALLED_AT = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** @param {string} path */
function canRun(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {Env} env */
const pathFolders = (env) => (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');

/**
 * The browser for tests: CHROME_PATH if set, else one on PATH, else one where installers put it. Null: none here.
 * @param {Env} [env]
 * @returns {string | null}
 */
export function findChromium(env = process.env) {
  const named = env['CHROME_PATH'];
  if (named !== undefined && named !== '') return canRun(named) ? named : null;
  const onPath = pathFolders(env).flatMap((folder) => BROWSERS.map((name) => join(folder, name)));
  return [...onPath, ...INSTALLED_AT].find(canRun) ?? null;
}

/**
 * The folder with initdb and postgres: HALFLOOP_PG_BIN, the newest Debian one, or one on PATH. Null: none here.
 * @param {Env} [env]
 * @returns {string | null}
 */
export function findPostgresBin(env = process.env) {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [env['HALFLOOP_PG_BIN'] ?? '', ...versions.map((v) => join(debian, v, 'bin')), ...pathFolders(env)];
  const hasBoth = (/** @type {string} */ folder) => canRun(join(folder, 'initdb')) && canRun(join(folder, 'postgres'));
  return places.find((folder) => folder !== '' && hasBoth(folder)) ?? null;
}
