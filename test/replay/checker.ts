/**
 * What the invoices say a shop must have taken, worked out a second time: its own CSV reader, exact decimals, nothing
 * shared with the product. If this and the server's tables agree to the minor unit, neither made the other's mistake.
 *
 * Rules of the files: an invoice starting with `C` gives back; elsewhere a quantity of zero or less is no sale; a line
 * without description at price 0 is no sale; a positive quantity at price 0 is a sale of 0.
 */

export type Totals = {
  /** key -> [quantity in thousandths, amount in minor units], returns negative */
  readonly perDay: Map<string, readonly [bigint, bigint]>;
  readonly perProduct: Map<string, readonly [bigint, bigint]>;
  readonly perTill: Map<string, readonly [bigint, bigint]>;
};

type NoSale = { readonly file: string; readonly line: number; readonly invoice: string; readonly why: string };

export type Expected = Totals & {
  readonly noSale: readonly NoSale[];
  readonly lines: number;
  readonly invoices: number;
};

/** Which till an invoice goes to: by its digits, so that both sides know without asking each other. */
export function tillOf(invoice: string, tills: number): number {
  let sum = 0;
  for (const char of invoice) sum = (sum * 31 + char.charCodeAt(0)) % 1_000_003;
  return sum % tills;
}

/**
 * Fields of a CSV text, quotes doubled inside quotes, newlines allowed inside quotes; with the line each row starts on.
 */
export function* csvRows(text: string): Generator<{ readonly line: number; readonly cells: string[] }> {
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let startLine = 1;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '\n') line += 1;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') [cell, at] = [cell + '"', at + 1];
      else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ',') [cells, cell] = [[...cells, cell], ''];
    else if (char === '\n') {
      yield { line: startLine, cells: [...cells, cell.replace(/\r$/, '')] };
      [cells, cell, startLine] = [[], '', line];
    } else cell += char;
  }
  if (cell !== '' || cells.length > 0) yield { line: startLine, cells: [...cells, cell] };
}

/** An exact decimal as a whole number of 10^-places. Throws on anything else: the checker must not guess. */
export function exact(text: string, places: number): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (match === null) throw new Error(`not a decimal: ${text}`);
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > places) throw new Error(`more than ${String(places)} decimals: ${text}`);
  const value = BigInt((match[2] ?? '0') + fraction.padEnd(places, '0'));
  return match[1] === '-' ? -value : value;
}

const EMPTY: readonly [bigint, bigint] = [0n, 0n];

function add(map: Map<string, readonly [bigint, bigint]>, key: string, qtyMilli: bigint, amountMinor: bigint): void {
  const before = map.get(key) ?? EMPTY;
  map.set(key, [before[0] + qtyMilli, before[1] + amountMinor]);
}

/** Half away from zero, like a shop rounds a line; whole pieces make it exact. */
function amount(priceMinor: bigint, qtyMilli: bigint): bigint {
  const product = priceMinor * qtyMilli;
  const magnitude = product < 0n ? -product : product;
  const rounded = (2n * magnitude + 1000n) / 2000n;
  return product < 0n ? -rounded : rounded;
}

function whyNoSale(back: boolean, qtyMilli: bigint, priceMinor: bigint, description: string): string | null {
  if (back) return qtyMilli < 0n ? null : 'a return must have a negative quantity';
  if (qtyMilli <= 0n) return 'quantity is not positive';
  if (description === '' && priceMinor === 0n) return 'no description and no price';
  return null;
}

/** Totals a till system must come to after selling these files on `tills` tills. */
export function expect(files: readonly { readonly name: string; readonly text: string }[], tills: number): Expected {
  const empty = (): Map<string, readonly [bigint, bigint]> => new Map();
  const totals: Totals = { perDay: empty(), perProduct: empty(), perTill: empty() };
  const noSale: NoSale[] = [];
  const invoices = new Set<string>();
  let lines = 0;
  for (const { name, text } of files) {
    const [first, ...rows] = [...csvRows(text.replace(/^\uFEFF/, ''))];
    const header = first?.cells ?? [];
    const column = (title: string): number => {
      const at = header.indexOf(title);
      if (at < 0) throw new Error(`${name}: no column ${title}`);
      return at;
    };
    const [at, code, text_, qty, date, price] = [
      'InvoiceNo',
      'StockCode',
      'Description',
      'Quantity',
      'InvoiceDate',
      'UnitPrice',
    ].map(column);
    for (const { line, cells } of rows) {
      const get = (index: number | undefined): string => cells[index ?? -1] ?? '';
      const invoice = get(at);
      const [qtyMilli, priceMinor] = [exact(get(qty), 3), exact(get(price), 2)];
      const why = whyNoSale(invoice.startsWith('C'), qtyMilli, priceMinor, get(text_).trim());
      if (why !== null) {
        noSale.push({ file: name, line, invoice, why });
        continue;
      }
      const amountMinor = amount(priceMinor, qtyMilli);
      add(totals.perDay, get(date).slice(0, 10), qtyMilli, amountMinor);
      add(totals.perProduct, get(code), qtyMilli, amountMinor);
      add(totals.perTill, `T${String(tillOf(invoice, tills) + 1)}`, qtyMilli, amountMinor);
      invoices.add(invoice);
      lines += 1;
    }
  }
  return { ...totals, noSale, lines, invoices: invoices.size };
}

/** Where two sets of totals differ, in words; empty when they balance. */
export function differences(expected: Totals, actual: Totals): string[] {
  const found: string[] = [];
  for (const part of ['perDay', 'perProduct', 'perTill'] as const) {
    for (const key of new Set([...expected[part].keys(), ...actual[part].keys()])) {
      const [wantQty, want] = expected[part].get(key) ?? EMPTY;
      const [gotQty, got] = actual[part].get(key) ?? EMPTY;
      if (wantQty !== gotQty || want !== got)
        found.push(
          `${part} ${key}: invoices ${String(want)} (${String(wantQty)}‰), server ${String(got)} (${String(gotQty)}‰)`,
        );
    }
  }
  return found;
}
