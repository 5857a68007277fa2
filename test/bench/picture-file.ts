/**
 * A picture file as pixels: PNG is unpacked here, all else by Chromium where there is one. What cannot be read is told
 * in a sentence for people; a file is never unpacked beyond `MOST_PIXELS`, whatever it promises.
 */
import { statSync, readFileSync } from 'node:fs';
import type { Browser } from 'playwright';
import { MOST_PIXELS } from '../../src/client/scan/gray-picture.ts';
import { isPng, pngSize, readPng } from '../support/read-png.ts';

type Pixels = ReturnType<typeof readPng>;

/** What is wrong with a file. */
export class NoPicture extends Error {
  override readonly name = 'NoPicture';
}

const MOST_BYTES = 100_000_000;

/** Throws NoPicture. */
export function fileBytes(path: string): Buffer {
  const size = sizeOf(path);
  if (size === 0) throw new NoPicture('the file is empty');
  if (size > MOST_BYTES) throw new NoPicture(`the file is too large: more than ${String(MOST_BYTES / 1e6)} MB`);
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new NoPicture('the file cannot be opened', { cause });
  }
}

function sizeOf(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new NoPicture('there is no such file');
  if (!found.isFile()) throw new NoPicture(found.isDirectory() ? 'this is a folder' : 'this is no file');
  return found.size;
}

/** `browser` is asked for when the file is no PNG; null: there is none. Throws NoPicture. */
export async function picturePixels(bytes: Buffer, browser: () => Promise<Browser | null>): Promise<Pixels> {
  if (isPng(bytes)) return unpacked(bytes);
  const opened = await browser();
  if (opened === null) throw new NoPicture('only PNG is read where there is no Chrome or Chromium');
  return unpacked(await asPng(opened, bytes));
}

function unpacked(png: Buffer): Pixels {
  try {
    const { width, height } = pngSize(png);
    if (width * height > MOST_PIXELS) throw new NoPicture(tooMany(width, height));
    if (width * height === 0) throw new NoPicture('the picture is damaged');
    return readPng(png);
  } catch (cause) {
    throw cause instanceof NoPicture ? cause : new NoPicture('the picture is damaged', { cause });
  }
}

const tooMany = (width: number, height: number): string =>
  `the picture is too large: ${String(width)} by ${String(height)} pixels`;

/** Any picture the browser knows, as PNG. */
async function asPng(browser: Browser, file: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  try {
    const told = await page.evaluate(drawn, { base64: file.toString('base64'), most: MOST_PIXELS });
    if (told === null) throw new NoPicture('this is no picture the scanner reads');
    if ('width' in told) throw new NoPicture(tooMany(told.width, told.height));
    return Buffer.from(told.png, 'base64');
  } finally {
    await page.close();
  }
}

type Drawn = { readonly png: string } | { readonly width: number; readonly height: number } | null;

/** Runs in the page. Null for what is no picture there; the size alone of one that is too large. */
async function drawn({ base64, most }: { readonly base64: string; readonly most: number }): Promise<Drawn> {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes])).catch(() => null);
  if (bitmap === null) return null;
  const { width, height } = bitmap;
  if (width * height > most) return { width, height };
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  const png = canvas.toDataURL('image/png').split(',')[1] ?? '';
  return png === '' ? { width, height } : { png }; // larger than the browser's canvas
}
