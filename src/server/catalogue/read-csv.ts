/**
 * Text with delimiters into rows. The delimiter is the one that makes the most columns known by name and keeps rows
 * equally long; quotes may hold line ends; a quote that is never closed costs its own line, not the rest of the file.
 *
 * Not here: decoding (decode-text.ts), what columns mean (column-names.ts).
 */
import Papa from 'papaparse';
import { err, ok, type Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { countKnownHeaders } from './column-names.ts';
import { hasText, type TableRow } from './file-table.ts';

const DELIMITERS = [',', '\t', ';', '|'] as const;
type Delimiter = (typeof DELIMITERS)[number];

const SNIFFED_CHARS = 65_536;
const SNIFFED_ROWS = 60;
const FORGIVEN_QUOTES = 200; // each costs a reading of what follows it
const LEAST_SAME_WIDTH = 0.5;

/**
 * The rows of `text` (line ends `\n`), empty ones left out.
 * Refuses: `not_a_table` - no delimiter makes columns of it, or quotes are broken all over.
 */
export function readCsv(text: string): Result<{ rows: readonly TableRow[]; delimiter: Delimiter }, Refusal> {
  const said = /^sep=([,;|\t])\n/i.exec(text);
  const body = said === null ? text : text.slice(said[0].length);
  const delimiter = DELIMITERS.find((each) => each === said?.[1]) ?? sniffDelimiter(body);
  if (delimiter === undefined || /^\s*(<|\{|\[\s*\{)/.test(body)) return err({ code: 'not_a_table' });
  const rows = readRows(body, { delimiter, firstLine: said === null ? 1 : 2 });
  return rows === undefined ? err({ code: 'not_a_table' }) : ok({ rows, delimiter });
}

function sniffDelimiter(text: string): Delimiter | undefined {
  const sample = text.slice(0, SNIFFED_CHARS);
  const scores = DELIMITERS.map((delimiter) => ({ delimiter, ...scoreOf(sample, delimiter) }));
  const likely = scores.filter((score) => score.known > 1 || score.sameWidth >= LEAST_SAME_WIDTH);
  likely.sort((a, b) => b.known - a.known || b.sameWidth - a.sameWidth || b.width - a.width);
  return likely[0]?.delimiter;
}

/** How many columns are known by name in the best row, how wide most rows are and which share of them is that wide. */
function scoreOf(sample: string, delimiter: Delimiter): { known: number; width: number; sameWidth: number } {
  const parsed = Papa.parse<string[]>(sample, { delimiter, newline: '\n', preview: SNIFFED_ROWS });
  const rows = parsed.data.filter(hasText);
  const known = Math.max(0, ...rows.filter((row) => row.length > 1).map(countKnownHeaders));
  const widths = new Map<number, number>();
  for (const row of rows) if (row.length > 1) widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
  const [width, count] = [...widths].sort((a, b) => b[1] - a[1])[0] ?? [0, 0];
  return { known, width, sameWidth: rows.length === 0 ? 0 : count / rows.length };
}

type Place = { readonly delimiter: Delimiter; readonly firstLine: number };

/** All rows, or undefined when too many quotes are never closed. */
function readRows(text: string, place: Place): readonly TableRow[] | undefined {
  const rows: TableRow[] = [];
  let rest = text;
  let line = place.firstLine;
  for (let tries = 0; tries <= FORGIVEN_QUOTES; tries += 1) {
    const stop = readUntilBroken(rest, { delimiter: place.delimiter, firstLine: line }, rows);
    if (stop === undefined) return rows;
    const end = rest.indexOf('\n', stop.at);
    const raw = rest.slice(stop.at, end < 0 ? undefined : end);
    rows.push({ line: stop.line, cells: raw.split(place.delimiter), broken: true });
    if (end < 0) return rows;
    rest = rest.slice(end + 1);
    line = stop.line + 1;
  }
  return undefined;
}

/** Reads on until the text ends or a quote is left open; then says where the row with that quote begins. */
function readUntilBroken(text: string, place: Place, rows: TableRow[]): { at: number; line: number } | undefined {
  let line = place.firstLine;
  let at = 0;
  let broken: { at: number; line: number } | undefined;
  Papa.parse<string[]>(text, {
    delimiter: place.delimiter,
    newline: '\n',
    step: (result, parser) => {
      if (result.errors.some((each) => each.code === 'MissingQuotes')) {
        broken = { at, line };
        parser.abort();
        return;
      }
      if (hasText(result.data)) rows.push({ line, cells: result.data });
      line += lineEnds(text, at, result.meta.cursor);
      at = result.meta.cursor;
    },
  });
  return broken;
}

function lineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
