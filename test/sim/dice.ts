/** All chance of a life comes from here: one seed, the same throws. */
export class Dice {
  #a: number;

  constructor(seed: number) {
    this.#a = (Math.imul(seed, 0x9e3779b1) ^ 0x85ebca6b) >>> 0;
    for (let warm = 0; warm < 4; warm += 1) this.next();
  }

  /** [0, 1): mulberry32. */
  next = (): number => {
    this.#a = (this.#a + 0x6d2b79f5) >>> 0;
    let t = this.#a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };

  chance(share: number): boolean {
    return share > 0 && this.next() < share;
  }

  /** A whole number of [from, to]. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** Many are near `from`, few near `to`: delays. */
  long(from: number, to: number): number {
    return Math.round(from + (to - from) * this.next() ** 4);
  }

  /** Small ones are many, and some have each size up to `to`. */
  size(from: number, to: number): number {
    return Math.round(from * (to / from) ** (this.next() ** 2));
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[Math.floor(this.next() * from.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }

  bytes(size: number): Uint8Array {
    const bytes = new Uint8Array(size);
    let word = 0;
    for (let at = 0; at < size; at += 1) {
      word = at % 4 === 0 ? Math.floor(this.next() * 0x1_0000_0000) : word >>> 8;
      bytes[at] = word;
    }
    return bytes;
  }

  hex(digits: number): string {
    let text = '';
    while (text.length < digits)
      text += Math.floor(this.next() * 0x1_0000_0000)
        .toString(16)
        .padStart(8, '0');
    return text.slice(0, digits);
  }

  uuid = (): string => {
    const h = this.hex(32);
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-7${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`;
  };
}
