/**
 * `npm run replay -- FILE...`: days of real invoices through real tills, and a second opinion on the result.
 *
 * A shop in pounds is made in a folder of its own, the invoices' products are imported by the import command, the built
 * server runs in its own process, and several tills (the browser's code on memory databases) sell every invoice side by
 * side through a proxy that refuses, cuts and loses replies by a seed. Then the server's tables are compared with a
 * checker that shares nothing with the product, and three planted faults must each turn the comparison red.
 *
 * Ends with 0 only when all balances, 2 when it was called wrongly.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readOrSay } from '../support/asked.ts';
import { differences, expect, tillOf, type Expected } from './checker.ts';
import { openCuttingProxy, type CuttingProxy } from './cutting-proxy.ts';
import { invoicesOf, productFile, readInvoiceFile, type Invoice, type InvoiceFile } from './invoices.ts';
import { FAULTS, readBooks, type Books, type Fault } from './server-books.ts';
import { newShop, runCommand, startServer, type RunningServer, type Shop } from './server-process.ts';
import { openTills, type ReplayTill } from './tills.ts';

const DIST = fileURLToPath(new URL('..', import.meta.url));
const USAGE = 'npm run replay -- FILE... [--tills 3] [--seed 1] [--badness 0.2] [--keep]';
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

type Asked = { files: InvoiceFile[]; tills: number; seed: number; badness: number; keep: boolean };

function readAsked(argv: readonly string[]): Asked {
  const value = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { tills: value, seed: value, badness: value, keep: { type: 'boolean' } },
  });
  const number = (text: string | undefined, otherwise: number, least: number, most: number): number => {
    const read = text === undefined ? otherwise : Number(text);
    if (!(read >= least && read <= most)) throw new Error(USAGE);
    return read;
  };
  if (positionals.length === 0) throw new Error(USAGE);
  return {
    files: positionals.map(readInvoiceFile),
    tills: Math.floor(number(values.tills, 3, 1, 26)),
    seed: Math.floor(number(values.seed, 1, 1, 2 ** 31)),
    badness: number(values.badness, 0.2, 0, 0.9),
    keep: values.keep ?? false,
  };
}

type Run = {
  readonly tills: readonly ReplayTill[];
  readonly proxy: CuttingProxy;
  readonly splits: readonly { readonly no: string; readonly parts: number }[];
  readonly seconds: number;
};

async function sellAll(asked: Asked, invoices: readonly Invoice[], shop: Shop, server: RunningServer): Promise<Run> {
  const proxy = await openCuttingProxy(server.port, asked.seed, asked.badness);
  const splits: { no: string; parts: number }[] = [];
  const onSplit = ({ no }: Invoice, parts: number): void => {
    splits.push({ no, parts });
  };
  const tills = await openTills({
    shop,
    count: asked.tills,
    seed: asked.seed,
    serverPort: server.port,
    proxyPort: proxy.port,
  });
  const begun = performance.now();
  try {
    const share = (n: number): Invoice[] => invoices.filter(({ no }) => tillOf(no, asked.tills) === n);
    await Promise.all(tills.map((till, n) => till.sell(share(n), onSplit)));
    proxy.heal();
    await Promise.all(tills.map((till) => till.drained()));
    return { tills, proxy, splits, seconds: (performance.now() - begun) / 1000 };
  } finally {
    await Promise.all(tills.map((till) => till.close()));
    await proxy.close();
  }
}

const pounds = (minor: bigint): string => {
  const text = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
};

function printTable(expected: Expected, books: Books): void {
  const rows = [['', 'invoices say', "server's books say", '']];
  for (const part of ['perDay', 'perTill'] as const) {
    for (const [key, [, want]] of [...expected[part]].sort()) {
      const got = books.totals[part].get(key)?.[1] ?? 0n;
      rows.push([key, pounds(want), pounds(got), want === got ? '=' : 'DIFFERS']);
    }
  }
  const same = [...expected.perProduct].filter(
    ([key, [, want]]) => books.totals.perProduct.get(key)?.[1] === want,
  ).length;
  for (const [name, want, got, mark] of rows) {
    say(`  ${(name ?? '').padEnd(12)} ${(want ?? '').padStart(16)} ${(got ?? '').padStart(20)} ${mark ?? ''}`);
  }
  say(`  products: ${String(same)} of ${String(expected.perProduct.size)} agree`);
}

function printNetwork({ tills, proxy, splits, seconds }: Run, books: Books): void {
  const sum = (of: (till: ReplayTill) => number): string => String(tills.reduce((total, till) => total + of(till), 0));
  say(`\n  ${String(books.tillEntries)} entries in ${seconds.toFixed(1)} s, ${String(books.sales)} sales and returns`);
  say(
    `  requests dropped ${String(proxy.cuts.refused)}, requests cut ${String(proxy.cuts.requestsCut)}, ` +
      `replies lost ${String(proxy.cuts.repliesLost)}`,
  );
  say(
    `  pushes sent ${sum((till) => till.counts.pushes)}, ` +
      `of them without an answer ${sum((till) => till.counts.unanswered)}, ` +
      `entries answered dup ${sum((till) => till.counts.dups)}`,
  );
  for (const { no, parts } of splits) say(`  invoice ${no} was too large for one entry: ${String(parts)} sales`);
}

/** Every entry a till made is at the server, and nothing waits for a person. */
function otherFaults(run: Run, books: Books): string[] {
  const made = run.tills.reduce((total, till) => total + till.headSeq(), 0);
  const faults: string[] = [];
  if (made !== books.tillEntries)
    faults.push(`tills made ${String(made)} entries, the server has ${String(books.tillEntries)}`);
  if (books.tasks > 0) faults.push(`${String(books.tasks)} tasks wait for a person`);
  return faults;
}

function checkFaults(expected: Expected, dataDir: string, names: ReadonlyMap<string, string>): string[] {
  const blind: string[] = [];
  for (const fault of Object.keys(FAULTS) as Fault[]) {
    const seen = differences(expected, readBooks(dataDir, names, fault).totals);
    say(`  planted: ${fault.padEnd(18)} ${seen.length > 0 ? 'seen' : 'NOT SEEN'}`);
    if (seen.length === 0) blind.push(`the planted fault "${fault}" went unseen`);
  }
  return blind;
}

async function replay(asked: Asked): Promise<number> {
  const invoices = invoicesOf(asked.files);
  const expected = expect(asked.files, asked.tills);
  say(
    `${String(asked.files.length)} files, ${String(expected.invoices)} invoices, ${String(expected.lines)} lines, ` +
      `${String(asked.tills)} tills, seed ${String(asked.seed)}`,
  );
  for (const { file, line, invoice, why } of expected.noSale)
    say(`  no sale: ${file}:${String(line)} invoice ${invoice}: ${why}`);
  const dataDir = mkdtempSync(join(tmpdir(), 'halfloop-replay-'));
  const products = join(dataDir, 'products.csv');
  const shop = await newShop(DIST, join(dataDir, 'data'));
  writeFileSync(products, productFile(invoices));
  const imported = await runCommand(DIST, shop.dataDir, 'import', [products]);
  say(`  import: ${imported.trim().split('\n').at(-1) ?? ''}`);
  const server = await startServer(shop);
  try {
    const run = await sellAll(asked, invoices, shop, server);
    await server.stop();
    const names = new Map(run.tills.map((till, n) => [till.deviceId, `T${String(n + 1)}`]));
    const books = readBooks(shop.dataDir, names);
    printTable(expected, books);
    printNetwork(run, books);
    const faults = [
      ...differences(expected, books.totals),
      ...otherFaults(run, books),
      ...checkFaults(expected, shop.dataDir, names),
    ];
    for (const fault of faults.slice(0, 20)) say(`✗ ${fault}`);
    say(faults.length === 0 ? '✓ every day, product and till balances' : `✗ ${String(faults.length)} differences`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await server.stop();
    if (asked.keep) say(`kept: ${dataDir}`);
    else rmSync(dataDir, { recursive: true, force: true });
  }
}

/** An error and what caused it, without stacks. */
const wordsOf = (error: Error): string =>
  error.cause instanceof Error ? `${error.message}: ${wordsOf(error.cause)}` : error.message;

try {
  const asked = readOrSay(USAGE, readAsked);
  process.exitCode = asked === null ? 2 : await replay(asked);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? wordsOf(error) : String(error)}\n`);
  process.exitCode = 2;
}
