/**
 * `npm run scan -- FILE...`: what the scanner reads on picture files, by the very pipeline, engine and settings of the
 * camera and of a picture chosen in the page. One line a file; with `--json` one object {file, text, symbology, ms},
 * text null when nothing was read. Why a file cannot be read at all stands on its line, with `--json` on the error
 * output instead, and the command then ends with 1.
 *
 * `ms` is the reading, without the unpacking.
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
import { fileBytes, NoPicture, picturePixels } from './picture-file.ts';

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

async function lineOf(file: string, pixels: Parameters<typeof grayOf>[0]): Promise<Line> {
  const begin = now();
  const [first] = goodCodes(await createPictureReader(engine, now).read(grayOf(pixels), 'image'));
  const ms = Math.round((now() - begin) * 10) / 10;
  if (first === undefined) return { file, text: null, symbology: null, ms };
  return { file, ...printed(first), ms };
}

type Told = { readonly line: Line; readonly fault: string | null }; // why it cannot be read at all

function say({ line, fault }: Told, isJson: boolean): void {
  const { file, text, symbology, ms } = line;
  const told = text === null ? 'nothing read' : `${text}  ${symbology ?? ''}`;
  if (isJson && fault !== null) process.stderr.write(`${file}: ${fault}\n`);
  if (isJson) process.stdout.write(`${JSON.stringify({ file, text, symbology, ms })}\n`);
  else process.stdout.write(fault === null ? `${file}  ${told}  ${ms} ms\n` : `${file}  cannot be read: ${fault}\n`);
}

async function tellOf(file: string, browser: () => Promise<Browser | null>): Promise<Told> {
  try {
    const path = resolve(process.env['INIT_CWD'] ?? '.', file); // where npm was called
    return { line: await lineOf(file, await picturePixels(fileBytes(path), browser)), fault: null };
  } catch (fault) {
    if (!(fault instanceof NoPicture)) throw fault;
    return { line: { file, text: null, symbology: null, ms: 0 }, fault: fault.message };
  }
}

async function main(): Promise<number> {
  const asked = readOrSay(USAGE, (argv) => {
    const read = parseArgs({ args: [...argv], allowPositionals: true, options: { json: { type: 'boolean' } } });
    if (read.positionals.length === 0) throw new Error(USAGE);
    return read;
  });
  if (asked === null) return 2;
  const isJson = asked.values.json === true;
  await engine.look({ width: 8, height: 8, data: new Uint8Array(64) }, LOADING); // the module is loaded once, untimed
  let opened: Promise<Browser> | null = null;
  const browser = async () => (findChromium() === null ? null : (opened ??= openChromium()));
  let failed = 0;
  for (const file of asked.positionals) {
    const told = await tellOf(file, browser);
    if (told.fault !== null) failed += 1;
    say(told, isJson);
  }
  await (await (opened as Promise<Browser> | null))?.close(); // opened by the closure above
  return failed === 0 ? 0 : 1;
}

const LOADING = { codes: 'all', harder: false, invert: false, downscale: false } as const;

process.exitCode = await main();
