/** Days of a real shop's invoices, read for selling. What is no sale is left out here and named by the checker. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import Papa from 'papaparse';

export type InvoiceLine = {
  readonly code: string;
  readonly name: string;
  readonly qtyMilli: number;
  readonly unitMinor: number;
};
export type Invoice = {
  readonly no: string;
  readonly day: string; // yyyy-mm-dd
  readonly atMs: number;
  readonly back: boolean; // goods came back
  readonly lines: readonly InvoiceLine[];
};
export type InvoiceFile = { readonly name: string; readonly text: string };

type Row = Record<'InvoiceNo' | 'StockCode' | 'Description' | 'Quantity' | 'InvoiceDate' | 'UnitPrice', string>;

export const readInvoiceFile = (path: string): InvoiceFile => ({
  name: basename(path),
  text: readFileSync(path, 'utf8'),
});

const whole = (text: string, scale: number): number => Math.round(Number(text) * scale);

function sellable(row: Row): boolean {
  const qty = Number(row.Quantity);
  if (row.InvoiceNo.startsWith('C')) return qty < 0;
  return qty > 0 && (row.Description.trim() !== '' || Number(row.UnitPrice) > 0);
}

/** Invoices in the order of their first line, over all files. Throws when a file is no invoice table. */
export function invoicesOf(files: readonly InvoiceFile[]): Invoice[] {
  const found = new Map<string, Omit<Invoice, 'lines'> & { lines: InvoiceLine[] }>();
  for (const { name, text } of files) {
    const { data, meta } = Papa.parse<Row>(text.replace(/^\uFEFF/, ''), { header: true, skipEmptyLines: true });
    for (const title of ['InvoiceNo', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'UnitPrice'])
      if (meta.fields?.includes(title) !== true)
        throw new Error(`${name} is no invoice file: it has no column ${title}`);
    for (const row of data.filter(sellable)) {
      const day = row.InvoiceDate.slice(0, 10);
      const key = `${row.InvoiceNo} ${day}`; // one invoice may run past midnight; its days are counted apart
      const invoice = found.get(key) ?? {
        no: row.InvoiceNo,
        day,
        atMs: Date.parse(`${row.InvoiceDate.replace(' ', 'T')}Z`),
        back: row.InvoiceNo.startsWith('C'),
        lines: [],
      };
      invoice.lines.push({
        code: row.StockCode,
        name: row.Description.trim() || row.StockCode,
        qtyMilli: Math.abs(whole(row.Quantity, 1000)),
        unitMinor: whole(row.UnitPrice, 100),
      });
      found.set(key, invoice);
    }
  }
  return [...found.values()];
}

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** The products these invoices sell, each at its first price, as a file for `npm run import`. */
export function productFile(invoices: readonly Invoice[]): string {
  const first = new Map<string, { name: string; unitMinor: number }>();
  for (const line of invoices.flatMap((invoice) => invoice.lines)) {
    const known = first.get(line.code);
    if (known === undefined) first.set(line.code, { name: line.name, unitMinor: line.unitMinor });
    else if (known.name === line.code) known.name = line.name;
  }
  const rows = [...first].map(([code, { name, unitMinor }]) =>
    [
      cell(code),
      cell(name),
      `${String(Math.floor(unitMinor / 100))}.${String(unitMinor % 100).padStart(2, '0')}`,
      '0',
    ].join(','),
  );
  return `sku,name_en,price,tax\n${rows.join('\n')}\n`;
}
