/**
 * Whether a server runs on a data folder: it holds an exclusive lock on a small file for as long as it lives, and the
 * system takes the lock back however it ends. A lock, not a number of a process, which another may have by now.
 */
import { join } from 'node:path';
import Database from 'libsql';
import { judgeSqlite } from './sqlite.ts';

const FILE = 'server.lock';

/** Holds the lock until the answer is called; does nothing when another server of this folder has it. */
export function holdPresence(dataDir: string): () => void {
  const lock = lockOf(dataDir);
  return () => {
    if (lock?.inTransaction === true) lock.exec('rollback');
    lock?.close();
  };
}

/** Whether a server holds it now. */
export function isServerRunning(dataDir: string): boolean {
  const lock = lockOf(dataDir);
  if (lock === null) return true;
  lock.exec('rollback');
  lock.close();
  return false;
}

function lockOf(dataDir: string): Database.Database | null {
  const db = new Database(join(dataDir, FILE), { timeout: 0 });
  try {
    db.exec('begin exclusive');
    return db;
  } catch (cause) {
    db.close();
    if (judgeSqlite(cause) !== 'again') throw cause;
    return null; // a verdict: somebody has it
  }
}
