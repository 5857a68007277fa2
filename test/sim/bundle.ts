/**
 * Bundles the simulator with the product's sources, with texts in them replaced: how a bug is planted without a flag or
 * a branch in src.
 */
import { build } from 'vite';

/** In `file`, `find` becomes `replace`. */
export type Patch = { readonly file: string; readonly find: string; readonly replace: string };

/** Writes `outDir/sim.js`. Throws when a text to be replaced is not there exactly once. */
export async function bundleSim(root: string, outDir: string, patches: readonly Patch[]): Promise<void> {
  const missing = new Set(patches);
  const plant = {
    name: 'plant',
    enforce: 'pre' as const,
    transform(code: string, id: string) {
      let text = code;
      for (const patch of patches) {
        if (!id.endsWith(patch.file)) continue;
        const count = text.split(patch.find).length - 1;
        if (count !== 1) throw new Error(`${patch.file} has ${count} times: ${patch.find}`);
        text = text.replace(patch.find, () => patch.replace);
        missing.delete(patch);
      }
      return text === code ? null : { code: text, map: null };
    },
  };
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [plant],
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      minify: false,
      target: 'node20',
      rolldownOptions: { input: { sim: `${root}/test/sim/sim.ts` }, output: { entryFileNames: '[name].js' } },
    },
  });
  for (const { file } of missing) throw new Error(`${file} is not part of the simulator`);
}
