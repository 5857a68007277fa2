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

const paper = (text: string): Paper => ({ rows: [{ row: 'text', text, align: 'start', strong: false }], qr: null });
const firstText = ({ rows: [row] }: Paper) => (row?.row === 'text' ? row.text : '');
const open = (locks: Pick<LockManager, 'request'> | null = null): Promise<PrintQueue> =>
  openPrintQueue({
    name: 'print',
    place,
    locks,
    nowMs: () => nowMs,
    print: async (one) => {
      await Promise.resolve();
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
  expect([printed, waiting(queue)]).toEqual([['b', 'a'], []]);
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
