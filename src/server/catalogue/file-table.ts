/**
 * A file as a table of cells, before anybody asks what its columns mean.
 *
 * Invariants: `line` is the line a text editor or spreadsheet shows, counted from 1; cells are the file's own text
 * (numbers of a spreadsheet as plain digits); rows without any text are left out.
 */
import type { FileFormat } from '../../wire/catalogue-file.ts';

/** `broken`: an opening quote was never closed, so the cells are one raw line. */
export type TableRow = { readonly line: number; readonly cells: readonly string[]; readonly broken?: true };

export type FileTable = {
  readonly format: Omit<FileFormat, 'headerLine'>;
  readonly rows: readonly TableRow[];
};

export const hasText = (cells: readonly string[]): boolean => cells.some((cell) => cell.trim() !== '');
