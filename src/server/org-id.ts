/**
 * Which org a data folder is of: one line in a file of its own, beside the server's keys.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const fileIn = (dataDir: string): string => join(dataDir, 'org-id');

/** Null: nothing was started here yet. Throws when the file holds something else. */
export async function orgIdIn(dataDir: string): Promise<string | null> {
  const text = await readFile(fileIn(dataDir), 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  });
  if (text === null) return null;
  const orgId = text.trim();
  if (!UUID.test(orgId)) throw new Error(`${fileIn(dataDir)} holds no org id`);
  return orgId;
}

/** The org of this folder; of two processes that begin together one chooses it. */
export async function orgIdOrNew(dataDir: string, fresh: () => string): Promise<string> {
  try {
    await writeOrgId(dataDir, fresh(), 'wx');
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  }
  const orgId = await orgIdIn(dataDir);
  if (orgId === null) throw new Error(`${fileIn(dataDir)} was taken away`);
  return orgId;
}

/** With `w` another org's place is taken: only a restored backup does that. */
export const writeOrgId = (dataDir: string, orgId: string, flag: 'w' | 'wx'): Promise<void> =>
  writeFile(fileIn(dataDir), `${orgId}\n`, { flag, mode: 0o600, flush: true });
