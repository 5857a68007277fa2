/**
 * Pictures as the reader works on them: one byte of brightness a pixel. Pure, so that the worker, the command and the
 * tests see the very same pixels.
 *
 * Invariant: no function here changes the picture it is given.
 */

export type GrayPicture = { readonly width: number; readonly height: number; readonly data: Uint8Array };

/** More is not looked at, in the page and by command: the largest photos telephones usually take have 50 million. */
export const MOST_PIXELS = 64_000_000;

type Rgba = { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray | Uint8Array };

/** Brightness by Rec. 601. What is transparent lies on white paper: a black code without a ground is a code. */
export function grayOf({ width, height, data }: Rgba): GrayPicture {
  const gray = new Uint8Array(width * height);
  const words = new Uint32Array(data.buffer, data.byteOffset, gray.length); // little-endian, as every device
  for (let at = 0; at < gray.length; at += 1) {
    const word = words[at] ?? 0;
    const alpha = word >>> 24;
    const value = (306 * (word & 255) + 601 * ((word >>> 8) & 255) + 117 * ((word >>> 16) & 255) + 512) >> 10;
    gray[at] = alpha === 255 ? value : (value * alpha + 255 * (255 - alpha)) / 255 + 0.5;
  }
  return { width, height, data: gray };
}

/** Four bytes a pixel, of which the fourth says nothing; `isBgr`: blue comes first. */
export function grayOfOpaque({ width, height, data }: Rgba, isBgr: boolean): GrayPicture {
  const gray = new Uint8Array(width * height);
  const words = new Uint32Array(data.buffer, data.byteOffset, gray.length);
  const [first, third] = isBgr ? [117, 306] : [306, 117];
  for (let at = 0; at < gray.length; at += 1) {
    const word = words[at] ?? 0;
    gray[at] = (first * (word & 255) + 601 * ((word >>> 8) & 255) + third * ((word >>> 16) & 255) + 512) >> 10;
  }
  return { width, height, data: gray };
}

/** One picture at the sizes it is looked at in; each is made once. */
export type Sizes = {
  readonly whole: GrayPicture;
  readonly atMost: (most: number) => GrayPicture;
  readonly scaledTo: (long: number) => GrayPicture;
};

export function sizesOf(whole: GrayPicture): Sizes {
  const made = new Map([[longSideOf(whole), whole]]);
  const scaled = (long: number): GrayPicture => {
    const known = made.get(long) ?? scaledTo(whole, long);
    made.set(long, known);
    return known;
  };
  return { whole, scaledTo: scaled, atMost: (most) => scaled(Math.min(most, longSideOf(whole))) };
}

const longSideOf = ({ width, height }: GrayPicture): number => Math.max(width, height);

/** No side longer than `most`; a smaller picture stays as it is. */
export const atMost = (picture: GrayPicture, most: number): GrayPicture =>
  longSideOf(picture) <= most ? picture : scaledTo(picture, most);

/** The longer side becomes `long`: averaged where it shrinks, drawn smoothly where it grows. */
export function scaledTo(picture: GrayPicture, long: number): GrayPicture {
  const factor = long / longSideOf(picture);
  if (factor === 1) return picture;
  const width = Math.max(1, Math.round(picture.width * factor));
  const height = Math.max(1, Math.round(picture.height * factor));
  if (2 * width === picture.width && 2 * height === picture.height) return halved(picture);
  return factor < 1 ? shrunk(picture, width, height) : grown(picture, width, height);
}

/** What `shrunk` gives for half the size, in a quarter of its time: most frames are looked at so. */
function halved({ width, height, data }: GrayPicture): GrayPicture {
  const [newWidth, newHeight] = [width >> 1, height >> 1];
  const out = new Uint8Array(newWidth * newHeight);
  let at = 0;
  for (let y = 0; y < newHeight; y += 1) {
    let upper = 2 * y * width;
    let lower = upper + width;
    for (let x = 0; x < newWidth; x += 1) {
      const sum = (data[upper] ?? 0) + (data[upper + 1] ?? 0) + (data[lower] ?? 0) + (data[lower + 1] ?? 0);
      out[at] = sum >> 2;
      at += 1;
      upper += 2;
      lower += 2;
    }
  }
  return { width: newWidth, height: newHeight, data: out };
}

/** Each new pixel is the mean of the old ones it covers. */
function shrunk({ width, height, data }: GrayPicture, newWidth: number, newHeight: number): GrayPicture {
  const out = new Uint8Array(newWidth * newHeight);
  const starts = Int32Array.from({ length: newWidth + 1 }, (_, x) => Math.floor((x * width) / newWidth));
  const sums = new Uint32Array(width);
  for (let y = 0; y < newHeight; y += 1) {
    const top = Math.floor((y * height) / newHeight);
    const below = Math.max(top + 1, Math.floor(((y + 1) * height) / newHeight));
    sums.fill(0);
    for (let row = top; row < below; row += 1) {
      const begin = row * width;
      for (let x = 0; x < width; x += 1) sums[x] = (sums[x] ?? 0) + (data[begin + x] ?? 0);
    }
    for (let x = 0; x < newWidth; x += 1) {
      const from = starts[x] ?? 0;
      const to = Math.max(from + 1, starts[x + 1] ?? 0);
      let sum = 0;
      for (let column = from; column < to; column += 1) sum += sums[column] ?? 0;
      out[y * newWidth + x] = sum / ((to - from) * (below - top));
    }
  }
  return { width: newWidth, height: newHeight, data: out };
}

function grown({ width, height, data }: GrayPicture, newWidth: number, newHeight: number): GrayPicture {
  const out = new Uint8Array(newWidth * newHeight);
  for (let y = 0; y < newHeight; y += 1) {
    const fromY = Math.min(height - 1, Math.max(0, ((y + 0.5) * height) / newHeight - 0.5));
    const top = Math.floor(fromY);
    const upper = top * width;
    const lower = Math.min(height - 1, top + 1) * width;
    const down = fromY - top;
    for (let x = 0; x < newWidth; x += 1) {
      const fromX = Math.min(width - 1, Math.max(0, ((x + 0.5) * width) / newWidth - 0.5));
      const left = Math.floor(fromX);
      const right = Math.min(width - 1, left + 1);
      const over = fromX - left;
      const above = (data[upper + left] ?? 0) * (1 - over) + (data[upper + right] ?? 0) * over;
      const below = (data[lower + left] ?? 0) * (1 - over) + (data[lower + right] ?? 0) * over;
      out[y * newWidth + x] = above * (1 - down) + below * down + 0.5;
    }
  }
  return { width: newWidth, height: newHeight, data: out };
}

/** The middle of the picture: `share` of its width and height. */
export function middleOf(picture: GrayPicture, share: number): GrayPicture {
  const width = Math.max(1, Math.round(picture.width * share));
  const height = Math.max(1, Math.round(picture.height * share));
  return cutOut(picture, { left: (picture.width - width) >> 1, top: (picture.height - height) >> 1, width, height });
}

type Part = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** What lies in a part of the picture, which must be within it. */
export function cutOut({ width, data }: GrayPicture, part: Part): GrayPicture {
  const out = new Uint8Array(part.width * part.height);
  for (let y = 0; y < part.height; y += 1) {
    const begin = (part.top + y) * width + part.left;
    out.set(data.subarray(begin, begin + part.width), y * part.width);
  }
  return { width: part.width, height: part.height, data: out };
}

/**
 * Parts no larger than `side` that cover the picture, each `overlap` over the next so that no code of that size is cut
 * by all of them; those nearest the middle first.
 */
export function partsOf({ width, height }: GrayPicture, { side, overlap }: { side: number; overlap: number }): Part[] {
  const starts = (long: number): number[] => {
    const count = Math.max(1, Math.ceil((long - overlap) / (side - overlap)));
    return Array.from({ length: count }, (_, at) =>
      Math.round((at * Math.max(0, long - side)) / Math.max(1, count - 1)),
    );
  };
  const size = { width: Math.min(side, width), height: Math.min(side, height) };
  const away = ({ left, top }: Part): number =>
    Math.hypot(left + (size.width - width) / 2, top + (size.height - height) / 2);
  return starts(height)
    .flatMap((top) => starts(width).map((left) => ({ left, top, ...size })))
    .sort((a, b) => away(a) - away(b));
}
