/**
 * One piece of an import's work from beginning to end: read and check a file, or check and run it. Opens its own door,
 * so that it can live in a thread of its own (import-worker.ts) beside a server that goes on serving.
 *
 * Leaves the refused rows as CSV files in the job's folder. Never throws for a person's mistake: that is `failed`.
 */
import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import type { Lang } from '../../core/product.ts';
import type { ImportChoice, ImportCounts, ImportJob } from '../../wire/catalogue-file.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { loadServerKeys } from '../auth/keys.ts';
import { StorageFault } from '../db/door.ts';
import { openDoor, type DoorPlace } from '../db/open-door.ts';
import { stockBooker } from './book-stock.ts';
import { prepareImport, previewOf, type OnProgress, type Prepared, type Progress } from './prepare-import.ts';
import { refusedCsv } from './refused-file.ts';
import { runImport, type RefusedRow } from './run-import.ts';

export type ImportTask = {
  readonly what: 'check' | 'run';
  readonly place: DoorPlace;
  readonly orgId: string;
  readonly folder: string; // holds the upload, gets the refused rows
  readonly fileName: string;
  readonly choice: ImportChoice | null; // null: propose one
};

/** What a task tells while it works; the last message is never `progress`. */
export type TaskMessage =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'checked'; readonly preview: ReturnType<typeof previewOf> }
  | {
      readonly kind: 'ran';
      readonly preview: ReturnType<typeof previewOf>;
      readonly counts: ImportCounts;
      readonly refused: ImportJob['refused'];
    }
  | { readonly kind: 'failed'; readonly refusal: Refusal };

export const uploadOf = (folder: string): string => join(folder, 'upload');
export const refusedFileOf = (folder: string, lang: Lang): string => join(folder, `refused-${lang}.csv`);

/** Works the task off. Throws only what nobody at a screen can mend; the caller turns that into `import_failed`. */
export async function runImportTask(task: ImportTask, tell: (message: TaskMessage) => void): Promise<void> {
  const clock = () => Date.now();
  const random = (size: number) => new Uint8Array(randomBytes(size));
  const ignored: unknown[] = []; // faults of the door's listening side: this task listens to nobody
  const door = await openDoor(task.place, { clock, random, onFault: (cause) => ignored.push(cause) });
  try {
    const onProgress: OnProgress = (progress) => {
      tell({ kind: 'progress', progress });
    };
    const bytes = await readFile(uploadOf(task.folder));
    const prepared = await prepareImport(bytes, task.choice ?? {}, { door, orgId: task.orgId, onProgress });
    if (!prepared.ok) {
      tell({ kind: 'failed', refusal: prepared.error });
      return;
    }
    const preview = previewOf(prepared.value);
    if (task.what === 'check' || prepared.value.refusal !== null) {
      await keepRefused(
        task.folder,
        prepared.value,
        prepared.value.plan.flatMap((row) => (row.what === 'refused' ? [row] : [])),
      );
      tell({ kind: 'checked', preview });
      return;
    }
    const keys = await loadServerKeys(task.place.dataDir);
    const bookStock = stockBooker(door, { keys, clock, ids: uuidv7, randomBytes: random, orgId: task.orgId });
    const means = { door, orgId: task.orgId, newId: uuidv7, clock, bookStock, onProgress, fileName: task.fileName };
    const { counts, refused } = await runImport(prepared.value, means);
    await keepRefused(task.folder, prepared.value, refused);
    const shown = refused
      .slice(0, preview.refused.length)
      .map(({ row, problems }) => ({ line: row.line, problems: [...problems] }));
    await rm(uploadOf(task.folder)); // what is left of the file are its refused rows
    tell({ kind: 'ran', preview, counts, refused: shown });
  } catch (cause) {
    if (!(cause instanceof StorageFault)) throw new Error('an import broke off', { cause });
    tell({ kind: 'failed', refusal: { code: cause.fault === 'disk_full' ? 'server_disk_full' : 'try_later' } });
  } finally {
    await door.close();
  }
}

async function keepRefused(folder: string, { table, choice }: Prepared, refused: readonly RefusedRow[]): Promise<void> {
  const columns = { headers: table.headers, fields: choice.fields };
  for (const lang of ['zh', 'en'] as const) {
    const file = refusedFileOf(folder, lang);
    if (refused.length === 0) await rm(file, { force: true });
    else await writeFile(file, refusedCsv(columns, refused, lang), { mode: 0o600 });
  }
}
