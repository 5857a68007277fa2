import { expect, test } from 'vitest';
import { createServerClock } from '../../../src/client/sync/server-clock.ts';

function world(offsetMs: number) {
  const time = { mono: 0, wallSkew: 0 };
  const server = () => 1_800_000_000_000 + time.mono;
  const clock = () => server() - offsetMs + time.wallSkew;
  return { time, server, clock, serverClock: createServerClock({ clock, mono: () => time.mono }) };
}

function roundTrip({ time, server, serverClock }: ReturnType<typeof world>, up: number, down: number) {
  const sentMono = time.mono;
  time.mono += up;
  const serverMs = server();
  time.mono += down;
  serverClock.heard({ sentMono, receivedMono: time.mono, serverMs });
}

test('before anything was heard the device believes its own clock', () => {
  const { clock, serverClock } = world(5000);
  expect([serverClock.serverMs(), serverClock.offsetMs()]).toEqual([clock(), null]);
});

test('the shortest of the round trips decides, and a moved wall clock changes nothing', () => {
  const here = world(5000);
  roundTrip(here, 900, 20);
  roundTrip(here, 10, 10);
  roundTrip(here, 20, 700);
  expect(Math.abs(here.serverClock.serverMs() - here.server())).toBeLessThanOrEqual(10);
  expect(Math.abs(here.serverClock.offsetMs()! - 5000)).toBeLessThanOrEqual(10);
  here.time.wallSkew = -86_400_000;
  expect(Math.abs(here.serverClock.serverMs() - here.server())).toBeLessThanOrEqual(10);
});

test('a server that says "your time is wrong" is believed at once, a monotonic clock that slept is found out', () => {
  const here = world(0);
  roundTrip(here, 5, 5);
  here.serverClock.toldBy(here.server() + 400_000);
  expect(here.serverClock.serverMs() - here.server()).toBe(400_000);
  roundTrip(here, 5, 5);
  expect(Math.abs(here.serverClock.serverMs() - here.server())).toBeLessThanOrEqual(5);
});
