/** What `npm run scan` says of files that are no pictures; no file takes more memory than it may. */
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileBytes, picturePixels } from '../bench/picture-file.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'halfloop-pictures-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A gray PNG that says it has this size, with these bytes packed into it. */
function png(width: number, height: number, body: Buffer): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const chunk = (name: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(name, 'latin1'), data, Buffer.alloc(4)]);
  };
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(body)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test('files that cannot be opened are told apart', () => {
  const path = (name: string): string => join(folder, name);
  mkdirSync(path('folder'));
  writeFileSync(path('empty'), '');
  writeFileSync(path('huge'), '');
  truncateSync(path('huge'), 200_000_000);
  expect(() => fileBytes(path('missing'))).toThrow('there is no such file');
  expect(() => fileBytes(path('folder'))).toThrow('this is a folder');
  expect(() => fileBytes(path('empty'))).toThrow('the file is empty');
  expect(() => fileBytes(path('huge'))).toThrow('too large: more than 100 MB');
});

test.each([
  ['its head alone', png(4, 4, Buffer.alloc(20)).subarray(0, 8), 'damaged'],
  ['half of it', png(4, 4, Buffer.alloc(20)).subarray(0, 45), 'damaged'],
  ['nothing in it', png(0, 0, Buffer.alloc(0)), 'damaged'],
  ['more in it than its size says', png(4, 4, Buffer.alloc(50_000_000)), 'damaged'],
  ['a size no memory has', png(100_000, 100_000, Buffer.alloc(10)), 'too large: 100000 by 100000'],
])('a PNG with %s is refused in words', async (_what, file, said) => {
  await expect(picturePixels(file, () => Promise.resolve(null))).rejects.toThrow(said);
});

test('a whole one is read; without a browser, nothing but PNG is', async () => {
  const rows = Buffer.from([0, 0, 255, 0, 128, 64]); // a filter's number, then two pixels, twice
  expect(await picturePixels(png(2, 2, rows), () => Promise.resolve(null))).toMatchObject({ width: 2, height: 2 });
  await expect(picturePixels(Buffer.from('hello'), () => Promise.resolve(null))).rejects.toThrow('only PNG');
});
