import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { nodeEntries } from './scripts/build/entries.ts';
import { keepersOf } from './scripts/build/face-files.ts';
import { linguiMacros, poCatalogues } from './scripts/build/words-plugins.ts';

const ROOT = import.meta.dirname;
// Several builds may live side by side (a test's own beside the one that is running): each is one folder.
const DIST = resolve(ROOT, process.env['HALFLOOP_DIST'] ?? 'dist');

// The oldest browsers with light-dark(). A lower target rewrites it into variables that script cannot set.
const BROWSERS = ['chrome123', 'edge123', 'firefox120', 'safari17.5'];

/** Text of every built file by its path; pictures and wasm mention nothing and are left empty. */
function builtTexts(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return new Map(
    files.map((path) => [path, /\.(js|css|html)$/.test(path) ? readFileSync(join(folder, path), 'utf8') : '']),
  );
}

const serviceWorker = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'src/sw',
  filename: 'sw.ts',
  injectRegister: false,
  manifest: false, // one per face, in public/manifests
  injectManifest: {
    globPatterns: ['**/*.{js,css,html,svg,png,wasm}'],
    globIgnores: ['sw.js', 'manifests/**'],
    maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
    manifestTransforms: [
      (entries) => {
        const sizes = new Map(entries.map(({ url, size }) => [url, size]));
        const keepers = keepersOf(builtTexts(join(DIST, 'web')), (path) => sizes.get(path) ?? 0);
        const kept = entries.map((entry) => ({ ...entry, keepers: keepers.get(entry.url) ?? [] }));
        return { manifest: kept.filter((entry) => entry.keepers.length > 0), warnings: [] };
      },
    ],
  },
});

/** Names that tell what a chunk is: the words by face and language, the rest by their module. */
function chunkName(chunk: { readonly name: string; readonly facadeModuleId: string | null }): string {
  const module = chunk.facadeModuleId ?? '';
  const name = module.endsWith('.po') ? `words-${basename(dirname(module))}-${basename(module, '.po')}` : chunk.name;
  return `assets/${name}-[hash].js`;
}

// What till, shop and office all begin with stays one file: cut by who else needs which part of it (the customer's
// window needs half), it compresses worse and each of the three pays two kilobytes for it.
const BASE = new RegExp(
  [
    String.raw`node_modules/(scheduler|react|react-dom|@lingui|zod|zustand|regexparam|wouter|use-sync-external-store)/`,
    String.raw`node_modules/lucide-react/dist/esm/(shared/|context|Icon\.|createLucideIcon)`,
    String.raw`src/core/(assert|money|currency|written-figures|result)\.ts`,
    String.raw`src/wire/(scalars|goods)\.ts`,
    String.raw`src/ui/(lang|words|class-names|format|button|empty-state|refusal-text)\.tsx?`,
    String.raw`src/ui/(live-region|lazy-view|when-idle)\.tsx?`,
  ].join('|'),
);

// A face is fetched with all it needs at once. What it loads later is fetched ahead anyway: lists of what each of those
// parts needs, names that do not compress, would only make the face itself larger. (Their styles stay listed.)
const withFaceOnly = (_: string, deps: string[], { hostId }: { hostId: string }): string[] =>
  hostId.startsWith('assets/index-') ? deps : [];

// A translator in the middle of the work may look at it: HALFLOOP_WORDS=partial shows English where Chinese is missing.
const words = [linguiMacros({ strip: true }), poCatalogues({ complete: process.env['HALFLOOP_WORDS'] !== 'partial' })];

const web: UserConfig = {
  plugins: [...words, react(), serviceWorker],
  build: {
    outDir: join(DIST, 'web'),
    emptyOutDir: true,
    target: BROWSERS,
    cssTarget: BROWSERS,
    assetsInlineLimit: 0, // data: addresses are not allowed where it would matter
    modulePreload: { polyfill: false, resolveDependencies: withFaceOnly },
    reportCompressedSize: false,
    rolldownOptions: {
      output: { chunkFileNames: chunkName, codeSplitting: { groups: [{ name: 'base', test: BASE }] } },
    },
  },
  worker: {
    format: 'es',
    plugins: () => words,
    rolldownOptions: { output: { entryFileNames: 'assets/[name]-[hash].js' } }, // their answers carry their own policy
  },
};

const node: UserConfig = {
  plugins: words,
  build: {
    ssr: true,
    outDir: DIST,
    emptyOutDir: false, // the web build lives beside it
    copyPublicDir: false,
    target: 'node20',
    rolldownOptions: {
      input: nodeEntries(ROOT),
      // Chunks lie flat beside main.js, so that `new URL('./x-worker.js', import.meta.url)` holds wherever code lands.
      output: { entryFileNames: '[name].js', chunkFileNames: 'server/[name]-[hash].js' },
    },
  },
};

export default defineConfig(({ isSsrBuild }) => ({ root: ROOT, ...(isSsrBuild === true ? node : web) }));
