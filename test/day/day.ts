/**
 * `npm run day`: a whole day of a shop in real browsers against the real server: two tills, phones, twelve hours of
 * clock, six of them without the network; then every book against a reckoner of its own, to the minor unit.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findChromium } from '../../scripts/find-tools.mjs';
import { readOrSay } from '../support/asked.ts';
import { judgeDay } from './books.ts';
import { play } from './play.ts';
import { openStage, type Stage } from './stage.ts';

const USAGE = 'npm run day -- [--sales 500] [--seed 1]';

const say = (text: string): void => void process.stdout.write(text);
const mb = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

/** What the tills show when the day cannot go on. */
async function keepPictures({ tills }: Stage): Promise<void> {
  const album = mkdtempSync(join(tmpdir(), 'halfloop-day-cut-off-'));
  for (const [at, { page }] of tills.entries()) {
    const path = join(album, `till-${String(at + 1)}.png`);
    await page.screenshot({ path });
    say(`${path}\n`);
  }
}

/** What the server reported of itself: a day of a shop gives it no reason to. */
const troubleOf = ({ shop }: Stage): readonly string[] =>
  shop.printed().split('\n').filter((line) => /"level":[456]0/.test(line)); // prettier-ignore

async function main(): Promise<number> {
  const options = { sales: { type: 'string', default: '500' }, seed: { type: 'string', default: '1' } } as const;
  const asked = readOrSay(USAGE, (argv) => parseArgs({ args: [...argv], options }));
  if (asked === null) return 2;
  const [sales, seed] = [Number(asked.values.sales), Number(asked.values.seed)];
  if (!(Number.isSafeInteger(sales) && sales > 0 && Number.isSafeInteger(seed))) {
    say(`${USAGE}\n`);
    return 2;
  }
  if (findChromium() === null) {
    say('there is no Chrome or Chromium here: set CHROME_PATH\n');
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'halfloop-day-'));
  const stage = await openStage(folder);
  try {
    const played = await play(stage, { sales, seed }, say).catch(async (cause: unknown) => {
      await keepPictures(stage);
      throw cause;
    });
    const verdicts = await judgeDay(stage, played.ledger);
    say(`\nseed ${String(seed)}: ${String(played.ledger.rung.length)} sales in ${played.seconds.toFixed(0)} s\n`);
    for (const [what, times] of [...played.done].sort()) say(`${String(times).padStart(5)}  ${what}\n`);
    for (const [till, after] of played.heapAfter.entries()) {
      say(`heap of till ${String(till + 1)}: ${mb(played.heapBefore[till] ?? 0)} MB before, ${mb(after)} MB after\n`);
    }
    for (const { book, compared, differs } of verdicts) {
      say(`${differs.length === 0 ? '✓' : '✗'} ${book.padEnd(32)} ${String(compared).padStart(5)} compared\n`);
      for (const each of differs) say(`    ${each}\n`);
    }
    for (const line of troubleOf(stage)) say(`✗ the server said: ${line}\n`);
    for (const fault of played.faults) say(`✗ on a screen: ${fault}\n`);
    return played.faults.length + verdicts.flatMap(({ differs }) => differs).length === 0 ? 0 : 1;
  } finally {
    await stage.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main().catch((cause: unknown) => {
  say(`the day was cut off: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  return 1;
});
