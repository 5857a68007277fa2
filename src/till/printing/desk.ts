/**
 * The printer beside this till, for everything that is printed or opened. Its code is fetched with the first paper; a
 * till that prints by the system's dialog never fetches it.
 *
 * Invariants: nothing here is awaited by a sale; the drawer is opened now or not at all, because a pulse that comes
 * minutes late opens it when nobody stands there.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Paper } from '../../client/print/escpos.ts';
import type { PrintJob } from '../../client/print/print-queue.ts';
import type { PrinterTroubleCode } from '../../client/print/printer-port.ts';
import type { TillDevice } from '../../client/till-device.ts';
import type { PreferenceStore } from '../preferences.ts';
import type { DeskParts } from './desk-parts.ts';

export type PrintDesk = {
  /** Papers not printed yet, oldest first. */
  readonly state: StoreApi<{ readonly jobs: readonly PrintJob[] }>;
  /** Kept, then printed. `label`: what it is of, for people. */
  print(paper: Paper, label: string): Promise<void>;
  /** Opens the drawer; null: the pulse was sent. */
  kick(): Promise<PrinterTroubleCode | null>;
  /** Lets the person choose the printer; only from a touch. */
  connect(): Promise<boolean>;
  retry(jobId: number): Promise<void>;
  drop(jobId: number): Promise<void>;
  /** Takes up what was left to print before this page was opened. */
  wake(): Promise<void>;
};

type Means = {
  readonly device: TillDevice;
  readonly preferences: PreferenceStore;
  readonly nowMs: () => number;
};

export function createPrintDesk(means: Means): PrintDesk {
  const { preferences } = means;
  const state: PrintDesk['state'] = createStore(() => ({ jobs: [] }));
  let parts: Promise<DeskParts> | null = null;
  const open = (): Promise<DeskParts> => {
    parts ??= openParts(means, state);
    return parts;
  };
  const bySystem = () => preferences.getState().printer.by === 'system';
  return {
    state,
    print: async (paper, label) => {
      if (!bySystem()) return (await open()).queue.add({ paper, label });
      const { printPaper } = await import('../receipt/print-paper.tsx');
      const { settings } = means.device.state.getState();
      await printPaper(paper, preferences.getState().paperMm, settings);
    },
    kick: async () => (bySystem() ? 'not_supported' : (await open()).kick()),
    connect: async () => (await open()).connect(),
    retry: async (jobId) => (await open()).queue.retry(jobId),
    drop: async (jobId) => (await open()).queue.drop(jobId),
    wake: async () => {
      if (!bySystem()) await open();
    },
  };
}

async function openParts(means: Means, state: PrintDesk['state']): Promise<DeskParts> {
  const { openDeskParts } = await import('./desk-parts.ts');
  const parts = await openDeskParts(means);
  const show = () => state.setState({ jobs: parts.queue.state.getState().jobs });
  parts.queue.state.subscribe(show);
  show();
  return parts;
}
