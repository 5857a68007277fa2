/**
 * A picture file becomes a logo: decoded by the browser, made small, grey, and black or white. Only the dots go on; the
 * file and whatever it carries beside its picture are left behind.
 *
 * Refused before anything is decoded: what does not begin as a PNG, JPEG or WebP does (a drawing in SVG is a document,
 * not a picture), and files of a size no logo has.
 */
import { dithered, logoSize } from '../../core/dither.ts';
import { logoText } from '../../wire/logo-dots.ts';
import type { Logo } from '../../wire/logo.ts';

const MOST_BYTES = 5_000_000;
const MOST_SIDE = 8000;

export type LogoFault = 'not_a_picture' | 'too_large';

/** Byte by byte; null: any. */
const STARTS: readonly (readonly (number | null)[])[] = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], // PNG
  [0xff, 0xd8, 0xff], // JPEG
  [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50], // WebP
];

/** Whether a file begins as a picture we take does. */
export const isPicture = (head: Uint8Array): boolean =>
  STARTS.some((start) => start.every((byte, at) => at < head.length && (byte === null || head[at] === byte)));

/** The logo, or what is wrong with the file. */
export async function readLogo(file: Blob): Promise<Logo | LogoFault> {
  if (file.size > MOST_BYTES) return 'too_large';
  if (!isPicture(new Uint8Array(await file.slice(0, 16).arrayBuffer()))) return 'not_a_picture';
  const picture = await createImageBitmap(file).catch(() => null); // broken, whatever it begins with
  if (picture === null) return 'not_a_picture';
  try {
    if (Math.max(picture.width, picture.height) > MOST_SIDE) return 'too_large';
    return logoOf(picture);
  } finally {
    picture.close();
  }
}

function logoOf(picture: ImageBitmap): Logo {
  const size = logoSize(picture.width, picture.height);
  const { widthDots, heightDots } = size;
  const canvas = new OffscreenCanvas(widthDots, heightDots);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('a canvas has a context');
  context.fillStyle = 'white'; // what is transparent is paper
  context.fillRect(0, 0, widthDots, heightDots);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, widthDots, heightDots);
  const { data } = context.getImageData(0, 0, widthDots, heightDots);
  const grey = Float32Array.from({ length: widthDots * heightDots }, (_, at) => lightness(data, at * 4));
  return { ...size, bits: logoText(dithered(grey, size)) };
}

/** How light a colour looks (ITU-R BT.601). */
const lightness = (data: Uint8ClampedArray, at: number): number =>
  0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
