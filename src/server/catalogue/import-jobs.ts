/**
 * The one import a shop has under way: its file, its state, what was chosen, what came of it. Kept in memory and as
 * `job.json` beside the file, so that a reload of the page, or of the server, loses nothing.
 *
 * Invariants: at most one task works at a time; a job cut off by a stop is checked again, and running it anew is safe;
 * a new upload replaces a job that is not running.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { err, ok, type Result } from '../../core/result.ts';
import { IMPORT_LIMIT_BYTES, importJob, type ImportChoice, type ImportJob } from '../../wire/catalogue-file.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { RefusedError } from '../../wire/refused-error.ts';
import type { DoorPlace } from '../db/open-door.ts';
import { uploadOf, type TaskMessage } from './import-task.ts';
import type { ImportRunner, RunningTask } from './import-runner.ts';

type JobMeans = {
  readonly place: DoorPlace;
  readonly orgId: string;
  readonly clock: () => number;
  readonly ids: () => string;
  readonly runner: ImportRunner;
  readonly onFault: (cause: unknown) => void; // a task broke off: for the log
};
const NOTHING_DONE = { step: 'reading', done: 0, total: 0 } as const;

type Answer = Promise<Result<ImportJob, Refusal>>;

export class ImportJobs {
  readonly #means: JobMeans;
  #job: ImportJob | null = null;
  #task: RunningTask | null = null;
  #loaded: Promise<void> | null = null;
  #disk: Promise<unknown> = Promise.resolve(); // one after another: a file is never written while its folder goes

  constructor(means: JobMeans) {
    this.#means = means;
  }

  /** The shop's job, if it has one. */
  async current(): Promise<ImportJob | null> {
    this.#loaded ??= this.#load();
    await this.#loaded;
    return this.#job;
  }

  async get(jobId: string): Answer {
    const job = await this.current();
    return job?.jobId === jobId ? ok(job) : err({ code: 'not_found' });
  }

  folderOf(jobId: string): string {
    return join(this.#root, basename(jobId));
  }

  get #root(): string {
    return join(this.#means.place.dataDir, 'imports');
  }

  /** Takes a file in and begins to read it. Refuses: `import_running`, `file_too_large`, `server_disk_full`. */
  async upload(fileName: string, bytes: Readable): Answer {
    if ((await this.current())?.state === 'running') return err({ code: 'import_running' });
    const jobId = this.#means.ids();
    const folder = this.folderOf(jobId);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      await pipeline(bytes, atMost(IMPORT_LIMIT_BYTES), createWriteStream(uploadOf(folder), { mode: 0o600 }));
    } catch (cause) {
      await rm(folder, { recursive: true, force: true });
      if (cause instanceof RefusedError)
        return err({ code: cause.code, facts: { limitMib: IMPORT_LIMIT_BYTES / 1024 / 1024 } });
      if (isDiskFull(cause)) return err({ code: 'server_disk_full' });
      throw new Error('an upload broke off', { cause });
    }
    if (this.#job?.state === 'running') return err({ code: 'import_running' }); // begun while the bytes came
    await this.#forget();
    const { size } = await stat(uploadOf(folder));
    this.#job = {
      jobId,
      fileName: fileName.slice(0, 200),
      bytes: size,
      state: 'checking',
      busy: NOTHING_DONE,
      failure: null,
      format: null,
      columns: [],
      choice: null,
      notes: [],
      rows: [],
      refused: [],
      counts: null,
      startedMs: this.#means.clock(),
      endedMs: null,
    };
    await this.#keep();
    this.#start('check', null);
    return ok(this.#job);
  }

  /** Another choice: the file is checked anew. Refuses: `not_found`, `import_running`, `bad_request`. */
  async choose(jobId: string, choice: ImportChoice): Answer {
    const job = await this.get(jobId);
    if (!job.ok) return job;
    if (job.value.state === 'running') return err({ code: 'import_running' });
    if (job.value.state === 'done' || job.value.format === null) return err({ code: 'bad_request' });
    await this.#task?.stop();
    return ok(await this.#begin(job.value, 'checking', choice));
  }

  /** Writes what was previewed. Refuses: `not_found`, `import_running`, or what the mapping lacks. */
  async run(jobId: string): Answer {
    const job = await this.get(jobId);
    if (!job.ok) return job;
    const { state, failure, choice } = job.value;
    if (state === 'running' || state === 'checking') return err({ code: 'import_running' });
    if (failure !== null) return err({ code: 'bad_request', facts: { why: failure.code } });
    if (choice === null || state === 'done') return err({ code: 'bad_request' });
    return ok(await this.#begin(job.value, 'running', choice));
  }

  /** Forgets a job and its file. Refuses: `not_found`, `import_running`. */
  async drop(jobId: string): Answer {
    const job = await this.get(jobId);
    if (!job.ok) return job;
    if (job.value.state === 'running') return err({ code: 'import_running' });
    await this.#forget();
    return job;
  }

  /** Stops what is under way, for the server's close: the next start checks the file again, and nothing is doubled. */
  async close(): Promise<void> {
    await this.#task?.stop();
    await this.#task?.done.catch(this.#means.onFault);
  }

  async #begin(job: ImportJob, state: 'checking' | 'running', choice: ImportChoice): Promise<ImportJob> {
    const next: ImportJob = {
      ...job,
      state,
      choice,
      failure: null,
      counts: null,
      busy: NOTHING_DONE,
    };
    this.#job = next;
    await this.#keep();
    this.#start(state === 'running' ? 'run' : 'check', choice);
    return next;
  }

  #start(what: 'check' | 'run', choice: ImportChoice | null): void {
    const job = this.#job;
    if (job === null) return;
    const { place, orgId, runner, onFault } = this.#means;
    const folder = this.folderOf(job.jobId);
    const task = runner({ what, place, orgId, folder, fileName: job.fileName, choice }, (message) => {
      if (this.#task === task) this.#hear(message);
    });
    this.#task = task;
    task.done
      .catch((cause: unknown) => {
        onFault(cause);
        if (this.#task === task) this.#hear({ kind: 'failed', refusal: { code: 'import_failed' } });
      })
      .then(() => (this.#task === task ? this.#keep() : undefined))
      .catch(onFault);
  }

  #hear(message: TaskMessage): void {
    if (this.#job === null) return;
    const ended = { busy: null, endedMs: this.#means.clock() };
    switch (message.kind) {
      case 'progress':
        this.#job = { ...this.#job, busy: message.progress };
        return;
      case 'checked':
        this.#job = { ...this.#job, ...message.preview, ...ended, state: 'ready' };
        return;
      case 'ran':
        this.#job = {
          ...this.#job,
          ...message.preview,
          ...ended,
          counts: message.counts,
          refused: message.refused,
          state: 'done',
        };
        return;
      case 'failed':
        this.#job = { ...this.#job, ...ended, failure: failureOf(message.refusal), state: 'failed' };
    }
  }

  #onDisk<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#disk.then(work);
    this.#disk = done.catch(() => undefined); // told to the one who asked; the next one's work is another
    return done;
  }

  #keep(): Promise<void> {
    return this.#onDisk(async () => {
      const job = this.#job;
      if (job === null) return;
      const file = join(this.folderOf(job.jobId), 'job.json');
      await writeFile(`${file}.new`, JSON.stringify(job), { mode: 0o600 });
      await rename(`${file}.new`, file); // never half a job
    });
  }

  async #forget(): Promise<void> {
    const job = this.#job;
    this.#job = null;
    const task = this.#task;
    this.#task = null;
    await task?.stop();
    if (job === null) return;
    await this.#onDisk(() => rm(this.folderOf(job.jobId), { recursive: true, force: true }));
  }

  /** The job a stopped server left behind: the newest whole one; folders without one are cleared away. */
  async #load(): Promise<void> {
    await mkdir(this.#root, { recursive: true, mode: 0o700 });
    for (const name of (await readdir(this.#root)).sort().reverse()) {
      const job = this.#job === null ? await readJob(join(this.#root, name)) : null;
      if (job === null) await rm(join(this.#root, name), { recursive: true, force: true });
      else this.#job = job;
    }
    const { state, choice } = this.#job ?? { state: 'done', choice: null };
    if (this.#job !== null && (state === 'checking' || state === 'running')) {
      this.#job = { ...this.#job, state: 'checking', busy: NOTHING_DONE };
      this.#start('check', choice);
    }
  }
}

async function readJob(folder: string): Promise<ImportJob | null> {
  try {
    return importJob.parse(JSON.parse(await readFile(join(folder, 'job.json'), 'utf8')));
  } catch (cause) {
    if (cause instanceof Error) return null; // cut off before it was a job, or an older version's
    throw cause;
  }
}

const failureOf = ({ code, facts }: Refusal): NonNullable<ImportJob['failure']> => ({
  code,
  ...(facts === undefined ? {} : { facts: { ...facts } }),
});

const isDiskFull = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');

function atMost(limit: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > limit) done(new RefusedError('file_too_large'));
      else done(null, chunk);
    },
  });
}
