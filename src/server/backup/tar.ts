/**
 * Tar files (ustar), written and read by us so that a backup needs no tool of ours to be looked into: `tar xf` opens
 * it. Regular files only; names of at most 100 bytes; files of 8 GiB and more by the base-256 form of their size.
 */
import type { FileHandle } from 'node:fs/promises';

const BLOCK = 512;
const SLICE = 1 << 20;

export type TarEntry = { readonly name: string; readonly size: number; readonly at: number }; // offset of its bytes

/** Appends one file's header; its `size` bytes follow, then `padding(size)`. */
export function tarHeader(name: string, size: number, atMs: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 100, 'utf8');
  block.write('0000600\0', 100, 'ascii');
  block.write('0000000\0', 108, 'ascii');
  block.write('0000000\0', 116, 'ascii');
  writeSize(block, size);
  block.write(
    `${Math.floor(atMs / 1000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
    'ascii',
  );
  block.write('        0', 148, 'ascii'); // checksum as spaces, then the type of a regular file
  block.write('ustar\x0000', 257, 'ascii');
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return block;
}

function writeSize(block: Buffer, size: number): void {
  if (size < 0o77777777777) {
    block.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'ascii');
    return;
  }
  block.writeUInt8(0x80, 124);
  block.writeBigUInt64BE(BigInt(size), 128);
}

const readSize = (block: Buffer): number =>
  block.readUInt8(124) === 0x80
    ? Number(block.readBigUInt64BE(128))
    : Number.parseInt(block.toString('ascii', 124, 135), 8);

/** Zeros that fill the last block of a file. */
export const padding = (size: number): Buffer => Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);

/** What ends a tar file. */
export const tarEnd = (): Buffer => Buffer.alloc(BLOCK * 2);

/** The files of a tar, without their bytes. Null: no tar, or cut off. */
export async function readTar(file: FileHandle): Promise<TarEntry[] | null> {
  const { size: total } = await file.stat();
  const entries: TarEntry[] = [];
  for (let at = 0; at + BLOCK <= total;) {
    const block = Buffer.alloc(BLOCK);
    await file.read(block, 0, BLOCK, at);
    if (block.every((byte) => byte === 0)) return entries;
    if (block.toString('ascii', 257, 262) !== 'ustar') return null;
    const name = block.toString('utf8', 0, 100).replace(/\0.*$/s, '');
    const size = readSize(block);
    if (!Number.isSafeInteger(size) || at + BLOCK + size > total) return null;
    entries.push({ name, size, at: at + BLOCK });
    at += BLOCK + size + padding(size).length;
  }
  return null; // no end mark: the file was cut
}

/** The bytes of one file of a tar, in pieces. */
export async function* bytesOf(file: FileHandle, { size, at }: TarEntry): AsyncGenerator<Buffer> {
  for (let done = 0; done < size;) {
    const piece = Buffer.alloc(Math.min(SLICE, size - done));
    const { bytesRead } = await file.read(piece, 0, piece.length, at + done);
    if (bytesRead === 0) throw new Error('the file became shorter while it was read');
    done += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}
