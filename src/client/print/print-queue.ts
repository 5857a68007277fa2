/**
 * Papers on their way to the printer, kept on the device until they are printed. Nothing waits for it: a sale is
 * complete without its paper.
 *
 * Invariants: papers come out in the order they were asked for; one that was sent in part is printed again only when a
 * person says so; two tabs never print the same one. A paper nobody has printed for a day is let go.
 */
import { Dexie, type Table } from 'dexie';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DatabasePlace } from '../db/open-database.ts';
import type { Paper } from './escpos.ts';
import { PrinterTrouble, type PrinterTroubleCode } from './printer-port.ts';

export type PrintJob = {
  readonly jobId: number;
  readonly label: string; // what it is of, for people: a receipt's number
  readonly paper: Paper;
  readonly madeMs: number;
  readonly trouble: PrinterTroubleCode | null; // why it is still here
};

export type PrintQueue = {
  readonly state: StoreApi<{ readonly jobs: readonly PrintJob[]; readonly isPrinting: boolean }>;
  /** Resolves when it is kept, long before it is printed. */
  add(job: Pick<PrintJob, 'label' | 'paper'>): Promise<void>;
  /** Prints it, whatever was wrong before, and what waits behind it. */
  retry(jobId: number): Promise<void>;
  drop(jobId: number): Promise<void>;
  /** Resolves when nothing is being printed. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

class PrintDb extends Dexie {
  declare readonly jobs: Table<PrintJob, number, Omit<PrintJob, 'jobId'>>;

  constructor(name: string, place: DatabasePlace) {
    super(name, place);
    this.version(1).stores({ jobs: '++jobId' });
  }
}

type Means = {
  readonly name: string; // of the database
  readonly place: DatabasePlace;
  readonly print: (paper: Paper) => Promise<void>; // throws PrinterTrouble
  readonly locks: Pick<LockManager, 'request'> | null; // null: this page is alone
  readonly nowMs: () => number;
};

const KEPT_MS = 86_400_000;
const LOCK = 'halfloop-till-printing';

export async function openPrintQueue(means: Means): Promise<PrintQueue> {
  const db = new PrintDb(means.name, means.place);
  await db.jobs.filter((job) => job.madeMs < means.nowMs() - KEPT_MS).delete();
  const state: PrintQueue['state'] = createStore(() => ({ jobs: [], isPrinting: false }));
  const show = async (): Promise<void> => state.setState({ jobs: await db.jobs.orderBy('jobId').toArray() });
  let turn = Promise.resolve();
  const work = (): Promise<void> => {
    turn = turn.then(() => alone(means.locks, () => printAll(db, means.print, { show, state })));
    return turn;
  };
  await show();
  return {
    state,
    add: async ({ label, paper }) => {
      await db.jobs.add({ label, paper, madeMs: means.nowMs(), trouble: null });
      await show();
      void work();
    },
    retry: async (jobId) => {
      await db.jobs.update(jobId, { trouble: null });
      await work();
    },
    drop: async (jobId) => {
      await db.jobs.delete(jobId);
      await show();
    },
    settled: () => turn,
    close: async () => {
      await turn;
      db.close();
    },
  };
}

type Shown = { readonly show: () => Promise<void>; readonly state: PrintQueue['state'] };

/** One after the other. What was not sent at all holds up nothing but itself: the next try takes it along. */
async function printAll(db: PrintDb, print: Means['print'], { show, state }: Shown): Promise<void> {
  state.setState({ isPrinting: true });
  const inOrder = await db.jobs.orderBy('jobId').toArray();
  const waiting = inOrder.filter((job) => job.trouble !== 'broke_off');
  for (const { jobId, paper } of waiting) {
    const trouble = await printOne(print, paper);
    if (trouble === null) await db.jobs.delete(jobId);
    else await db.jobs.update(jobId, { trouble });
    await show();
    if (trouble !== null) break; // the printer is away or in disorder: those behind would fare no better
  }
  state.setState({ isPrinting: false });
}

async function printOne(print: Means['print'], paper: Paper): Promise<PrinterTroubleCode | null> {
  try {
    await print(paper);
    return null;
  } catch (error) {
    if (error instanceof PrinterTrouble) return error.code;
    throw error;
  }
}

const alone = (locks: Means['locks'], run: () => Promise<void>): Promise<void> =>
  locks === null ? run() : locks.request(LOCK, run);
