/**
 * A whole copy of the embedded database while others read and write it: one read transaction, so one moment, and no
 * write-ahead log beside it.
 */
import { open } from 'node:fs/promises';
import Database from 'libsql';

/** Copies `file` to `to`, which must not be there, and flushes it. */
export async function copySqlite(file: string, to: string): Promise<void> {
  const db = new Database(file, { timeout: 5000 });
  try {
    db.prepare('vacuum into ?').run([to]);
  } finally {
    db.close();
  }
  const copied = await open(to, 'r+');
  try {
    await copied.sync(); // vacuum leaves that to its caller
  } finally {
    await copied.close();
  }
}
