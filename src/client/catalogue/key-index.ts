/**
 * Which products may hold a key, without an object for each: keys are kept as hashes, so whoever asks looks at the
 * products named and takes the one that does hold it.
 *
 * Invariant: every product added under a key and not taken away is named. Others may be named too.
 */
import { hash32 } from '../../core/hash32.ts';

const FIRST_SLOTS = 1024; // a power of two
const EMPTY = 0;
const GONE = -1;

/** One empty slot, for all that hold nothing yet: most indexes of most moments. Never written to. */
const NO_HASHES = new Uint32Array(1);
const NO_NUMBERS = new Float64Array(1);

export class KeyIndex {
  #hashes = NO_HASHES;
  #numbers = NO_NUMBERS; // skuNo, or one of the two marks
  #taken = 0; // slots that are not empty

  add(key: string, skuNo: number): void {
    if (this.#taken * 2 + 2 > this.#numbers.length) this.#grow();
    this.#put(hash32(key), skuNo);
  }

  remove(key: string, skuNo: number): void {
    for (const slot of this.#slotsOf(hash32(key))) {
      if (this.#numbers[slot] !== skuNo) continue;
      this.#numbers[slot] = GONE;
      return;
    }
  }

  /** The products that were added under this key, and perhaps others. */
  *named(key: string): Generator<number> {
    for (const slot of this.#slotsOf(hash32(key))) yield this.#numbers[slot] ?? GONE;
  }

  *#slotsOf(hash: number): Generator<number> {
    const last = this.#numbers.length - 1;
    for (let slot = hash & last; this.#numbers[slot] !== EMPTY; slot = (slot + 1) & last)
      if (this.#numbers[slot] !== GONE && this.#hashes[slot] === hash) yield slot;
  }

  #put(hash: number, skuNo: number): void {
    const last = this.#numbers.length - 1;
    let slot = hash & last;
    while (this.#numbers[slot] !== EMPTY) slot = (slot + 1) & last;
    this.#hashes[slot] = hash;
    this.#numbers[slot] = skuNo;
    this.#taken += 1;
  }

  /** Into twice the slots when the living need it, else into as many: what is gone leaves. */
  #grow(): void {
    const [hashes, numbers] = [this.#hashes, this.#numbers];
    const living = numbers.reduce((sum, number) => (number > EMPTY ? sum + 1 : sum), 0);
    const slots = Math.max(FIRST_SLOTS, living * 4 >= numbers.length ? numbers.length * 2 : numbers.length);
    this.#hashes = new Uint32Array(slots);
    this.#numbers = new Float64Array(slots);
    this.#taken = 0;
    for (let slot = 0; slot < numbers.length; slot += 1) {
      const number = numbers[slot] ?? EMPTY;
      if (number > EMPTY) this.#put(hashes[slot] ?? 0, number);
    }
  }
}
