/**
 * Starts the work of an import beside the server and hands on what it tells. Built, it is a thread with a bounded heap;
 * run from sources (tests, tools) there is no built worker file, and the work runs here.
 */
import { Worker } from 'node:worker_threads';
import { runImportTask, type ImportTask, type TaskMessage } from './import-task.ts';

export type RunningTask = {
  /** Ends when the work has ended. Rejects when it broke off for a reason no message tells. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
};
export type ImportRunner = (task: ImportTask, tell: (message: TaskMessage) => void) => RunningTask;

/** A file of 64 MiB makes cells of about half of this. */
const HEAP_MB = 2048;
/** Rows live for a moment or for the whole import: room for the first kind saves copying the second around. */
const YOUNG_MB = 192;
const HEAP_ERROR = 'ERR_WORKER_OUT_OF_MEMORY';

export const importRunner: ImportRunner = (task, tell) =>
  import.meta.url.endsWith('.ts') ? inThisThread(task, tell) : inThread(task, tell);

function inThread(task: ImportTask, tell: (message: TaskMessage) => void): RunningTask {
  const worker = new Worker(new URL('./import-worker.js', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  worker.on('message', tell);
  const done = new Promise<void>((resolve, reject) => {
    worker.on('error', (cause: Error & { code?: string }) => {
      if (cause.code === HEAP_ERROR) tell({ kind: 'failed', refusal: { code: 'file_too_large' } });
      else reject(cause);
    });
    worker.on('exit', () => {
      resolve();
    });
  });
  return {
    done,
    stop: async () => {
      await worker.terminate();
    },
  };
}

const inThisThread: ImportRunner = (task, tell) => {
  const done = runImportTask(task, tell);
  return { done, stop: () => done };
};
