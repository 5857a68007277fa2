/** The thread an import works in: one task, its messages to whoever started it, then the thread ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../../core/assert.ts';
import { runImportTask, type ImportTask } from './import-task.ts';

const port = parentPort;
assert(port !== null, 'import-worker runs as a thread');
await runImportTask(workerData as ImportTask, (message) => {
  port.postMessage(message);
}); // written by import-runner.ts
