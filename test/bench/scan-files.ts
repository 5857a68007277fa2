/**
 * `npm run scan -- FILE...`: what the scanner reads on picture files, by the very pipeline, engine and settings of the
 * camera and of a picture chosen in the page. One line a file; with `--json` one object {file, text, symbology, ms}.
 *
 * PNG is unpacked here; other kinds are by Chromium, where there is one. `ms` is the reading, without the unpacking.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright';
import { findChromium } from '../../scripts/find-tools.mjs';
import { grayOf } from '../../src/client/scan/gray-picture.ts';
import { goodCodes } from '../../src/client/scan/identify-code.ts';
import { createPictureReader } from '../../src/client/scan/picture-reader.ts';
import type { Symbology } from '../../src/client/scan/seen-code.ts';
import { createEngine } from '../../src/client/scan/zxing-engine.ts';
import { readOrSay } from '../support/asked.ts';
import { openChromium } from '../support/chromium.ts';
import { printed } from '../support/printed-text.ts';
import { isPng, readPng } from '../support/read-png.ts';

const USAGE = 'npm run scan -- [--json] FILE...';

type Line = {
  readonly file: string;
  readonly text: string | null; // null: nothing was read
  readonly symbology: Symbology | null;
  readonly ms: number;
};

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
const engine = createEngine({ wasmBytes: new Uint8Array(wasm).buffer });
const now = () => performance.now();

async function lineOf(file: string, png: Buffer): Promise<Line> {
  const pixels = readPng(png);
  const begin = now();
  const [first] = goodCodes(await createPictureReader(engine, now).read(grayOf(pixels), 'image'));
  const ms = Math.round((now() - begin) * 10) / 10;
  if (first === undefined) return { file, text: null, symbology: null, ms };
  return { file, ...printed(first), ms };
}

/** Any picture the browser knows, as PNG. */
async function asPng(browser: Browser, file: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  try {
    const encoded = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes]));
      const canvas = document.createElement('canvas');
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
      return canvas.toDataURL('image/png').split(',')[1] ?? '';
    }, file.toString('base64'));
    return Buffer.from(encoded, 'base64');
  } finally {
    await page.close();
  }
}

function say({ file, text, symbology, ms }: Line, isJson: boolean): void {
  const told = text === null ? 'nothing read' : `${text}  ${symbology ?? ''}`;
  process.stdout.write(isJson ? `${JSON.stringify({ file, text, symbology, ms })}\n` : `${file}  ${told}  ${ms} ms\n`);
}

async function main(): Promise<number> {
  const asked = readOrSay(USAGE, (argv) => {
    const read = parseArgs({ args: [...argv], allowPositionals: true, options: { json: { type: 'boolean' } } });
    if (read.positionals.length === 0) throw new Error(USAGE);
    return read;
  });
  if (asked === null) return 2;
  await engine.look({ width: 8, height: 8, data: new Uint8Array(64) }, LOADING); // the module is loaded once, untimed
  let browser: Browser | null = null;
  let failed = 0;
  for (const file of asked.positionals) {
    try {
      const bytes = readFileSync(resolve(process.env['INIT_CWD'] ?? '.', file)); // where npm was called
      if (!isPng(bytes)) {
        if (findChromium() === null) throw new Error('only PNG is read where there is no Chrome or Chromium');
        browser ??= await openChromium();
      }
      const png = browser === null || isPng(bytes) ? bytes : await asPng(browser, bytes);
      say(await lineOf(file, png), asked.values.json === true);
    } catch (error) {
      failed += 1;
      process.stderr.write(
        `${file}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}\n`,
      );
    }
  }
  await browser?.close();
  return failed === 0 ? 0 : 1;
}

const LOADING = { codes: 'all', harder: false, invert: false, downscale: false } as const;

process.exitCode = await main();
