/**
 * The built page with its places filled. Read once from the built faces and kept in memory; the shop's style sheet
 * and app are named in the head, so the phone fetches them beside the picture and not after the first script.
 *
 * Not here: what goes into the places (page-html.ts).
 */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { assert } from '../../core/assert.ts';
import { LANG_TAGS } from '../../core/product.ts';
import { escapeHtml, type PageParts } from './page-html.ts';

const HEAD = '<!--halfloop:head-->';
const PAGE = '<!--halfloop:page-->';

export type PageTemplate = (parts: PageParts) => string;

/** Reads the built page. Throws when it has no places: then the build and the server are of different versions. */
export async function readPageTemplate(webDir: string): Promise<PageTemplate> {
  const html = await readFile(join(webDir, 'index.html'), 'utf8');
  return pageTemplate(html, await readdir(join(webDir, 'assets')));
}

/** Fills `html`. `assets` are the built file names, of which the shop's own are linked. */
export function pageTemplate(html: string, assets: readonly string[]): PageTemplate {
  assert(html.includes(HEAD) && html.includes(PAGE), 'index.html has no places for a page');
  const style = assets.filter((name) => /^shop-app-[\w-]+\.css$/.test(name));
  const links = style.map((name) => `<link rel="stylesheet" href="/assets/${name}">`).join('');
  return ({ title, head, main, lang }) =>
    html
      .replace(/<html lang="[^"]*"/, () => `<html lang="${LANG_TAGS[lang]}"`)
      .replace(/<title>[^<]*<\/title>/, () => `<title>${escapeHtml(title)}</title>`)
      .replace(HEAD, () => links + head)
      .replace(PAGE, () => main);
}
