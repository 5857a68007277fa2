/** Lines of text as dots, by the browser's own fonts: for printers without a Chinese font, and for rare characters. */
import { textWidth } from '../../core/text-width.ts';
import { bitmapOf, type Bitmap } from './bitmap.ts';

const LINE_DOTS = 30;
const LETTER_DOTS = 24;
/** Black from here down: thin strokes must survive. */
const DARK = 160;

export function drawText(
  line: string,
  { strong, widthDots }: { readonly strong: boolean; readonly widthDots: number },
): Bitmap {
  const pen = new OffscreenCanvas(widthDots, LINE_DOTS).getContext('2d');
  if (pen === null) return bitmapOf(widthDots, LINE_DOTS, () => false);
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, widthDots, LINE_DOTS);
  pen.fillStyle = 'black';
  pen.textBaseline = 'middle';
  pen.font = `${strong ? '700' : '400'} ${String(LETTER_DOTS)}px monospace`;
  // Laid out in columns half as wide as a Chinese character is high: spaces hold amounts at the end of their row.
  let x = 0;
  for (const character of line) {
    pen.fillText(character, x, LINE_DOTS / 2);
    x += textWidth(character) * (LETTER_DOTS / 2);
  }
  const { data } = pen.getImageData(0, 0, widthDots, LINE_DOTS);
  return bitmapOf(widthDots, LINE_DOTS, (at, y) => (data[(y * widthDots + at) * 4] ?? 255) < DARK);
}
