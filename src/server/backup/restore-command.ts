/**
 * `npm run restore -- --from FILE [--replace]`: puts a backup back while no server runs. Ends with 0 when the restored
 * database is in place, checked and under a new epoch; 2 when it refused before changing anything; 1 when the backup
 * did not pass its checks.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { PgToolFault } from '../db/pg-tools.ts';
import { SchemaMismatch } from '../db/migrate.ts';
import type { CommandMeans } from '../journal/verify-command.ts';
import { doorMeans } from '../open-deps.ts';
import { readSettings } from '../settings.ts';
import { restoreBackup, type RestoreFault, type Restored } from './restore.ts';

const USAGE = 'npm run restore -- --from FILE.tar [--replace]';

export async function restoreCommand({ args, env, workDir, terminal }: CommandMeans): Promise<number> {
  const asked = readAsked(args);
  const settings = readSettings(env, [], workDir);
  if (!settings.ok || asked === null) {
    terminal.note(`${settings.ok ? USAGE : settings.error}\n`);
    return 2;
  }
  const { dataDir, databaseUrl, ownerUrl, orgId } = settings.value;
  const door = doorMeans((cause) => {
    terminal.note(`${String(cause)}\n`);
  });
  const means = { place: { dataDir, databaseUrl, ownerUrl }, orgId, door, ids: () => uuidv7() };
  try {
    const restored = await restoreBackup(means, resolve(workDir, asked.from), asked.replace);
    if (!restored.ok) {
      terminal.note(`${FAULTS[restored.error.why]}\n`);
      return BEFORE.has(restored.error.why) ? 2 : 1;
    }
    terminal.out(doneWords(restored.value));
    return 0;
  } catch (cause) {
    if (!(cause instanceof PgToolFault) && !(cause instanceof SchemaMismatch)) throw cause;
    terminal.note(`未恢复，原数据未动 / not restored, what was there is there: ${cause.message}\n`);
    return 1;
  }
}

function readAsked(args: readonly string[]): { from: string; replace: boolean } | null {
  try {
    const options = { from: { type: 'string' }, replace: { type: 'boolean' } } as const;
    const { from, replace = false } = parseArgs({ args: [...args], options }).values;
    return from === undefined || from === '' ? null : { from, replace };
  } catch {
    return null; // a verdict: not what the command takes
  }
}

const BEFORE: ReadonlySet<RestoreFault['why']> = new Set([
  'no_backup',
  'other_engine',
  'other_org',
  'not_empty',
  'server_runs',
]);

const FAULTS: Readonly<Record<RestoreFault['why'], string>> = {
  no_backup: '这不是半环的备份文件 / this is no backup of Halfloop',
  damaged: '备份文件已损坏，未作改动 / the backup is damaged; nothing was changed',
  other_engine:
    '备份来自另一种数据库（SQLite 或 PostgreSQL） / the backup is of the other engine: set or unset DATABASE_URL',
  other_org: '备份属于另一家公司 / the backup is of another org than HALFLOOP_ORG',
  not_empty: '这里已有数据，未作改动；要替换请加 --replace（原数据会留在旁边） / there is data here; add --replace',
  server_runs: '请先停掉服务器 / stop the server first',
  heads_differ: '备份与其清单不符，未作改动 / the backup is not what its manifest says; nothing was changed',
  not_whole: '备份未通过校验（npm run verify），未作改动 / the backup fails verification; nothing was changed',
};

function doneWords({ told, epoch, kept }: Restored): string {
  const size = `${String(told.heads.length)} 本日志 journals, ${String(told.entries)} 条 entries`;
  const from = new Date(told.madeMs).toISOString();
  const old = kept === null ? '' : `原数据保留于 what was there is kept as: ${kept}\n`;
  return (
    `已恢复并通过校验 restored and verified: ${from}, ${size}\n新纪元 new epoch: ${epoch}\n${old}` +
    '收银机上线后会补发此后的销售；后台此后的改动需重做。\n' +
    'Tills send what came after as they come online; what the office changed since then must be done again.\n'
  );
}
