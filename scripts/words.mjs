// The words gate and the tool that fills it.
//
//   npm run words [face ...]           writes new messages into those faces' catalogues and drops the unused ones
//   npm run words -- --check [face ...] writes nothing; names each message that is not extracted, not used any more,
//                                      without its words, or whose words lack a placeholder. Exit 1 if there is any.
//
// Only the catalogues of the named faces are touched, so several people can work side by side.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createCompiledCatalog, getCatalogs } from '@lingui/cli/api';
import { getConfig } from '@lingui/conf';

const PLACEHOLDER = /\{\s*([\w]+)|<\/?(\d+)\/?>/g;

/** @typedef {Awaited<ReturnType<typeof getCatalogs>>[number]} Catalog */

/** @param {Catalog} catalog */
const faceOf = (catalog) => catalog.path.split('/').at(-2) ?? '';

/** @param {string} text */
function placeholders(text) {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map((found) => found[0].replace(/\s/g, '')))].sort().join(' ');
}

/**
 * What is wrong with one catalogue in one language, as sentences.
 * @param {Catalog} catalog
 * @param {string} locale
 * @param {Record<string, { message?: string }>} used
 */
async function faults(catalog, locale, used) {
  const where = `${faceOf(catalog)}/${locale}`;
  const kept = (await catalog.read(locale)) ?? {};
  const found = [];
  for (const [id, { message }] of Object.entries(used)) {
    const entry = kept[id];
    const words = entry?.translation ?? '';
    if (entry === undefined || entry.obsolete) found.push(`${where}: not extracted: ${message ?? id}`);
    else if (words === '') found.push(`${where}: no words for: ${message ?? id}`);
    else if (message !== undefined && placeholders(message) !== placeholders(words) && !/plural|select/.test(message)) {
      found.push(`${where}: placeholders differ: ${message} | ${words}`);
    }
  }
  for (const [id, entry] of Object.entries(kept)) {
    if (used[id] === undefined) found.push(`${where}: not used any more: ${entry.message ?? id}`);
  }
  const texts = Object.fromEntries(Object.entries(kept).map(([id, entry]) => [id, entry.translation ?? '']));
  const compiled = createCompiledCatalog(locale, texts, { namespace: 'es' });
  for (const { source, error } of compiled.errors) found.push(`${where}: not understood: ${source}: ${error.message}`);
  return found;
}

/** @param {Catalog} catalog @param {import('@lingui/conf').LinguiConfigNormalized} config */
async function check(catalog, config) {
  const used = await catalog.collect();
  if (used === undefined) return [`${faceOf(catalog)}: a source could not be read`];
  const perLocale = await Promise.all(config.locales.map((locale) => faults(catalog, locale, used)));
  return perLocale.flat();
}

/** @param {Catalog} catalog @param {import('@lingui/conf').LinguiConfigNormalized} config */
async function extract(catalog, config) {
  mkdirSync(dirname(catalog.path), { recursive: true });
  const made = await catalog.make({
    clean: true,
    overwrite: false,
    locale: config.locales,
    orderBy: config.orderBy ?? 'message',
  });
  if (made === false) return [`${faceOf(catalog)}: a source could not be read`];
  const all = Object.entries(made).map(([locale, messages]) => {
    const missing = Object.values(messages).filter((entry) => !entry.translation);
    process.stdout.write(`${faceOf(catalog)}/${locale}: ${Object.keys(messages).length} messages, ${missing.length} without words\n`);
    return [];
  });
  return all.flat();
}

async function main() {
  const args = process.argv.slice(2);
  const asked = args.filter((arg) => !arg.startsWith('--'));
  const config = getConfig({ cwd: new URL('..', import.meta.url).pathname });
  const catalogs = await getCatalogs(config);
  const unknown = asked.filter((face) => !catalogs.some((catalog) => faceOf(catalog) === face));
  const chosen = catalogs.filter((catalog) => asked.length === 0 || asked.includes(faceOf(catalog)));
  const work = args.includes('--check') ? check : extract;
  const found = unknown.map((face) => `no such catalogue: ${face}`);
  for (const catalog of chosen) found.push(...(await work(catalog, config)));
  for (const fault of found) process.stderr.write(`${fault}\n`);
  process.exitCode = found.length === 0 ? 0 : 1;
}

await main();
