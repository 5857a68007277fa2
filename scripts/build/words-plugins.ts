/**
 * Words at build time: the Lingui macros are expanded, and a `.po` catalogue becomes a module of compiled messages.
 * Used alike by the web build and by the tests. `words.mjs` writes and judges the catalogues; nothing here writes.
 *
 * Our own plugins because the ready-made ones want a newer Node than we support.
 */
import { transformAsync } from '@babel/core';
import { createCompiledCatalog } from '@lingui/cli/api';
import { formatter } from '@lingui/format-po';
import type { Plugin } from 'vite';

const SOURCE_LOCALE = 'en';

/** Expands `t`, `msg`, `Trans`, `Plural` of the Lingui macros. `strip` drops the English default from the bundle. */
export function linguiMacros(options: { readonly strip: boolean }): Plugin {
  return {
    name: 'halfloop-lingui-macros',
    enforce: 'pre',
    transform: {
      filter: { id: /\/(src|test)\/.*\.tsx?$/, code: /@lingui\/(react|core)\/macro/ },
      async handler(code, id) {
        const out = await transformAsync(code, {
          filename: id,
          babelrc: false,
          configFile: false,
          sourceMaps: true,
          parserOpts: { plugins: ['jsx', 'typescript'] },
          plugins: [['@lingui/babel-plugin-lingui-macro', { stripMessageField: options.strip }]],
        });
        return out?.code == null ? null : { code: out.code, map: out.map ?? null };
      },
    },
  };
}

/**
 * Loads `words/<face>/<locale>.po` as `export const messages`. With `complete`, a message without its translation stops
 * the build and is named; otherwise the English text stands in.
 */
export function poCatalogues(options: { readonly complete: boolean }): Plugin {
  const po = formatter();
  return {
    name: 'halfloop-po-catalogues',
    transform: {
      filter: { id: /\.po$/ },
      async handler(code, id) {
        const locale = id.replace(/^.*\//, '').replace(/\.po$/, '');
        const read = await po.parse(code, { locale, sourceLocale: SOURCE_LOCALE, filename: id });
        const entries = Object.entries(read).filter(([, entry]) => !entry.obsolete);
        const missing = entries.filter(([, entry]) => !entry.translation).map(([key, entry]) => entry.message ?? key);
        if (options.complete && locale !== SOURCE_LOCALE && missing.length > 0) {
          this.error(`${id}: no ${locale} words for: ${missing.join(' | ')}`);
        }
        const texts = entries.map(([key, entry]) => [key, entry.translation || (entry.message ?? key)] as const);
        const compiled = createCompiledCatalog(locale, Object.fromEntries(texts), { namespace: 'es' });
        for (const { source, error } of compiled.errors) this.error(`${id}: "${source}": ${error.message}`);
        return { code: compiled.source, map: null };
      },
    },
  };
}
