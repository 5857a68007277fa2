import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ImportJobs } from '../../../src/server/catalogue/import-jobs.ts';
import type { RunningTask } from '../../../src/server/catalogue/import-runner.ts';
import type { ImportTask, TaskMessage } from '../../../src/server/catalogue/import-task.ts';

type Started = {
  readonly task: ImportTask;
  readonly tell: (message: TaskMessage) => void;
  readonly stopped: () => boolean;
  readonly fail: (cause: Error) => void;
  readonly end: () => void;
};

let dataDir: string;
let started: Started[];
let faults: unknown[];
let jobs: ImportJobs;

/** Work that goes as the test says: what the thread would tell. */
function runner(task: ImportTask, tell: (message: TaskMessage) => void): RunningTask {
  let stopped = false;
  let end = (): void => undefined;
  let fail = (_cause: Error): void => undefined;
  const done = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  started.push({ task, tell, stopped: () => stopped, fail, end });
  return {
    done,
    stop: () => {
      stopped = true;
      end();
      return Promise.resolve();
    },
  };
}

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'halfloop-jobs-'));
  started = [];
  faults = [];
  jobs = new ImportJobs({
    place: { dataDir, databaseUrl: null, ownerUrl: null },
    orgId: 'o',
    clock: () => 9,
    ids: randomUUID,
    runner,
    onFault: (cause) => faults.push(cause),
  });
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

const upload = () => jobs.upload('a.csv', Readable.from([Buffer.from('sku,name,price\n')]));

test('a disk that fills while the bytes come is said, and nothing of the file stays', async () => {
  const bytes = Readable.from(
    (function* () {
      yield Buffer.from('sku,');
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    })(),
  );
  expect(await jobs.upload('a.csv', bytes)).toEqual({ ok: false, error: { code: 'server_disk_full' } });
  expect(readdirSync(join(dataDir, 'imports'))).toEqual([]);
});

test('work that breaks off is said on the page and told to the log; the file can be tried again', async () => {
  await upload();
  started[0]?.fail(new Error('the thread died'));
  await vi.waitFor(async () => {
    expect(await jobs.current()).toMatchObject({ state: 'failed', failure: { code: 'import_failed' }, busy: null });
  });
  expect(faults).toHaveLength(1);
  expect((await upload()).ok).toBe(true);
});

test('progress is shown; a new file replaces one being looked at, never one being written', async () => {
  const first = await upload();
  started[0]?.tell({ kind: 'progress', progress: { step: 'checking', done: 2000, total: 9000 } });
  expect(await jobs.current()).toMatchObject({ state: 'checking', busy: { step: 'checking', done: 2000 } });
  const second = await upload();
  expect(started[0]?.stopped()).toBe(true);
  expect(first.ok && second.ok && first.value.jobId !== second.value.jobId).toBe(true);
  const jobId = second.ok ? second.value.jobId : '';
  const choice = {
    fields: ['code', 'name', 'price'] as const,
    storeId: null,
    taxBp: 0,
    stock: 'opening_only' as const,
  };
  const preview = {
    format: { kind: 'csv' as const, encoding: 'utf-8' as const, delimiter: ',', sheet: null, headerLine: 1 },
    columns: [],
    notes: [],
    rows: [],
    refused: [],
    choice: { ...choice, fields: [...choice.fields] },
    counts: { read: 0, added: 0, changed: 0, unchanged: 0, refused: 0 },
    failure: null,
  };
  started[1]?.tell({ kind: 'checked', preview });
  expect((await jobs.run(jobId)).ok).toBe(true);
  expect(await upload()).toEqual({ ok: false, error: { code: 'import_running' } });
  expect(await jobs.drop(jobId)).toEqual({ ok: false, error: { code: 'import_running' } });
  expect(await jobs.choose(jobId, preview.choice)).toEqual({ ok: false, error: { code: 'import_running' } });
  expect(await jobs.run(jobId)).toEqual({ ok: false, error: { code: 'import_running' } });
  expect(started[2]?.task).toMatchObject({ what: 'run', fileName: 'a.csv' });
  await jobs.close();
  expect(started[2]?.stopped()).toBe(true);
  const next = new ImportJobs({
    place: { dataDir, databaseUrl: null, ownerUrl: null },
    orgId: 'o',
    clock: () => 9,
    ids: randomUUID,
    runner,
    onFault: () => undefined,
  });
  expect(await next.current()).toMatchObject({ jobId, state: 'checking' }); // cut off in the middle: looked at again
  expect(started[3]?.task).toMatchObject({ what: 'check', choice: preview.choice });
});
