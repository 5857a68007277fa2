/**
 * The clock of a day that is played in minutes: one shift of time for the server's process, its commands and every
 * page, moved on between acts. Real time runs on beneath it, so timers fire as they are.
 */
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext } from 'playwright';

/** Node reads the shift from a file at each look at the clock: one number, written at once. */
const NODE_CLOCK = `
import { openSync, readSync } from 'node:fs';
const file = openSync(process.env.DAY_CLOCK_FILE, 'r');
const shift = Buffer.alloc(8);
const real = Date.now;
Date.now = () => {
  readSync(file, shift, 0, 8, 0);
  return real() + shift.readDoubleLE(0);
};
`;

/** In a page, before its own scripts: wall clock and monotonic clock move together, as they do in life. */
function shiftPage(shiftMs: number): void {
  const holder = window as unknown as { dayShift?: { ms: number } };
  if (holder.dayShift !== undefined) {
    holder.dayShift.ms = shiftMs;
    return;
  }
  const shift = (holder.dayShift = { ms: shiftMs });
  const [wall, mono] = [Date.now.bind(Date), performance.now.bind(performance)];
  Date.now = () => Math.round(wall() + shift.ms);
  performance.now = () => mono() + shift.ms;
}

export type DayClock = {
  nowMs(): number;
  /** Moves every clock on to this moment. Never back. */
  moveTo(ms: number): Promise<void>;
  /** Pages of this context live by the day's clock from their first script on. */
  join(context: BrowserContext): Promise<void>;
  leave(context: BrowserContext): void;
  end(): void;
};

/** Processes started from here on, until `end`, live by the day's clock. `folder` is there and stays. */
export function openDayClock(folder: string, startMs: number): DayClock {
  const preload = join(folder, 'day-clock.mjs');
  const shiftFile = join(folder, 'day-shift');
  writeFileSync(preload, NODE_CLOCK);
  const file = openSync(shiftFile, 'w');
  const contexts = new Set<BrowserContext>();
  const before = process.env['NODE_OPTIONS'];
  let shiftMs = 0;
  const write = (): void => {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(shiftMs);
    writeSync(file, bytes, 0, 8, 0);
  };
  shiftMs = Math.round(startMs) - Date.now();
  write();
  process.env['DAY_CLOCK_FILE'] = shiftFile;
  process.env['NODE_OPTIONS'] = `${before ?? ''} --import ${pathToFileURL(preload).href}`.trim();
  return {
    nowMs: () => Date.now() + shiftMs,
    moveTo: async (ms) => {
      if (ms <= Date.now() + shiftMs) return;
      shiftMs = Math.round(ms) - Date.now(); // a clock tells whole milliseconds
      write();
      const pages = [...contexts].flatMap((context) => context.pages());
      await Promise.all(pages.map((page) => page.evaluate(shiftPage, shiftMs)));
    },
    join: async (context) => {
      contexts.add(context);
      await context.addInitScript(shiftPage, shiftMs);
    },
    leave: (context) => void contexts.delete(context),
    end: () => {
      closeSync(file);
      delete process.env['DAY_CLOCK_FILE'];
      if (before === undefined) delete process.env['NODE_OPTIONS'];
      else process.env['NODE_OPTIONS'] = before;
    },
  };
}
