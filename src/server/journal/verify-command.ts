/**
 * `npm run verify [-- --store S]`: checks all (verify-all.ts) beside a running server and says it in words. Ends with 0
 * only when all is whole: 1 when something was changed, 3 when all that is here is sound but entries announced by a
 * till have not come (yet), 2 when it could not begin.
 */
import { parseArgs } from 'node:util';
import { SchemaMismatch } from '../db/migrate.ts';
import { listStores } from '../db/orgs.ts';
import type { ServerDeps } from '../deps.ts';
import { openDeps } from '../open-deps.ts';
import { readSettings } from '../settings.ts';
import { verifyAll, type Awaited, type Checked, type Finding, type Place, type Report } from './verify-all.ts';

const USAGE = 'npm run verify [-- --store S1]';

type Terminal = { readonly out: (text: string) => void; readonly note: (text: string) => void };
export type CommandMeans = {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly workDir: string;
  readonly terminal: Terminal;
};

export async function verifyCommand({ args, env, workDir, terminal }: CommandMeans): Promise<number> {
  const asked = storeAsked(args);
  const settings = readSettings(env, [], workDir);
  if (!settings.ok || asked === null) {
    terminal.note(`${settings.ok ? USAGE : settings.error}\n`);
    return 2;
  }
  try {
    const deps = await openDeps(settings.value, null);
    try {
      return await verifyWith(deps, asked.store, terminal);
    } finally {
      await deps.door.close();
    }
  } catch (cause) {
    if (!(cause instanceof SchemaMismatch)) throw cause;
    terminal.note(`数据库与此版本不符 / the database does not fit this version: ${cause.message}\n`);
    return 2;
  }
}

function storeAsked(args: readonly string[]): { readonly store: string | undefined } | null {
  try {
    return { store: parseArgs({ args: [...args], options: { store: { type: 'string' } } }).values.store };
  } catch {
    return null; // a verdict: not what the command takes
  }
}

async function verifyWith(deps: ServerDeps, code: string | undefined, terminal: Terminal): Promise<number> {
  const stores = await deps.door.read(deps.orgId, listStores);
  const store = stores.find((one) => one.code === code);
  if (stores.length === 0 || (code !== undefined && store === undefined)) {
    const known = stores.map((one) => one.code).join(', ');
    terminal.note(`没有这家门店 / no such store: ${code ?? '-'} (${known})\n`);
    return 2;
  }
  const onChain = (chain: Checked) => {
    terminal.out(`${where(chain)}: ${String(chain.entries)} 条 entries, ${String(chain.signedSeq)} 已签 signed\n`);
  };
  const { door, orgId } = deps;
  const report = await verifyAll({ door, orgId, storeId: store?.store_id ?? null, onChain });
  for (const finding of report.findings) terminal.out(`✗ ${wordsOf(finding)}\n`);
  for (const awaited of report.awaited) terminal.out(`… ${awaitedWords(awaited)}\n`);
  return conclude(report, terminal);
}

function conclude({ chains, findings, awaited }: Report, terminal: Terminal): number {
  const entries = chains.reduce((sum, chain) => sum + chain.entries, 0);
  const size = `${String(chains.length)} 本日志 journals, ${String(entries)} 条 entries`;
  if (findings.length > 0) {
    terminal.out(`不完整 NOT WHOLE: ${String(findings.length)} 处 places (${size})\n`);
    return 1;
  }
  if (awaited.length > 0) {
    terminal.out(`已到的都完整，尚有未到的 whole as far as it came, more was announced (${size})\n`);
    return 3;
  }
  terminal.out(`完整 whole (${size})\n`);
  return 0;
}

const where = ({ storeCode, tillCode, incarnation }: Place): string =>
  `${storeCode} ${tillCode} incarnation ${incarnation}`;

const awaitedWords = (awaited: Awaited): string =>
  `${where(awaited)}: 已报未到 announced, not here: ${String(awaited.from)}–${String(awaited.to)}`;

const CHAIN_WORDS = {
  bytes: '内容被改动 its bytes are not what was hashed',
  chain: '次序被改动 it does not follow the entry before it',
  missing: '条目缺失 it is missing',
  statement: '签名不符 no statement its device signed covers it',
  head: '末尾不符 the journal ends elsewhere than its head says',
  columns: '行与内容不符 its row names another id or kind than its bytes',
  effect: '效果缺失或不符 its effect is missing or of another content',
  rows: '账表与条目不符 the table does not say what the entry says',
  branch: '支线内容被改动 a line kept beside the chain was changed',
} as const;

function wordsOf(finding: Finding): string {
  if (finding.what === 'guard') return `触发器缺失 a trigger that keeps the journal is gone: ${finding.name}`;
  if (finding.what === 'orphan') {
    return `${finding.storeCode} ${finding.table} ${finding.no}: 没有对应条目 no entry stands behind it`;
  }
  if (finding.what === 'stock') {
    const off = `#${String(finding.skuNo)} ${String(finding.offMilli)}/1000`;
    return `${finding.storeCode} ${off}: 库存与流水不符 stock is not the sum of its moves`;
  }
  const table = finding.table === undefined ? '' : ` (${finding.table})`;
  return `${where(finding)} seq ${String(finding.seq)}: ${CHAIN_WORDS[finding.what]}${table}`;
}
