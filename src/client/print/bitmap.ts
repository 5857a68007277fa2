/** Black and white dots, as printers take them: rows of whole bytes, the left dot in the highest bit, 1 is black. */
export type Bitmap = {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly bits: Uint8Array; // heightDots rows of ceil(widthDots / 8) bytes
};

/** Dots from a question per place. */
export function bitmapOf(widthDots: number, heightDots: number, isBlack: (x: number, y: number) => boolean): Bitmap {
  const across = Math.ceil(widthDots / 8);
  const bits = new Uint8Array(across * heightDots);
  for (let y = 0; y < heightDots; y += 1) {
    for (let x = 0; x < widthDots; x += 1) {
      if (!isBlack(x, y)) continue;
      const at = y * across + (x >> 3);
      bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return { widthDots, heightDots, bits };
}

/** A code's modules as dots, `side` of them a module, in the middle of the paper. */
export function codeBitmap(modules: readonly (readonly boolean[])[], paperDots: number): Bitmap {
  const side = Math.max(1, Math.min(MOST_DOTS, Math.floor(paperDots / Math.max(1, modules.length))));
  const indent = Math.floor((paperDots - modules.length * side) / 2);
  return bitmapOf(
    paperDots,
    modules.length * side,
    (x, y) => modules[Math.floor(y / side)]?.[Math.floor((x - indent) / side)] === true && x >= indent,
  );
}

/** A picture in the middle of the paper, for printers that begin every picture at the left. */
export function centred(bitmap: Bitmap, paperDots: number): Bitmap {
  const indent = Math.max(0, Math.floor((paperDots - bitmap.widthDots) / 2));
  const across = Math.ceil(bitmap.widthDots / 8);
  return bitmapOf(paperDots, bitmap.heightDots, (x, y) => {
    const from = x - indent;
    if (from < 0 || from >= bitmap.widthDots) return false;
    return ((bitmap.bits[y * across + (from >> 3)] ?? 0) & (0x80 >> (from & 7))) !== 0;
  });
}

/** Larger modules read no better and use more paper. */
const MOST_DOTS = 6;
