/**
 * The two-byte part of GB18030, which is what receipt printers with a Chinese font print: made once, at the first
 * paper, by reading all its byte pairs with the browser's own decoder. Nothing of it is shipped.
 */

let table: ReadonlyMap<string, readonly [number, number]> | null = null;

const PRIVATE_USE = /[\ue000-\uf8ff\ufffd]/;

/** The two bytes of a character; null for what the printer's font does not hold. */
export function gbBytes(character: string): readonly [number, number] | null {
  table ??= makeTable();
  return table.get(character) ?? null;
}

function makeTable(): Map<string, readonly [number, number]> {
  const decoder = new TextDecoder('gb18030');
  const made = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      const character = decoder.decode(Uint8Array.of(lead, trail));
      const isOne = Array.from(character).length === 1 && !PRIVATE_USE.test(character);
      if (isOne && !made.has(character)) made.set(character, [lead, trail]);
    }
  }
  return made;
}
