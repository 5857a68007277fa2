/**
 * A short day in every run: two tills and a phone, hours without the network, discounts, returns; then every book
 * against the reckoner, and the comparison itself against a figure that is wrong by one. The whole day: `npm run day`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judgeDay } from './books.ts';
import { KIND_NAMES } from './deals.ts';
import { play } from './play.ts';
import { openStage } from './stage.ts';

const LIMIT_MS = 480_000; // a minute on a quiet machine

test('a short day agrees in every book, and a wrong figure does not', { timeout: LIMIT_MS }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'halfloop-short-day-'));
  const stage = await openStage(folder);
  try {
    const { ledger, done, faults } = await play(stage, { seed: 7, sales: 'short' }, () => undefined);
    expect(faults).toEqual([]);
    const happened = [...KIND_NAMES.map((kind) => `sale: ${kind}`), 'network gone', 'network back'];
    expect([...done.keys()]).toEqual(expect.arrayContaining(happened));
    expect(ledger.rung).toHaveLength(KIND_NAMES.length + 5); // a phone's, three of a member, an exchange
    expect(ledger.backs).toHaveLength(4);
    const verdicts = await judgeDay(stage, ledger);
    expect(verdicts.flatMap(({ differs }) => differs)).toEqual([]);
    for (const { book, compared } of verdicts) expect(compared, book).toBeGreaterThan(0);

    const [shift] = ledger.shifts;
    if (shift === undefined) throw new Error('no shift was opened');
    shift.salesMinor += 1;
    const doubted = await judgeDay(stage, ledger);
    expect(doubted.filter(({ differs }) => differs.length > 0).map(({ book }) => book)).not.toEqual([]);
  } finally {
    await stage.end();
    rmSync(folder, { recursive: true, force: true });
  }
});
