/**
 * `npm run backup -- --to FILE|DIR [--keep DAYS]`: a backup beside the running server. Ends with 0 when it is there,
 * whole and flushed; 2 when it could not begin; 1 when it broke. Prints the file's name.
 */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PgToolFault } from '../db/pg-tools.ts';
import type { CommandMeans } from '../journal/verify-command.ts';
import { doorMeans } from '../open-deps.ts';
import { orgIdIn } from '../org-id.ts';
import { readSettings } from '../settings.ts';
import { backupName, dropOldBackups, makeBackup } from './backup.ts';

const USAGE = 'npm run backup -- --to FILE.tar | DIR/ [--keep DAYS]';

type Asked = { readonly to: string; readonly keepDays: number | null };

export async function backupCommand({ args, env, workDir, terminal }: CommandMeans): Promise<number> {
  const asked = readAsked(args);
  const settings = readSettings(env, [], workDir);
  if (!settings.ok || asked === null) {
    terminal.note(`${settings.ok ? USAGE : settings.error}\n`);
    return 2;
  }
  const orgId = settings.value.orgId ?? (await orgIdIn(settings.value.dataDir));
  if (orgId === null) {
    terminal.note(`这里没有店 / there is no shop here: ${settings.value.dataDir}\n`);
    return 2;
  }
  const nowMs = Date.now();
  const to = resolve(workDir, asked.to);
  const folder = await isFolder(to, asked.to);
  const file = folder ? join(to, backupName(nowMs)) : to;
  if (existsSync(file)) {
    terminal.note(`已有此文件，未作改动 / there is such a file already, left as it is: ${file}\n`);
    return 2;
  }
  try {
    const { dataDir, databaseUrl, ownerUrl } = settings.value;
    const door = doorMeans((cause) => {
      terminal.note(`${String(cause)}\n`);
    });
    const made = await makeBackup({ place: { dataDir, databaseUrl, ownerUrl }, orgId, door }, file);
    terminal.out(`${file}\n`);
    const size = `${String(made.heads.length)} 本日志 journals, ${String(made.entries)} 条 entries`;
    terminal.note(`${size}。内含服务器私钥，请加密保存 / holds the server's keys: keep it encrypted\n`);
    if (folder && asked.keepDays !== null) {
      for (const name of await dropOldBackups(to, asked.keepDays, nowMs)) terminal.note(`已清理 removed ${name}\n`);
    }
    return 0;
  } catch (cause) {
    if (!(cause instanceof PgToolFault)) throw cause;
    terminal.note(`备份失败，需要 pg_dump / no backup, pg_dump is needed: ${cause.message}\n`);
    return 1;
  }
}

function readAsked(args: readonly string[]): Asked | null {
  try {
    const options = { to: { type: 'string' }, keep: { type: 'string' } } as const;
    const { to, keep } = parseArgs({ args: [...args], options }).values;
    const keepDays = keep === undefined ? null : Number(keep);
    if (to === undefined || to === '') return null;
    return keepDays !== null && (!Number.isInteger(keepDays) || keepDays < 1) ? null : { to, keepDays };
  } catch {
    return null; // a verdict: not what the command takes
  }
}

/** A folder that is there, or a name that says it is one. */
async function isFolder(path: string, typed: string): Promise<boolean> {
  if (/[/\\]$/.test(typed)) return true;
  return existsSync(path) && (await stat(path)).isDirectory();
}
