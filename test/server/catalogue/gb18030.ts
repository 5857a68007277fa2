/** GB18030 bytes for tests: Node only decodes it, so the two-byte half is turned round once. */
const table = new Map<string, readonly [number, number]>();
const decoder = new TextDecoder('gb18030');
for (let first = 0x81; first <= 0xfe; first += 1) {
  for (let second = 0x40; second <= 0xfe; second += 1) {
    if (second !== 0x7f) table.set(decoder.decode(Uint8Array.of(first, second)), [first, second]);
  }
}

/** Throws on a character outside ASCII and the two-byte half. */
export function gb18030(text: string): Buffer {
  const bytes: number[] = [];
  for (const char of text) {
    const pair = table.get(char);
    if (char.charCodeAt(0) < 0x80) bytes.push(char.charCodeAt(0));
    else if (pair === undefined) throw new Error(`not in the table: ${char}`);
    else bytes.push(...pair);
  }
  return Buffer.from(bytes);
}
