/** Papers on their way: kept, in order, never twice by themselves. */
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import type { Paper } from '../../../src/client/print/escpos.ts';
import { openPrintQueue, type PrintQueue } from '../../../src/client/print/print-queue.ts';
import { PrinterTrouble, type PrinterTroubleCode } from '../../../src/client/print/printer-port.ts';

let place: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange };
let printed: string[];
let trouble: PrinterTroubleCode | null;
let nowMs: number;
let faults: unknown[];
let held: Promise<void>;

const paper = (text: string): Paper => ({ rows: [{ row: 'text', text, align: 'start', strong: false }], qr: null });
const firstText = ({ rows: [row] }: Paper) => (row?.row === 'text' ? row.text : '');
const open = (locks: Pick<LockManager, 'request'> | null = null): Promise<PrintQueue> =>
  openPrintQueue({
    name: 'print',
    place,
    locks,
    nowMs: () => nowMs,
    again: (one) => paper(`copy of ${firstText(one)}`),
    onFault: (error) => void faults.push(error),
    print: async (one) => {
      await held;
      if (firstText(one) === 'poison') throw new Error('no such sign');
      if (trouble !== null) throw new PrinterTrouble(trouble);
      printed.push(firstText(one));
    },
  });
const add = (queue: PrintQueue, text: string) => queue.add({ label: text, paper: paper(text) });
const waiting = (queue: PrintQueue) => queue.state.getState().jobs.map(({ label, trouble: why }) => [label, why]);

beforeEach(() => {
  place = { indexedDB: new IDBFactory(), IDBKeyRange };
  printed = [];
  trouble = null;
  nowMs = 1_000_000;
  faults = [];
  held = Promise.resolve();
});

test('papers come out in their order and are then forgotten', async () => {
  const queue = await open();
  for (const text of ['a', 'b', 'c']) await add(queue, text);
  await queue.settled();
  expect([printed, waiting(queue)]).toEqual([['a', 'b', 'c'], []]);
});

test('a printer that is away keeps them, over a restart too, and the next try takes all along', async () => {
  const queue = await open();
  trouble = 'not_connected';
  await add(queue, 'a');
  await add(queue, 'b');
  await queue.settled();
  expect(waiting(queue)).toEqual([['a', 'not_connected'], ['b', null]]); // prettier-ignore
  await queue.close();
  const later = await open();
  expect(waiting(later)).toHaveLength(2);
  trouble = null;
  await add(later, 'c');
  await later.settled();
  expect([printed, waiting(later)]).toEqual([['a', 'b', 'c'], []]);
});

test('a paper that broke off midway is printed again by a person only, and holds up nothing else', async () => {
  const queue = await open();
  trouble = 'broke_off';
  await add(queue, 'a');
  await queue.settled();
  trouble = null;
  await add(queue, 'b');
  await queue.settled();
  expect([printed, waiting(queue)]).toEqual([['b'], [['a', 'broke_off']]]);
  await queue.retry(queue.state.getState().jobs[0]!.jobId);
  expect([printed, waiting(queue)]).toEqual([['b', 'copy of a'], []]);
});

test('one that nobody wants any more is dropped, by hand or after a day', async () => {
  const queue = await open();
  trouble = 'not_connected';
  await add(queue, 'a');
  await queue.settled();
  await queue.drop(queue.state.getState().jobs[0]!.jobId);
  expect(waiting(queue)).toEqual([]);
  await add(queue, 'b');
  await queue.close();
  nowMs += 86_400_001;
  expect(waiting(await open())).toEqual([]);
});

test('two tabs print each paper once', async () => {
  let turn = Promise.resolve();
  const locks = {
    request: (_name: string, run: () => Promise<void>) => {
      turn = turn.then(run);
      return turn;
    },
  } as unknown as Pick<LockManager, 'request'>;
  const [one, other] = [await open(locks), await open(locks)];
  await Promise.all([add(one, 'a'), add(other, 'b'), add(one, 'c')]);
  await Promise.all([one.settled(), other.settled()]);
  expect(printed.sort()).toEqual(['a', 'b', 'c']);
});

test('a page closed while a paper is being sent: a person says what next', async () => {
  const dead = await open();
  held = new Promise(() => undefined); // the tab is gone before the printer answers
  await add(dead, 'a');
  await add(dead, 'b');
  await expect.poll(async () => (await stored()).map(({ isBegun }) => isBegun === true)).toEqual([true, false]);
  held = Promise.resolve();
  const later = await open();
  await later.settled();
  expect(waiting(later)).toEqual([['a', 'broke_off'], ['b', null]]); // prettier-ignore
  await add(later, 'c');
  await later.settled();
  expect(printed).toEqual(['b', 'c']);
  await later.retry(later.state.getState().jobs[0]!.jobId);
  expect([printed, waiting(later)]).toEqual([['b', 'c', 'copy of a'], []]);
});

/** The rows as they lie on the disk. */
async function stored(): Promise<readonly { isBegun?: boolean }[]> {
  const db = await new Promise<IDBDatabase>((done) => {
    const asked = place.indexedDB.open('print');
    asked.onsuccess = () => done(asked.result);
  });
  const rows = await new Promise<readonly { isBegun?: boolean }[]>((done) => {
    const asked = db.transaction('jobs').objectStore('jobs').getAll();
    asked.onsuccess = () => done(asked.result as readonly { isBegun?: boolean }[]);
  });
  db.close();
  return rows;
}

test('a paper nothing can be made of is reported and kept, and the next one is printed', async () => {
  const queue = await open();
  await add(queue, 'poison');
  await queue.settled();
  await add(queue, 'a');
  await queue.settled();
  expect([printed, waiting(queue)]).toEqual([['a'], [['poison', 'broke_off']]]);
  expect(faults).toMatchObject([{ message: 'no such sign' }]);
});

test('kept is all that whoever sells waits for: a printer that never answers holds nobody', async () => {
  const queue = await open();
  held = new Promise(() => undefined);
  for (const text of ['a', 'b', 'c']) await add(queue, text); // resolves
  expect(waiting(queue)).toHaveLength(3);
});
