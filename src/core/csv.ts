/**
 * A table as a text that spreadsheets open: comma separated, quoted where it must be (RFC 4180), UTF-8 with its mark.
 *
 * Invariant: no text becomes a formula, however a spreadsheet reads it; figures stay figures.
 */
type Cell = string | number;

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[\s\0]*[=+\-@\t\r\0＝＋－＠]/;

function cellText(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n\t;\0]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The whole text, with the mark that tells spreadsheets its encoding. */
export const csvText = (rows: readonly (readonly Cell[])[]): string =>
  `\ufeff${rows.map((cells) => cells.map(cellText).join(',')).join('\r\n')}\r\n`;
