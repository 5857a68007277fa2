/**
 * Papers on their way to the printer, kept on the device until they are printed. Nothing waits for it: a sale is
 * complete without its paper.
 *
 * Invariants: papers come out in the order they were asked for; one that was sent in part is printed again only when a
 * person says so, and says on it that it was, also when the page was closed midway; one that cannot be made into bytes
 * waits for a person like it; two tabs never print the same one. A paper nobody has printed for a day is let go.
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
  readonly isBegun?: boolean; // it is being sent; by nobody any more when it is this tab's turn
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
  readonly again: (paper: Paper) => Paper; // the same, marked as one that was begun before
  readonly onFault: (error: unknown) => void;
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
    turn = turn.then(() => alone(means.locks, () => printAll(db, means, { show, state }))).catch(means.onFault);
    return turn;
  };
  await show();
  turn = alone(means.locks, () => tellLeft(db).then(show)).catch(means.onFault);
  return {
    state,
    add: async ({ label, paper }) => {
      await db.jobs.add({ label, paper, madeMs: means.nowMs(), trouble: null });
      await show();
      void work();
    },
    retry: async (jobId) => {
      const job = await db.jobs.get(jobId);
      if (job === undefined) return; // another tab has printed or dropped it
      const paper = job.trouble === 'broke_off' ? means.again(job.paper) : job.paper;
      await db.jobs.update(jobId, { trouble: null, paper });
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
async function printAll(db: PrintDb, means: Means, { show, state }: Shown): Promise<void> {
  state.setState({ isPrinting: true });
  await tellLeft(db);
  const inOrder = await db.jobs.orderBy('jobId').toArray();
  const waiting = inOrder.filter((job) => job.trouble !== 'broke_off');
  for (const { jobId } of waiting) {
    const job = await db.jobs.get(jobId);
    if (job === undefined) continue; // dropped meanwhile
    await db.jobs.update(jobId, { isBegun: true });
    const trouble = await printOne(means, job.paper);
    if (trouble === null) await db.jobs.delete(jobId);
    else await db.jobs.update(jobId, { trouble, isBegun: false });
    await show();
    if (trouble !== null) break; // the printer is away or in disorder: those behind would fare no better
  }
  state.setState({ isPrinting: false });
}

/** What a page was sending when it was closed: nobody knows how much of it came out. */
const tellLeft = (db: PrintDb): Promise<unknown> =>
  db.jobs.filter(({ isBegun }) => isBegun === true).modify({ isBegun: false, trouble: 'broke_off' });

async function printOne({ print, onFault }: Means, paper: Paper): Promise<PrinterTroubleCode | null> {
  try {
    await print(paper);
    return null;
  } catch (error) {
    if (error instanceof PrinterTrouble) return error.code;
    onFault(error);
    return 'broke_off'; // a mistake of ours, not the printer's: kept for a person, and the next try goes past it
  }
}

const alone = (locks: Means['locks'], run: () => Promise<void>): Promise<void> =>
  locks === null ? run() : locks.request(LOCK, run);
