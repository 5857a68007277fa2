/**
 * Reads a PNG of any kind (gray, palette, colour, alpha, 1 to 16 bits, interlaced or not) into RGBA, so that commands
 * and tests see a picture's pixels without a browser. Colour profiles are ignored. Throws for what is no PNG.
 */
import { inflateSync } from 'node:zlib';

type Rgba = { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray<ArrayBuffer> };

type Head = { readonly width: number; readonly height: number; readonly bits: number; readonly colour: number };
type Inks = { readonly head: Head; readonly palette: Buffer; readonly clear: Buffer };

const SIGNATURE = '89504e470d0a1a0a';
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Left, top and steps of the seven passes of an interlaced picture, and of the only pass of another. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
const ONE_PASS = [[0, 0, 1, 1]] as const;

export const isPng = (file: Buffer): boolean => file.subarray(0, 8).toString('hex') === SIGNATURE;

/** As its head says, before anything is unpacked. */
export const pngSize = (file: Buffer): { readonly width: number; readonly height: number } => ({
  width: file.readUInt32BE(16),
  height: file.readUInt32BE(20),
});

export function readPng(file: Buffer): Rgba {
  if (!isPng(file)) throw new Error('this is no PNG');
  const parts = chunksOf(file);
  const ihdr = parts.get('IHDR') ?? Buffer.alloc(13);
  const [bits = 8, colour = 0, , , interlaced = 0] = ihdr.subarray(8);
  const head: Head = { width: ihdr.readUInt32BE(0), height: ihdr.readUInt32BE(4), bits, colour };
  const inks: Inks = {
    head,
    palette: parts.get('PLTE') ?? Buffer.alloc(0),
    clear: parts.get('tRNS') ?? Buffer.alloc(0),
  };
  const pixelBits = (CHANNELS[colour] ?? 1) * bits;
  const most = Math.ceil((head.width * pixelBits) / 8 + 16) * (head.height + 16) + 1024; // all passes, and no bomb
  const raw = inflateSync(parts.get('IDAT') ?? Buffer.alloc(0), { maxOutputLength: most });
  const data = new Uint8ClampedArray(head.width * head.height * 4);
  let at = 0;
  for (const [left, top, stepX, stepY] of interlaced === 1 ? PASSES : ONE_PASS) {
    const wide = Math.ceil((head.width - left) / stepX);
    const high = Math.ceil((head.height - top) / stepY);
    if (wide <= 0 || high <= 0) continue;
    const rowBytes = Math.ceil((wide * pixelBits) / 8);
    let above = new Uint8Array(rowBytes);
    for (let y = 0; y < high; y += 1) {
      const row = unfiltered(raw.subarray(at, at + 1 + rowBytes), above, Math.max(1, pixelBits >> 3));
      at += 1 + rowBytes;
      above = row;
      for (let x = 0; x < wide; x += 1) {
        data.set(pixelOf(row, x, inks), ((top + y * stepY) * head.width + left + x * stepX) * 4);
      }
    }
  }
  return { width: head.width, height: head.height, data };
}

/** Chunks by name; those of one name joined. */
function chunksOf(file: Buffer): ReadonlyMap<string, Buffer> {
  const parts = new Map<string, Buffer[]>();
  for (let at = 8; at + 8 <= file.length;) {
    const length = file.readUInt32BE(at);
    const name = file.toString('latin1', at + 4, at + 8);
    parts.set(name, [...(parts.get(name) ?? []), file.subarray(at + 8, at + 8 + length)]);
    at += 12 + length;
  }
  return new Map([...parts].map(([name, all]) => [name, Buffer.concat(all)]));
}

function unfiltered(line: Buffer, above: Uint8Array, step: number): Uint8Array<ArrayBuffer> {
  const row = new Uint8Array(line.length - 1);
  const filter = line[0];
  for (let at = 0; at < row.length; at += 1) {
    const left = at >= step ? (row[at - step] ?? 0) : 0;
    const up = above[at] ?? 0;
    const corner = at >= step ? (above[at - step] ?? 0) : 0;
    const guesses = [0, left, up, (left + up) >> 1, paeth(left, up, corner)];
    row[at] = (line[at + 1] ?? 0) + (guesses[filter ?? 0] ?? 0);
  }
  return row;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function pixelOf(row: Uint8Array, x: number, { head, palette, clear }: Inks): readonly number[] {
  const { bits, colour } = head;
  const channels = CHANNELS[colour] ?? 1;
  const raw = (channel: number): number => {
    const index = x * channels + channel;
    if (bits === 16) return row[index * 2] ?? 0;
    if (bits === 8) return row[index] ?? 0;
    return ((row[(index * bits) >> 3] ?? 0) >> (8 - bits - ((index * bits) & 7))) & ((1 << bits) - 1);
  };
  if (colour === 3) {
    const ink = raw(0);
    return [...palette.subarray(ink * 3, ink * 3 + 3), clear[ink] ?? 255];
  }
  const full = bits < 8 ? 255 / ((1 << bits) - 1) : 1;
  const inks = Array.from({ length: channels }, (_, channel) => raw(channel) * full);
  if (colour === 0 || colour === 4) {
    const isClear = colour === 0 && clear.length >= 2 && bits <= 8 && clear.readUInt16BE(0) === raw(0);
    return [inks[0] ?? 0, inks[0] ?? 0, inks[0] ?? 0, isClear ? 0 : (inks[1] ?? 255)];
  }
  return [inks[0] ?? 0, inks[1] ?? 0, inks[2] ?? 0, inks[3] ?? 255];
}
