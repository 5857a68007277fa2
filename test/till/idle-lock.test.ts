import { expect, test } from 'vitest';
import { AT_MOST_MS, lockWhenIdle, SCANNED } from '../../src/till/idle-lock.ts';
import { openCounter } from '../support/counter-kit.ts';

const LOCK_AFTER_MS = 120_000;

/** A clock of its own: what was set last fires when its time has come. */
function clockwork() {
  let nowMs = 0;
  const timers = new Map<number, { readonly atMs: number; readonly fire: () => void }>();
  let next = 0;
  return {
    setTimer: (ms: number, fire: () => void) => {
      const id = (next += 1);
      timers.set(id, { atMs: nowMs + ms, fire });
      return () => void timers.delete(id);
    },
    pass: (ms: number) => {
      nowMs += ms;
      for (const [id, { atMs, fire }] of [...timers]) {
        if (atMs > nowMs) continue;
        timers.delete(id);
        fire();
      }
    },
    waiting: () => timers.size,
    /** Time goes by and no timer hears of it. */
    sleep: (ms: number) => {
      nowMs += ms;
    },
    nowMs: () => nowMs,
  };
}

async function watched(isBusy = () => false) {
  const { counter, till } = await openCounter();
  const clock = clockwork();
  const page = new EventTarget();
  const stop = lockWhenIdle({
    afterMs: () => LOCK_AFTER_MS,
    device: till,
    isBusy,
    page,
    setTimer: clock.setTimer,
    nowMs: clock.nowMs,
  });
  return { counter, till, clock, page, stop, isSignedIn: () => till.state.getState().signedIn !== null };
}

test('a till left alone signs its person out, and keeps the shift', async () => {
  const { till, clock, isSignedIn } = await watched();
  clock.pass(LOCK_AFTER_MS - 1);
  expect(isSignedIn()).toBe(true);
  clock.pass(1);
  expect(isSignedIn()).toBe(false);
  expect(till.state.getState().shift).not.toBe(null);
});

test('a touch, a key or a scan begins the time anew', async () => {
  const { clock, page, isSignedIn } = await watched();
  for (const sign of ['pointerdown', 'keydown', 'wheel', SCANNED]) {
    clock.pass(LOCK_AFTER_MS - 1);
    page.dispatchEvent(new Event(sign));
  }
  clock.pass(LOCK_AFTER_MS - 1);
  expect(isSignedIn()).toBe(true);
});

test('nobody is signed out while a sale is being saved; nothing is left waiting once it stops', async () => {
  let isBusy = true;
  const { clock, isSignedIn, stop } = await watched(() => isBusy);
  clock.pass(LOCK_AFTER_MS);
  expect(isSignedIn()).toBe(true);
  isBusy = false;
  clock.pass(LOCK_AFTER_MS);
  expect(isSignedIn()).toBe(false);
  stop();
  expect(clock.waiting()).toBe(0);
});

/** Somebody touches the till all the time. */
function work({ clock, page }: Awaited<ReturnType<typeof watched>>, ms: number): void {
  for (let passed = 0; passed < ms; passed += LOCK_AFTER_MS / 2) {
    page.dispatchEvent(new Event('pointerdown'));
    clock.pass(LOCK_AFTER_MS / 2);
  }
}

test('after half a day at work the PIN is asked for once more, though not while a sale is being saved', async () => {
  let isBusy = true;
  const till = await watched(() => isBusy);
  work(till, AT_MOST_MS);
  expect(till.isSignedIn()).toBe(true);
  isBusy = false;
  till.clock.pass(1000);
  expect(till.isSignedIn()).toBe(false);
  till.stop();
  expect(till.clock.waiting()).toBe(0);
});

test('half a day counts also on a tablet that slept in between', async () => {
  const till = await watched();
  work(till, AT_MOST_MS - LOCK_AFTER_MS / 2);
  till.page.dispatchEvent(new Event('pointerdown'));
  till.clock.sleep(LOCK_AFTER_MS / 2 - 1);
  till.page.dispatchEvent(new Event('visibilitychange'));
  expect(till.isSignedIn()).toBe(true);
  till.clock.sleep(1);
  till.page.dispatchEvent(new Event('visibilitychange'));
  expect(till.isSignedIn()).toBe(false);
});

test('a tablet that slept is locked when it is shown again', async () => {
  const { clock, page, isSignedIn } = await watched();
  clock.sleep(LOCK_AFTER_MS);
  expect(isSignedIn()).toBe(true); // its timer has not fired
  page.dispatchEvent(new Event('visibilitychange'));
  expect(isSignedIn()).toBe(false);
});

test('a clock set forward sends nobody away from work', async () => {
  const { clock, page, isSignedIn } = await watched();
  clock.sleep(LOCK_AFTER_MS);
  page.dispatchEvent(new Event('pointerdown'));
  page.dispatchEvent(new Event('visibilitychange'));
  expect(isSignedIn()).toBe(true);
});

test('a clock put back locks nobody out of time, and the timer still counts', async () => {
  const { clock, page, isSignedIn } = await watched();
  clock.sleep(-3_600_000);
  page.dispatchEvent(new Event('pointerdown'));
  expect(isSignedIn()).toBe(true);
  clock.pass(LOCK_AFTER_MS);
  expect(isSignedIn()).toBe(false);
});
