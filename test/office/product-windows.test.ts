import { expect, test, vi } from 'vitest';
import { err, ok } from '../../src/core/result.ts';
import { createWindows, PAGE_ROWS, rowAt, type WindowAnswer } from '../../src/office/products/product-windows.ts';

type Answer = ReturnType<typeof ok<WindowAnswer<string>>> | ReturnType<typeof err<{ code: 'server_unreachable' }>>;

/** A server whose answers are given by hand, so that late and crossed answers can be made. */
function slowServer(total: number) {
  const asked: { query: string; offset: number; answer: (result: Answer) => void }[] = [];
  const load = (query: string, offset: number) =>
    new Promise<Answer>((answer) => asked.push({ query, offset, answer }));
  const rows = (query: string, offset: number) =>
    Array.from({ length: Math.min(PAGE_ROWS, total - offset) }, (_, i) => `${query}${String(offset + i)}`);
  const give = async (at: number) => {
    const one = asked[at]!;
    one.answer(ok({ rows: rows(one.query, one.offset), total, asOfMs: 1 }));
    await Promise.resolve();
    await new Promise((done) => setImmediate(done));
  };
  return { asked, load, give };
}

test('the last row of 100,000 is one request away', async () => {
  const server = slowServer(100_000);
  const windows = createWindows<string, string>('a', server.load);
  windows.getState().look(0, 30);
  await server.give(0);
  expect(windows.getState().total).toBe(100_000);
  windows.getState().look(99_970, 99_999);
  expect(server.asked.map((one) => one.offset)).toEqual([0, 99_900]);
  await server.give(1);
  expect(rowAt(windows.getState().pages, 99_999)).toBe('a99999');
  expect(rowAt(windows.getState().pages, 5)).toBe('a5');
});

test('pages scrolled past before they were asked for are never asked for', async () => {
  const server = slowServer(100_000);
  const windows = createWindows<string, string>('a', server.load);
  windows.getState().look(0, 10);
  await server.give(0);
  for (let first = 0; first < 50_000; first += 1000) windows.getState().look(first, first + 30);
  expect(server.asked).toHaveLength(3); // two at once beside the first
  await server.give(1);
  expect(server.asked.at(-1)?.offset).toBe(49_000);
});

test('an answer to the question before is dropped', async () => {
  const server = slowServer(300);
  const windows = createWindows<string, string>('a', server.load);
  windows.getState().look(0, 10);
  windows.getState().ask('b');
  await server.give(0);
  expect(windows.getState().total).toBeNull();
  await vi.waitFor(() => {
    expect(server.asked).toHaveLength(2);
  });
  await server.give(1);
  expect(rowAt(windows.getState().pages, 0)).toBe('b0');
});

test('a refusal keeps what is shown and is not asked again by itself', async () => {
  const server = slowServer(300);
  const windows = createWindows<string, string>('a', server.load);
  windows.getState().look(0, 10);
  await server.give(0);
  windows.getState().look(100, 110);
  server.asked[1]!.answer(err({ code: 'server_unreachable' }));
  await vi.waitFor(() => {
    expect(windows.getState().refusal?.code).toBe('server_unreachable');
  });
  expect(rowAt(windows.getState().pages, 0)).toBe('a0');
  expect(server.asked).toHaveLength(2);
  windows.getState().look(100, 110);
  expect(server.asked).toHaveLength(3);
});

test('a refresh shows the old rows until the new ones come', async () => {
  const server = slowServer(300);
  const windows = createWindows<string, string>('a', server.load);
  windows.getState().look(0, 10);
  await server.give(0);
  windows.getState().refresh();
  expect(rowAt(windows.getState().pages, 0)).toBe('a0');
  expect(server.asked).toHaveLength(2);
});

test('few pages are kept, however far one scrolls', async () => {
  const server = slowServer(100_000);
  const windows = createWindows<string, string>('a', server.load);
  for (let page = 0; page < 60; page++) {
    windows.getState().look(page * PAGE_ROWS, page * PAGE_ROWS + 10);
    await server.give(page);
  }
  expect(windows.getState().pages.size).toBe(40);
  expect(rowAt(windows.getState().pages, 59 * PAGE_ROWS)).toBe('a5900');
  windows.getState().replace((row) => row === 'a5900', 'changed');
  expect(rowAt(windows.getState().pages, 5900)).toBe('changed');
});
