// The words gate and the tool that fills it.
//
//   npm run words [face ...]           writes new messages into those faces' catalogues and drops the unused ones
//   npm run words -- --check [face ...] writes nothing; names each message that is not extracted, not used any more,
//                                      without its words, or whose words lack a placeholder. Exit 1 if there is any.
//
// Only the catalogues of the named faces are touched, so several people can work side by side.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createCompiledCatalog, getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';

const PLACEHOLDER = /\{\s*([\w]+)|<\/?(\d+)\/?>/g;

/** @typedef {Awaited<ReturnType<typeof getCatalogs>>[number]} Catalog */
/** @typedef {import('@lingui/conf').LinguiConfigNormalized} Config */

/** @param {Catalog} catalog */
const faceOf = (catalog) => catalog.path.split('/').at(-2) ?? '';

/** @param {string} text */
function placeholders(text) {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map((found) => found[0].replace(/\s/g, '')))].sort().join(' ');
}

/**
 * What is wrong with the words of one message, if anything.
 * @param {string} message
 * @param {string} words
 */
function faultOfWords(message, words) {
  if (words === '') return `no words for: ${message}`;
  if (/[!！]|您/.test(words)) return `neither exclamation marks nor 您: ${words}`;
  const isBranching = /\{\s*\w+\s*,\s*(plural|select)/.test(message); // a language may need other branches
  if (!isBranching && placeholders(message) !== placeholders(words))
    return `placeholders differ: ${message} | ${words}`;
  return null;
}

/**
 * What is wrong with one catalogue in one language, as sentences.
 * @param {Catalog} catalog
 * @param {string} locale
 * @param {Record<string, { message?: string }>} used
 */
async function faults(catalog, locale, used) {
  /** @type {Record<string, { message?: string; translation?: string } | undefined>} */
  const kept = existsSync(catalog.getFilename(locale)) ? await catalog.read(locale) : {};
  const found = [];
  for (const [id, { message = id }] of Object.entries(used)) {
    const entry = kept[id];
    found.push(entry === undefined ? `not extracted: ${message}` : faultOfWords(message, entry.translation ?? ''));
  }
  for (const [id, entry] of Object.entries(kept)) {
    if (used[id] === undefined) found.push(`not used any more: ${entry?.message ?? id}`);
  }
  const texts = Object.fromEntries(Object.entries(kept).map(([id, entry]) => [id, entry?.translation ?? '']));
  const compiled = createCompiledCatalog(locale, texts, { namespace: 'es' });
  for (const { source, error } of compiled.errors) found.push(`not understood: ${source}: ${error.message}`);
  return found.filter((fault) => fault !== null).map((fault) => `${faceOf(catalog)}/${locale}: ${fault}`);
}

/** Faces whose words are loaded one after the other: of one message, the words loaded last are shown everywhere. */
const SHOWN_TOGETHER = [
  ['ui', 'till', 'counter'],
  ['ui', 'office'],
  ['ui', 'shop'],
  ['ui', 'display'],
];

/**
 * Messages that have other words in another catalogue of the same screen, as sentences.
 * @param {readonly Catalog[]} catalogs
 * @param {string} locale
 */
async function clashes(catalogs, locale) {
  const found = [];
  for (const together of SHOWN_TOGETHER) {
    /** @type {Map<string, string>} */
    const words = new Map();
    for (const catalog of catalogs.filter((one) => together.includes(faceOf(one)))) {
      const kept = existsSync(catalog.getFilename(locale)) ? await catalog.read(locale) : {};
      for (const [id, { message = id, translation = '' }] of Object.entries(kept)) {
        const said = words.get(id) ?? translation;
        words.set(id, said);
        if (said !== translation)
          found.push(
            `${faceOf(catalog)}/${locale}: other words than ${together[0]}: ${message} | ${said} | ${translation}`,
          );
      }
    }
  }
  return found;
}

/** @param {Catalog} catalog @param {Config} config */
async function check(catalog, config) {
  const used = await catalog.collect();
  if (used === undefined) return [`${faceOf(catalog)}: a source could not be read`];
  const perLocale = await Promise.all(config.locales.map((locale) => faults(catalog, locale, used)));
  return perLocale.flat();
}

/**
 * The library writes a header with the time and empty fields that change from run to run; a catalogue changes only when
 * its words do.
 * @param {Catalog} catalog
 * @param {string} locale
 */
function settleHeader(catalog, locale) {
  const path = catalog.getFilename(locale);
  const header = `msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: ${locale}\\n"\n`;
  const text = readFileSync(path, 'utf8').replace(/^msgid ""\nmsgstr ""\n(?:".*"\n)*/, header);
  writeFileSync(path, text);
}

/** @param {Catalog} catalog @param {Config} config */
async function extract(catalog, config) {
  mkdirSync(dirname(catalog.path), { recursive: true });
  const orderBy = config.orderBy ?? 'message';
  const made = await catalog.make({ clean: true, overwrite: false, locale: config.locales, orderBy });
  if (made === false) return [`${faceOf(catalog)}: a source could not be read`];
  for (const [locale, messages] of Object.entries(made)) {
    const all = Object.values(messages);
    settleHeader(catalog, locale);
    const missing = all.filter((entry) => !entry.translation).length;
    process.stdout.write(`${faceOf(catalog)}/${locale}: ${all.length} messages, ${missing} without words\n`);
  }
  return [];
}

async function main() {
  const args = process.argv.slice(2);
  const asked = args.filter((arg) => !arg.startsWith('--'));
  const config = getConfig({ cwd: new URL('..', import.meta.url).pathname });
  const catalogs = await getCatalogs(config);
  const unknown = asked.filter((face) => !catalogs.some((catalog) => faceOf(catalog) === face));
  const written = catalogs.filter((catalog) => catalog.sourcePaths.length > 0); // a face may not be there yet
  const chosen = written.filter((catalog) => asked.length === 0 || asked.includes(faceOf(catalog)));
  const work = args.includes('--check') ? check : extract;
  const found = unknown.map((face) => `no such catalogue: ${face}`);
  for (const catalog of chosen) found.push(...(await work(catalog, config)));
  if (work === check) for (const locale of config.locales) found.push(...(await clashes(written, locale)));
  for (const fault of found) process.stderr.write(`${fault}\n`);
  process.exitCode = found.length === 0 ? 0 : 1;
}

await main();
