/**
 * Columns of text on a receipt printer or a mono-spaced screen: Chinese, Japanese, Korean and full-width characters
 * take two, marks that sit on another character none.
 */

/** East Asian wide and full-width ranges. Source: Unicode, EastAsianWidth.txt (W and F). */
const WIDE = new RegExp(
  '[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3' +
    '\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]',
  'u',
);
const UPON_ANOTHER = /\p{M}|\u200d/u;

const widthOf = (character: string): number => (UPON_ANOTHER.test(character) ? 0 : WIDE.test(character) ? 2 : 1);

/** Columns a text takes. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** Text with spaces behind it (`end`: before it) up to `columns`. Longer text stays as it is. */
export function padWidth(text: string, columns: number, side: 'start' | 'end' = 'start'): string {
  const spaces = ' '.repeat(Math.max(0, columns - textWidth(text)));
  return side === 'start' ? text + spaces : spaces + text;
}

/** Text in rows of at most `columns` (2 or more), broken at spaces where there are any, else between characters. */
export function wrapWidth(text: string, columns: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const joined = row === '' ? word : `${row} ${word}`;
    if (textWidth(joined) <= columns) {
      row = joined;
      continue;
    }
    if (row !== '') rows.push(row);
    const pieces = cut(word, columns);
    row = pieces.pop() ?? '';
    rows.push(...pieces);
  }
  return row === '' ? rows : [...rows, row];
}

function cut(word: string, columns: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let width = 0;
  for (const character of word) {
    if (width + widthOf(character) > columns) {
      pieces.push(piece);
      piece = '';
      width = 0;
    }
    piece += character;
    width += widthOf(character);
  }
  return [...pieces, piece];
}
