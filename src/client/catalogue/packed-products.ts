/**
 * Products as bytes. As objects a hundred thousand of them are over a million things the browser's collector goes
 * through while a cashier scans; as bytes they are a hundred arrays.
 *
 * Invariants: what is read equals what was shown last; after tidying no block but the open one is half empty. Not here:
 * which keys lead to a product (key-index.ts).
 *
 * A record, in a block of a megabyte, on a boundary of eight bytes: its room, the length of its text (-1: nobody sees
 * it), its category's number and its marks, each 32 bits; its product number and its rank, each 64; then its text, the
 * product as JSON in UTF-8.
 */
import type { Product } from '../../core/product.ts';

const BLOCK_BYTES = 1 << 20;
const UNIT = 8; // bytes: places count in it, so that they stay small integers
const UNITS_IN_BLOCK = BLOCK_BYTES / UNIT;
const HEAD_BYTES = 32;
const MOST_BYTES_OF_A_CHAR = 3; // of UTF-8 for one unit of UTF-16
const NOTHING = -1;
const NO_CATEGORY = -1;
const HOT = 1;
const LISTED = 2;
const READ_KEPT = 1000;
const LEAST_SCRATCH_BYTES = 4096;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

type Block = {
  readonly bytes: Uint8Array;
  readonly ints: Int32Array;
  readonly floats: Float64Array;
  used: number;
  live: number;
};

/** A product written down. */
export type Packed = { readonly skuNo: number; readonly place: number; readonly length: number };

/** What lists are made from. */
export type Ranked = { readonly skuNo: number; readonly rank: number; readonly hot: boolean };

export class PackedProducts {
  readonly #places = new Map<number, number>();
  readonly #blocks: (Block | null)[] = [];
  readonly #categories = new Map<string, number>();
  readonly #read = new Map<number, Product>(); // the ones looked at last: the same object while it does not change
  #scratch = new Uint8Array(0);
  #open = -1;

  get size(): number {
    return this.#places.size;
  }

  /** Of memory, whether used or not. */
  get bytesHeld(): number {
    return this.#blocks.reduce((sum, block) => sum + (block?.bytes.length ?? 0), 0);
  }

  /** The same object for as long as the product does not change, for those looked at lately. */
  get(skuNo: number): Product | undefined {
    const kept = this.#read.get(skuNo);
    if (kept !== undefined) return kept;
    const product = this.read(skuNo);
    if (product === undefined) return undefined;
    if (this.#read.size >= READ_KEPT) this.#read.clear();
    this.#read.set(skuNo, product);
    return product;
  }

  /** For loops over many. */
  read(skuNo: number): Product | undefined {
    const place = this.#places.get(skuNo);
    if (place === undefined) return undefined;
    const { bytes, ints } = this.#blockAt(place);
    const from = offsetOf(place) + HEAD_BYTES;
    const text = decoder.decode(bytes.subarray(from, from + (ints[offsetOf(place) / 4 + 1] ?? 0)));
    return JSON.parse(text) as Product; // written by `pack` alone
  }

  /** Writes a product down where nobody sees it yet: the slow part of a change. */
  pack(product: Product): Packed {
    const { skuNo, rank, hot, status, category } = product;
    const length = this.#write(JSON.stringify(product));
    const place = this.#take(roundUp(HEAD_BYTES + length));
    const { bytes, ints, floats } = this.#blockAt(place);
    const at = offsetOf(place);
    ints[at / 4 + 1] = NOTHING;
    ints[at / 4 + 2] = category === null ? NO_CATEGORY : this.#categoryNo(category);
    ints[at / 4 + 3] = (hot ? HOT : 0) | (status === 'stopped' ? 0 : LISTED);
    floats[at / 8 + 2] = skuNo;
    floats[at / 8 + 3] = rank;
    bytes.set(this.#scratch.subarray(0, length), at + HEAD_BYTES);
    return { skuNo, place, length };
  }

  /** Makes it the product of its number. */
  show({ skuNo, place, length }: Packed): void {
    this.drop(skuNo);
    const block = this.#blockAt(place);
    const at = offsetOf(place);
    block.ints[at / 4 + 1] = length;
    block.live += block.ints[at / 4] ?? 0;
    this.#places.set(skuNo, place);
  }

  drop(skuNo: number): void {
    const place = this.#places.get(skuNo);
    if (place === undefined) return;
    const block = this.#blockAt(place);
    const at = offsetOf(place);
    block.live -= block.ints[at / 4] ?? 0;
    block.ints[at / 4 + 1] = NOTHING;
    this.#places.delete(skuNo);
    this.#read.delete(skuNo);
  }

  /** Empties one block of which half is lost space; false: there is none. What was packed must be shown by now. */
  tidy(): boolean {
    const number = this.#blocks.findIndex(
      (block, at) => block !== null && at !== this.#open && block.live * 2 <= block.used,
    );
    const block = this.#blocks[number];
    if (!block) return false;
    const { ints, used } = block;
    for (let at = 0; at < used; at += ints[at / 4] ?? used) {
      const length = ints[at / 4 + 1] ?? NOTHING;
      if (length !== NOTHING) this.#move(block, at, length);
    }
    this.#blocks[number] = null;
    return true;
  }

  /** Each product that may be listed; of one category, unless `category` is null. */
  *listed(category: string | null): Generator<Ranked> {
    const wanted = category === null ? null : this.#categories.get(category);
    if (wanted === undefined) return;
    for (const block of this.#blocks) {
      if (block === null) continue;
      const { ints, floats, used } = block;
      for (let at = 0; at < used; at += ints[at / 4] ?? used) {
        const marks = ints[at / 4 + 3] ?? 0;
        if (ints[at / 4 + 1] === NOTHING || (marks & LISTED) === 0) continue;
        if (wanted !== null && ints[at / 4 + 2] !== wanted) continue;
        yield { skuNo: floats[at / 8 + 2] ?? 0, rank: floats[at / 8 + 3] ?? 0, hot: (marks & HOT) !== 0 };
      }
    }
  }

  /** Into the scratch bytes; gives the length. */
  #write(text: string): number {
    const most = text.length * MOST_BYTES_OF_A_CHAR;
    if (this.#scratch.length < most) this.#scratch = new Uint8Array(Math.max(LEAST_SCRATCH_BYTES, most * 2));
    return encoder.encodeInto(text, this.#scratch).written;
  }

  #categoryNo(category: string): number {
    const known = this.#categories.get(category) ?? this.#categories.size;
    this.#categories.set(category, known);
    return known;
  }

  /** A place of this room at the end of the open block, or of a new one. */
  #take(room: number): number {
    const open = this.#blocks[this.#open];
    const fits = open !== undefined && open !== null && open.used + room <= open.bytes.length;
    if (!fits) this.#open = this.#addBlock(Math.max(BLOCK_BYTES, room));
    const place = this.#open * UNITS_IN_BLOCK;
    const block = this.#blockAt(place);
    const at = block.used;
    block.ints[at / 4] = room;
    block.used += room;
    return place + at / UNIT;
  }

  #addBlock(size: number): number {
    const buffer = new ArrayBuffer(size);
    const free = this.#blocks.indexOf(null);
    const number = free === -1 ? this.#blocks.length : free;
    const [bytes, ints, floats] = [new Uint8Array(buffer), new Int32Array(buffer), new Float64Array(buffer)];
    this.#blocks[number] = { bytes, ints, floats, used: 0, live: 0 };
    return number;
  }

  #move({ bytes, ints, floats }: Block, at: number, length: number): void {
    const place = this.#take(ints[at / 4] ?? 0);
    const target = this.#blockAt(place);
    target.bytes.set(bytes.subarray(at + 4, at + HEAD_BYTES + length), offsetOf(place) + 4); // its room stands already
    target.live += ints[at / 4] ?? 0;
    this.#places.set(floats[at / 8 + 2] ?? 0, place);
  }

  #blockAt(place: number): Block {
    const block = this.#blocks[Math.floor(place / UNITS_IN_BLOCK)];
    if (!block) throw new Error(`no block holds the place ${String(place)}`);
    return block;
  }
}

const offsetOf = (place: number): number => (place % UNITS_IN_BLOCK) * UNIT;

const roundUp = (bytes: number): number => Math.ceil(bytes / UNIT) * UNIT;
