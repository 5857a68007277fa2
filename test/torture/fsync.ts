/**
 * Whether a sale reaches the disk before its change is shown: the browser's calls to fsync and fdatasync are counted by
 * strace while sales are made one by one, after the browser has been left alone for a while.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findChromium } from '../../scripts/find-tools.mjs';
import { treeOf } from '../support/process-tree.ts';
import { inTortureShop } from './in-torture-shop.ts';
import { openKillableTill, sellInPage } from './killable-till.ts';
import { settleTill } from './settle-till.ts';
import type { Asked, Part, Tally } from './tally.ts';
import { setUpTill } from './till-screens.ts';
import type { TortureShop } from './torture-shop.ts';

const SALES = 40;
const QUIET_MS = 4_000;
const ATTACHED_WITHIN_MS = 10_000;

const hasStrace = (): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'strace')));

const flushesIn = (log: string): number => readFileSync(log, 'utf8').match(/\bf(data)?sync\(\d+/g)?.length ?? 0;

/** Watches these processes and those they start. Resolves, once it does, to what ends it. */
async function straced(pids: readonly number[], log: string): Promise<() => Promise<void>> {
  const attach = pids.flatMap((pid) => ['-p', String(pid)]);
  const child = spawn('strace', ['-f', '-e', 'trace=fsync,fdatasync', '-o', log, ...attach], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const untilMs = performance.now() + ATTACHED_WITHIN_MS;
  while (!said.includes('attached')) {
    if (child.exitCode !== null || performance.now() > untilMs) throw new Error(`strace could not attach: ${said}`);
    await wait(50);
  }
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  return () => {
    child.kill('SIGINT'); // lets go of the processes
    return ended;
  };
}

async function play({ count }: Asked, shop: TortureShop, folder: string): Promise<readonly Tally[]> {
  const begun = performance.now();
  const sales = count ?? SALES;
  const [profile, log] = [join(folder, 'profile'), join(folder, 'strace.txt')];
  const shown: string[] = [];
  const faults: string[] = [];
  let flushedBefore = 0;
  const without: string[] = [];
  const till = await openKillableTill(profile, ({ stage, no }) => {
    if (stage !== 'shown') return;
    shown.push(no);
    if (!existsSync(log)) return;
    const flushed = flushesIn(log);
    if (flushed === flushedBefore) without.push(no);
    flushedBefore = flushed;
  });
  await setUpTill(till.page, shop);
  const hand = { barcodes: shop.barcodes, lines: 1, hasCart: false };
  await sellInPage(till.page, { ...hand, sales: 1, first: 0 });
  await shop.kill(); // what the network would make the browser write is not counted
  await wait(QUIET_MS);
  const letGo = await straced(
    treeOf(({ command }) => command.includes(`--user-data-dir=${profile}`)).map(({ pid }) => pid),
    log,
  );
  flushedBefore = flushesIn(log);
  const atStart = flushedBefore;
  for (let n = 0; n < sales; n += 1) await sellInPage(till.page, { ...hand, sales: 1, first: n });
  const flushes = flushesIn(log) - atStart;
  await letGo();
  for (const no of without) faults.push(`the change of ${no} was shown and nothing was flushed since the sale before`);
  await shop.comeBack();
  const settled = await settleTill({ page: till.page, shop, shown, faults });
  await till.close();
  const notes = [`${String(flushes)} flushes by the browser in ${String(sales)} sales, after 4 s of quiet`];
  return [{ part: 'fsync', runs: sales, ...settled, seconds: (performance.now() - begun) / 1000, notes, faults }];
}

export const fsync: Part = {
  name: 'fsync',
  cannot: () => {
    if (findChromium() === null) return 'no Chrome or Chromium here: set CHROME_PATH';
    return hasStrace() ? null : 'no strace on this machine';
  },
  run: (asked) => inTortureShop(asked, (shop, folder) => play(asked, shop, folder)),
};
