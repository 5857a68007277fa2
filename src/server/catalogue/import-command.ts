/**
 * `npm run import -- FILE`: products from a file into the shop of this data folder, beside a running server or without
 * one. Progress and refusals on stderr; the last line on stdout is the counts. Ends with 0 when the file was handled,
 * refused rows and all, and with 2 when it was not.
 */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { Lang } from '../../core/product.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { IMPORT_LIMIT_BYTES, type ImportChoice, type ImportCounts } from '../../wire/catalogue-file.ts';
import { shopFacts } from '../db/catalogue-shop.ts';
import { StorageFault } from '../db/door.ts';
import { SchemaMismatch } from '../db/migrate.ts';
import { orgRow } from '../db/orgs.ts';
import type { ServerDeps } from '../deps.ts';
import { openDeps } from '../open-deps.ts';
import { readSettings } from '../settings.ts';
import { stockBooker } from './book-stock.ts';
import { fieldsFor, readAsked, USAGE, type Asked } from './import-asked.ts';
import { countsOf } from './plan-import.ts';
import { prepareImport, type Prepared, type Progress } from './prepare-import.ts';
import { refusedCsv } from './refused-file.ts';
import { fileRefusalText, problemText } from './refused-words.ts';
import { runImport, type RefusedRow } from './run-import.ts';

const SHOWN = 20;

/** Where the command speaks: results on `out`, everything else on `note`. `live`: one line can be written over. */
type Terminal = {
  readonly out: (text: string) => void;
  readonly note: (text: string) => void;
  readonly live: boolean;
};
type CommandMeans = {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workDir: string;
  readonly terminal: Terminal;
};

async function readBytes(file: string, lang: Lang): Promise<Result<Buffer, string>> {
  try {
    const { size } = await stat(file);
    if (size > IMPORT_LIMIT_BYTES) return err(fileRefusalText({ code: 'file_too_large' }, lang));
    return ok(await readFile(file));
  } catch (cause) {
    // not there, a folder, not ours to read
    if (cause instanceof Error && 'code' in cause) return err(`${file}: ${cause.message}`);
    throw cause;
  }
}

/** Shows how far the work is, at most five times a second, on one line where the terminal can. */
function progressLine({ live, note }: Terminal): { show: (progress: Progress) => void; end: () => void } {
  let shownMs = 0;
  let step = '';
  return {
    show: ({ step: now, done, total }) => {
      if (now === step && Date.now() - shownMs < (live ? 200 : 2000)) return;
      step = now;
      shownMs = Date.now();
      const words = total === 0 ? now : `${now} ${String(done)} / ${String(total)}`;
      note(live ? `\r\u001b[K${words}` : `${words}\n`);
    },
    end: () => {
      if (live) note('\r\u001b[K');
    },
  };
}

async function choiceOf(asked: Asked, deps: ServerDeps): Promise<Result<Partial<ImportChoice>, string>> {
  const { stores } = await deps.door.read(deps.orgId, shopFacts);
  const store = asked.store === null ? undefined : stores.find(({ code }) => code === asked.store);
  if (asked.store !== null && store === undefined)
    return err(`--store ${asked.store}: ${stores.map(({ code }) => code).join(', ')}`);
  return ok({
    ...(store === undefined ? {} : { storeId: store.storeId }),
    ...(asked.taxBp === null ? {} : { taxBp: asked.taxBp }),
    stock: asked.countStock ? 'count' : 'opening_only',
  });
}

async function prepare(
  asked: Asked,
  deps: ServerDeps,
  bytes: Buffer,
  onProgress: (p: Progress) => void,
): Promise<Result<Prepared, string>> {
  const choice = await choiceOf(asked, deps);
  if (!choice.ok) return choice;
  const means = { door: deps.door, orgId: deps.orgId, onProgress };
  const first = await prepareImport(bytes, choice.value, means);
  if (!first.ok) return err(fileRefusalText(first.error, asked.lang));
  let prepared = first.value;
  if (asked.maps.length > 0) {
    const fields = fieldsFor(asked, prepared.table.headers, prepared.choice.fields);
    if (!fields.ok) return fields;
    const second = await prepareImport(bytes, { ...choice.value, fields: fields.value }, means);
    if (!second.ok) return err(fileRefusalText(second.error, asked.lang));
    prepared = second.value;
  }
  if (prepared.refusal === null) return ok(prepared);
  return err(`${fileRefusalText(prepared.refusal, asked.lang)}\n${prepared.table.headers.join(' | ')}\n${USAGE}`);
}

/** The refused rows: the first on the screen, all in a file beside the one they came from. */
async function tellRefused(
  { note }: Terminal,
  asked: Asked,
  { table, choice }: Prepared,
  refused: readonly RefusedRow[],
): Promise<void> {
  if (refused.length === 0) return;
  const { lang } = asked;
  for (const { row, problems } of refused.slice(0, SHOWN)) {
    const line = lang === 'zh' ? `第 ${String(row.line)} 行` : `line ${String(row.line)}`;
    note(`  ${line}: ${problems.map((each) => problemText(each, lang)).join('; ')}\n`);
  }
  const file = asked.refused ?? `${asked.file.slice(0, asked.file.length - extname(asked.file).length)}.refused.csv`;
  const why = await writeRefused(file, refusedCsv({ headers: table.headers, fields: choice.fields }, refused, lang));
  if (why !== null)
    note(lang === 'zh' ? `  未导入的行没有写成文件：${why}\n` : `  refused rows could not be written: ${why}\n`);
  else if (lang === 'zh') note(`  未导入的行在 ${file}，改好后可再次导入\n`);
  else note(`  refused rows are in ${file}: mend them and import that file\n`);
}

/** Null, or why the place cannot be written to: the import itself is done by then. */
async function writeRefused(file: string, text: string): Promise<string | null> {
  try {
    await writeFile(file, text);
    return null;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return cause.message;
    throw cause;
  }
}

const countsLine = ({ read, added, changed, unchanged, refused }: ImportCounts): string =>
  [
    `${String(read)} read`,
    `${String(added)} added`,
    `${String(changed)} changed`,
    `${String(unchanged)} unchanged`,
    `${String(refused)} refused`,
  ].join(', ');

async function importFile(asked: Asked, deps: ServerDeps, terminal: Terminal): Promise<Result<ImportCounts, string>> {
  if ((await deps.door.read(deps.orgId, orgRow)) === null) {
    return err('还没有店铺：先运行 npm start / There is no shop here yet: run npm start first');
  }
  const bytes = await readBytes(asked.file, asked.lang);
  if (!bytes.ok) return bytes;
  const progress = progressLine(terminal);
  const prepared = await prepare(asked, deps, bytes.value, progress.show);
  if (!prepared.ok) {
    progress.end();
    return prepared;
  }
  const { plan } = prepared.value;
  if (asked.dryRun) {
    progress.end();
    const refused = plan.flatMap((row) => (row.what === 'refused' ? [row] : []));
    await tellRefused(terminal, asked, prepared.value, refused);
    return ok(countsOf(plan));
  }
  const { counts, refused } = await runImport(prepared.value, {
    door: deps.door,
    orgId: deps.orgId,
    newId: uuidv7,
    clock: deps.clock,
    bookStock: stockBooker(deps.door, deps),
    onProgress: progress.show,
    fileName: basename(asked.file),
  });
  progress.end();
  await tellRefused(terminal, asked, prepared.value, refused);
  return ok(counts);
}

/** Runs the command; answers its exit code. */
export async function importCommand({ args, env, workDir, terminal }: CommandMeans): Promise<number> {
  const asked = readAsked(args, { ...env, INIT_CWD: env['INIT_CWD'] ?? workDir });
  const settings = readSettings(env, [], workDir);
  if (!asked.ok) return refuse(terminal, asked.error);
  if (!settings.ok) return refuse(terminal, settings.error);
  try {
    const deps = await openDeps(settings.value, null);
    try {
      const done = await importFile(asked.value, deps, terminal);
      if (!done.ok) return refuse(terminal, done.error);
      terminal.out(`${countsLine(done.value)}\n`);
      return 0;
    } finally {
      await deps.door.close();
    }
  } catch (cause) {
    if (cause instanceof SchemaMismatch) return refuse(terminal, cause.message);
    if (!(cause instanceof StorageFault)) throw cause;
    const code = cause.fault === 'disk_full' ? 'server_disk_full' : 'try_later';
    return refuse(terminal, fileRefusalText({ code }, asked.value.lang));
  }
}

function refuse({ note }: Terminal, words: string): 2 {
  note(`${words}\n`);
  return 2;
}
