/** Tills that come back together are served in turn. */
import { expect, test, vi } from 'vitest';
import { pushLine } from '../../../src/server/journal/push-line.ts';
import { saleOf } from '../../support/facts.ts';
import { onBothEngines } from '../engines.ts';
import { serverWorld } from '../server-world.ts';

type Event = { readonly atMs: number; readonly run: () => void };

type Crowd = {
  readonly tills: number;
  readonly atOnce: number;
  readonly workMs: number;
  readonly pushes?: number; // of each
  readonly lateMs?: number; // who was told when to come is later by up to this
  readonly slowToMs?: number; // until then all take ten times as long
};

/**
 * A crowd that comes at 0 and comes again when told, to a server that does one at a time. Who was served and has more
 * to push comes with the next at once.
 */
async function crowd({ tills, atOnce, workMs, pushes = 1, lateMs = 1000, slowToMs = 0 }: Crowd) {
  let nowMs = 0;
  let freeMs = 0;
  const events: Event[] = [];
  const line = pushLine(atOnce, () => nowMs);
  const at = (atMs: number, run: () => void) => events.push({ atMs, run });
  const tries = Array.from({ length: tills }, () => 0);
  const doneMs: number[] = [];
  const left = Array.from({ length: tills }, () => pushes);
  const come = async (till: number): Promise<void> => {
    tries[till] = (tries[till] ?? 0) + 1;
    const waitMs = await line.enter(String(till));
    if (waitMs > 0) {
      at(nowMs + waitMs + ((till * 7919) % lateMs), () => void come(till));
      return;
    }
    freeMs = Math.max(freeMs, nowMs) + (freeMs < slowToMs ? 10 : 1) * workMs;
    at(freeMs, () => {
      line.leave();
      left[till] = (left[till] ?? 0) - 1;
      if (left[till] > 0) at(nowMs + 30, () => void come(till));
      else doneMs[till] = nowMs;
    });
  };
  for (let till = 0; till < tills; till += 1) void come(till);
  for (;;) {
    await new Promise((settled) => setImmediate(settled));
    events.sort((a, b) => a.atMs - b.atMs);
    const next = events.shift();
    if (next === undefined) return { doneMs, tries };
    nowMs = next.atMs;
    next.run();
  }
}

test('a thousand at once are all served, hardly later than the work takes, and none is sent away often', async () => {
  const { doneMs, tries } = await crowd({ tills: 1000, atOnce: 16, workMs: 60 });
  expect(doneMs.filter((ms) => ms > 0)).toHaveLength(1000);
  expect(Math.max(...doneMs)).toBeLessThan(1.2 * 1000 * 60);
  expect(Math.max(...tries)).toBeLessThanOrEqual(15);
  expect(tries.reduce((sum, times) => sum + times, 0)).toBeLessThan(4 * 1000);
  // In turn: the first hundred to come are done before the last hundred.
  expect(Math.max(...doneMs.slice(0, 100))).toBeLessThan(Math.min(...doneMs.slice(-100)));
});

test('tills with several pushes each keep the server busy, and who has begun is done first', async () => {
  const { doneMs } = await crowd({ tills: 500, atOnce: 16, workMs: 60, pushes: 3 });
  const workMs = 500 * 3 * 60;
  expect(Math.max(...doneMs)).toBeLessThan(1.2 * workMs);
  expect(Math.min(...doneMs)).toBeLessThan(0.15 * workMs);
});

test('the wait follows how fast the server is', async () => {
  const slow = await crowd({ tills: 200, atOnce: 4, workMs: 400 });
  expect(Math.max(...slow.doneMs)).toBeLessThan(1.2 * 200 * 400);
  expect(slow.tries.reduce((sum, times) => sum + times, 0)).toBeLessThan(8 * 200);
});

test('a server that was slow while all came is not taken for slow for ever', async () => {
  const slow = { tills: 1000, atOnce: 16, workMs: 60, slowToMs: 10_000 };
  for (const lateMs of [50, 3000]) {
    const { doneMs } = await crowd({ ...slow, lateMs });
    expect(Math.max(...doneMs)).toBeLessThan(1.05 * (1000 * 60 + 9_000));
  }
});

test('a place handed over is served in turn, and a full room sends away', async () => {
  const line = pushLine(1, () => 0);
  expect(await line.enter('first')).toBe(0);
  const order: string[] = [];
  const waiting = ['a', 'b', 'c', 'd'].map(async (name) => {
    expect(await line.enter(name)).toBe(0);
    order.push(name);
    line.leave();
  });
  expect(await line.enter('one too many')).toBeGreaterThan(0);
  expect(order).toEqual([]);
  line.leave();
  await Promise.all(waiting);
  expect(order).toEqual(['a', 'b', 'c', 'd']);
  expect(await line.enter('later')).toBe(0);
});

onBothEngines('pushes at once', (engine) => {
  test('one too many is told when to come again, with nothing stored, and is served then', async () => {
    const world = await serverWorld(engine, { limits: { pushesAtOnce: 1 } });
    try {
      const tills = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => world.till()));
      for (const till of tills) for (let n = 0; n < 50; n += 1) till.fact('sale.completed', saleOf([{ skuNo: n + 1 }]));
      const answers = await Promise.all(tills.map((till) => till.push()));
      const away = answers.filter(({ status }) => status === 429);
      expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1);
      expect(away.length).toBeGreaterThanOrEqual(1);
      for (const { body, headers } of away) {
        expect(body).toMatchObject({ error: 'retry' });
        expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      }
      for (const till of tills) {
        await vi.waitFor(async () => {
          expect((await till.push()).body).toMatchObject({ ackedSeq: 51 });
        });
      }
    } finally {
      await world.close();
    }
  });
});
