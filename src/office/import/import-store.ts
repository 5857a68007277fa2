/**
 * An import as the page follows it: the job is the server's, so a reload finds it again. Asked anew twice a second
 * while the server works on it.
 *
 * Invariants: one call at a time changes the job; a refusal keeps the job as it was shown.
 */
import { createStore } from 'zustand/vanilla';
import * as z from 'zod/mini';
import type { Result } from '../../core/result.ts';
import { importCurrent, importJob, type ImportChoice, type ImportJob } from '../../wire/catalogue-file.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { OfficeApi } from '../data/api.ts';

const ASK_MS = 500;

type ImportState = {
  readonly phase: 'asking' | 'none' | 'sending' | 'job';
  readonly job: ImportJob | null;
  readonly refusal: Refusal | null;
  readonly open: () => Promise<void>;
  readonly send: (file: Blob, name: string) => Promise<void>;
  readonly choose: (choice: ImportChoice) => Promise<void>;
  readonly run: () => Promise<void>;
  readonly forget: () => Promise<void>;
  readonly stop: () => void;
};

type After = (run: () => void, ms: number) => void;

/** Makes the store; `open` asks whether the shop has a job. `after` is setTimeout, or a test's own. */
export function createImport(api: OfficeApi, after: After) {
  return createStore<ImportState>()((set, get) => {
    let stopped = false;

    const settle = (answer: Result<ImportJob | null, Refusal>): void => {
      if (stopped) return;
      if (!answer.ok) {
        set({ refusal: answer.error, phase: get().job === null ? 'none' : 'job' });
        if (get().job?.busy != null) after(() => void follow(), ASK_MS); // a lost answer stops nothing on the server
        return;
      }
      set({ job: answer.value, refusal: null, phase: answer.value === null ? 'none' : 'job' });
      if (answer.value?.busy != null) after(() => void follow(), ASK_MS);
    };
    const follow = async (): Promise<void> => {
      const { job } = get();
      if (stopped || job?.busy == null) return;
      settle(await api.call('GET', `/imports/${job.jobId}`, { schema: importJob, unattended: true }));
    };

    return {
      phase: 'asking',
      job: null,
      refusal: null,
      open: async () => {
        stopped = false;
        const answer = await api.call('GET', '/imports/current', { schema: importCurrent });
        settle(answer.ok ? { ok: true, value: answer.value.job } : answer);
      },
      send: async (file, name) => {
        set({ phase: 'sending', refusal: null });
        settle(await api.call('POST', `/imports?name=${encodeURIComponent(name)}`, { schema: importJob, body: file }));
      },
      choose: async (choice) => {
        const { job } = get();
        if (job !== null) settle(await api.call('PUT', `/imports/${job.jobId}`, { schema: importJob, body: choice }));
      },
      run: async () => {
        const { job } = get();
        if (job !== null) settle(await api.call('POST', `/imports/${job.jobId}/run`, { schema: importJob, body: {} }));
      },
      forget: async () => {
        const { job } = get();
        if (job === null) return;
        const answer = await api.call('POST', `/imports/${job.jobId}/drop`, { schema: z.looseObject({}), body: {} });
        if (answer.ok) set({ job: null, phase: 'none', refusal: null });
        else set({ refusal: answer.error });
      },
      stop: () => {
        stopped = true;
      },
    };
  });
}
