/** Reads the codes a screen or a sheet shows, with the very engine the scanners use. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator, Page } from 'playwright';
import { createEngine } from '../../../src/client/scan/zxing-engine.ts';
import type { SeenCode } from '../../../src/client/scan/seen-code.ts';

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
const engine = createEngine({ wasmBytes: new Uint8Array(wasm).buffer });
const EVERY = { codes: 'all', harder: true, invert: true, downscale: true } as const;

/** Every code in a picture of `shown`. */
export async function shownCodes(shown: Page | Locator): Promise<readonly SeenCode[]> {
  return engine.look(new Uint8Array(await shown.screenshot()), EVERY);
}
