import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Effect } from '../../../src/client/sync/engine-state.ts';
import { EngineWorld, FAULTS, type Fault } from './engine-world.ts';

/** A small, fast, seeded generator: the same seed is the same life. */
function mulberry32(seed: number): () => number {
  let at = seed;
  return () => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const world = (seed: number, faults: readonly Fault[] = ['none']) => {
  const random = mulberry32(seed);
  return new EngineWorld({ random, fault: () => faults[Math.floor(random() * faults.length)]! });
};

const MINUTE = 60_000;
type Act = 'sell' | 'wait' | 'sleep' | 'tap' | 'online' | 'restore' | 'lose_lead' | 'gain_lead' | 'news';
const ACTS: readonly Act[] = ['sell', 'wait', 'sleep', 'tap', 'online', 'restore', 'lose_lead', 'gain_lead', 'news'];

function act(here: EngineWorld, what: Act, random: () => number): void {
  if (what === 'sell') here.sell();
  if (what === 'wait') here.run(here.now + 1000 * random());
  if (what === 'sleep') here.run(here.now + 10 * MINUTE * random());
  if (what === 'tap' || what === 'online') here.tell({ is: what === 'tap' ? 'tapped' : 'online' });
  if (what === 'restore') here.restore(Math.floor(random() * (here.stored + 1)));
  if (what === 'lose_lead' || what === 'gain_lead') here.tell({ is: 'lead', gained: what === 'gain_lead' });
  if (what === 'news') {
    here.feed += 1;
    here.tell({ is: 'poke', heads: { org: here.feed } });
  }
}

const script = fc.record({
  seed: fc.integer(),
  faults: fc.uniqueArray(fc.constantFrom(...FAULTS), { minLength: 1 }),
  acts: fc.array(fc.constantFrom(...ACTS, 'sell' as const, 'sell' as const), { minLength: 5, maxLength: 120 }),
});

describe('whatever happened before', () => {
  test('with a good network nothing stays behind: pending reaches 0 within ten minutes, streams are read', () => {
    fc.assert(
      fc.property(script, ({ seed, faults, acts }) => {
        const random = mulberry32(seed + 1);
        const here = world(seed, faults);
        for (const what of acts) {
          act(here, what, random);
          // Never above what the server signed for: in this epoch, or in the one it lost.
          expect(here.engine.ackedSeq).toBeLessThanOrEqual(Math.max(here.journal, here.promised));
        }
        here.heal();
        here.tell({ is: 'lead', gained: true });
        here.run(here.now + 10 * MINUTE);
        expect(here.engine.frozen).toBe(false);
        expect([here.engine.ackedSeq, here.stored]).toEqual([here.journal, here.journal]);
        expect(here.engine.streams['org']?.position?.seq).toBe(here.feed);
        expect(here.engine.reachable).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('no lane runs hot: while nothing succeeds, a minute holds a few tries, not hundreds', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...FAULTS.filter((fault) => fault !== 'none')), (seed, fault) => {
        const here = world(seed, [fault]);
        for (let sale = 0; sale < 30; sale += 1) here.sell();
        here.run(30 * MINUTE);
        const most = fault === 'busy' ? MINUTE / 2000 : 20; // as often as it is told to come
        for (let from = MINUTE; from < here.now; from += MINUTE) {
          const inThisMinute = (lane: Effect['do']) =>
            here.requests.filter(({ atMs, effect }) => effect.do === lane && atMs >= from && atMs < from + MINUTE)
              .length;
          for (const lane of ['hello', 'push', 'pull', 'snapshot'] as const)
            expect(inThisMinute(lane)).toBeLessThan(most);
        }
        // And it has not given up either.
        expect(here.requests.some(({ atMs }) => atMs > here.now - 5 * MINUTE)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

test('a tap ends the wait, and one sign of the server wakes what had only failed by silence', () => {
  const here = world(7, ['lost']);
  here.sell();
  here.run(20 * MINUTE);
  const before = here.requests.length;
  here.heal();
  here.tell({ is: 'tapped' });
  expect(here.requests.length).toBeGreaterThan(before);
  here.run(here.now + 2000);
  expect(here.engine.ackedSeq).toBe(1);
});

test('a late answer changes nothing: its number is no longer under way', () => {
  const here = world(1, ['hang']);
  here.sell();
  here.run(1000);
  const push = here.requests.find(({ effect }) => effect.do === 'push')!.effect as Extract<Effect, { do: 'push' }>;
  here.run(MINUTE);
  expect(here.aborted.has(push.n)).toBe(true);
  const said = { ackedSeq: 1, ackedHash: 'x', safeSeq: 0, serverEpoch: 'e', durability: 'fsync' as const, results: [] };
  here.tell({ is: 'reply', n: push.n, answer: { to: 'push', said, ownHash: 'x' } });
  expect(here.engine.ackedSeq).toBe(0);
});

test('an entry the server chokes on is sent alone, and after ten failures to be stored only', () => {
  const here = world(3, ['http_500']);
  for (let sale = 0; sale < 300; sale += 1) here.sell();
  here.run(30 * MINUTE);
  const pushes = here.requests.flatMap(({ effect }) => (effect.do === 'push' ? [effect] : []));
  expect(pushes.map(({ entries }) => entries).slice(0, 9)).toEqual([200, 100, 50, 25, 12, 6, 3, 1, 1]);
  expect(pushes.filter(({ entries, storeOnly }) => entries === 1 && !storeOnly).length).toBe(10);
  expect(pushes.at(-1)!.storeOnly).toBe(true);
  // A restarting proxy says nothing about an entry: those are never stored uninterpreted.
  const proxied = world(3, ['http_503']);
  proxied.sell();
  proxied.run(30 * MINUTE);
  expect(proxied.requests.some(({ effect }) => effect.do === 'push' && effect.storeOnly)).toBe(false);
});

test('told when to come, a till comes then, however often it was told: its place is kept no longer', () => {
  const here = world(4, ['busy']); // each answer: in two seconds
  here.sell();
  here.run(10 * MINUTE);
  const pushes = here.requests.filter(({ effect }) => effect.do === 'push').map(({ atMs }) => atMs);
  const waits = pushes.slice(1).map((atMs, n) => atMs - pushes[n]!);
  expect(waits.length).toBeGreaterThan(200);
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(2000);
  expect(Math.max(...waits)).toBeLessThan(2700);
});

test('a wrong clock costs one more request, not a wait', () => {
  const here = world(5, ['stale_time']);
  here.sell();
  here.run(100);
  expect(here.requests.filter(({ effect }) => effect.do === 'push').length).toBe(2);
});

test('a server that has what this journal never wrote freezes it: nothing more is sent, pulls go on', () => {
  const here = world(9);
  here.sell();
  here.run(1000);
  here.stored = 5; // the disk image was put back: the server is ahead
  here.run(MINUTE);
  expect(here.engine.frozen).toBe(true);
  expect(here.effects.filter((effect) => effect.do === 'freeze')).toMatchObject([{ reason: 'restored_disk', at: 5 }]);
  const before = here.requests.length;
  here.sell();
  here.feed += 1;
  here.run(here.now + 5 * MINUTE);
  const since = here.requests.slice(before).map(({ effect }) => effect.do);
  expect(since).not.toContain('push');
  expect(since).toContain('pull');
});

test('a poke that comes while a pull is on its way is not forgotten', () => {
  const here = world(15);
  here.run(10_000);
  expect(here.engine.streams['org']?.position?.seq).toBe(here.feed);
  const poke = () => {
    here.feed += 1;
    here.tell({ is: 'poke', heads: { org: here.feed } });
  };
  poke();
  here.run(here.now + 1); // asked, not answered
  const pulls = () => here.requests.filter(({ effect }) => effect.do === 'pull').length;
  const asked = pulls();
  poke();
  expect(pulls()).toBe(asked);
  here.run(here.now + 3000);
  expect(here.engine.streams['org']?.position?.seq).toBe(here.feed);
});

test('facts a hello acknowledges, because the answer to their push was lost, are counted in anew', () => {
  const here = world(29);
  here.run(MINUTE);
  here.sell();
  here.run(here.now + 1); // it is at the server by now
  const push = here.requests.findLast(({ effect }) => effect.do === 'push')!.effect as Extract<Effect, { do: 'push' }>;
  here.tell({ is: 'failed', n: push.n, failure: { why: 'storage' } });
  const pulls = () => here.requests.filter(({ effect }) => effect.do === 'pull').length;
  const before = pulls();
  here.tell({ is: 'online' });
  here.run(here.now + 1000);
  expect(here.engine.ackedSeq).toBe(1);
  expect(pulls()).toBe(before + 1);
});

test('a fork told without a signature stops nothing; a signed hello that says so too freezes, with its reason', () => {
  const here = world(17);
  here.sell();
  here.run(1);
  const push = here.requests.find(({ effect }) => effect.do === 'push')!.effect as Extract<Effect, { do: 'push' }>;
  here.tell({ is: 'reply', n: push.n, answer: { to: 'fork', reason: 'broken_chain', at: 1, serverHash: 'f' } });
  expect(here.engine.frozen).toBe(false);
  here.run(here.now + MINUTE);
  expect([here.engine.frozen, here.engine.ackedSeq]).toEqual([false, 1]);
  here.frozen = true;
  here.run(here.now + MINUTE);
  expect(here.effects.filter((effect) => effect.do === 'freeze')).toMatchObject([{ reason: 'broken_chain', at: 1 }]);
});

test('a server that does not know this device needs a person, until it knows it', () => {
  const here = world(19);
  here.run(1);
  const hello = here.requests.find(({ effect }) => effect.do === 'hello')!.effect as Extract<Effect, { do: 'hello' }>;
  here.tell({ is: 'failed', n: hello.n, failure: { why: 'auth', code: 'device_unknown' } });
  expect(here.effects).toContainEqual({ do: 'attention', key: 'access', code: 'device_unknown', seq: null });
  here.run(here.now + MINUTE);
  expect(here.effects).toContainEqual({ do: 'settled', key: 'access' });
});

test('a restored server gets back what it lost', () => {
  const here = world(11);
  for (let sale = 0; sale < 20; sale += 1) here.sell();
  here.run(MINUTE);
  expect(here.stored).toBe(20);
  here.restore(5);
  here.run(here.now + 2 * MINUTE);
  expect([here.stored, here.engine.ackedSeq]).toEqual([20, 20]);
});

test('a tab that does not lead asks for nothing', () => {
  const here = world(13);
  here.tell({ is: 'lead', gained: false });
  const before = here.requests.length;
  here.sell();
  here.run(10 * MINUTE);
  expect(here.requests.length).toBe(before);
});
