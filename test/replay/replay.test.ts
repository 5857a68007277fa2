// The whole loop without screens: the built server, the browser's till code, a network that cuts, and a second opinion.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { DIST } from '../support/built-server.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'halfloop-replay-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const replay = (...args: string[]) => run(process.execPath, [join(DIST, 'tools', 'replay.js'), ...args]);

// Prices that change, a code that differs by case only, goods back, what is no sale, and more lines than one entry
// holds.
const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';
const long = Array.from(
  { length: 700 },
  (_, n) => `7,L${String(n % 40)},"A long, long name ""${String(n % 40)}""",3,2011-11-02 10:00:00,0.99,,UK`,
);
const DAY = [
  HEADER,
  '1,A,Cup,2,2011-11-01 08:00:00,1.25,,UK',
  '1,a,Jug,1,2011-11-01 08:00:00,9.99,,UK',
  '2,A,Cup,3,2011-11-01 08:10:00,1.1,,UK',
  'C3,a,Jug,-1,2011-11-01 09:00:00,9.50,,UK',
  '4,A,check,-5,2011-11-01 09:30:00,0.0,,UK',
  '5,B,,3,2011-11-01 09:40:00,0,,UK',
  '6,B,Gift,3,2011-11-01 09:50:00,0,,UK',
  ...long,
];

test('invoices of two days balance over a network that cuts, and planted faults are seen', async () => {
  const file = join(folder, 'days.csv');
  writeFileSync(file, `${DAY.join('\n')}\n`);
  const { stdout } = await replay('--tills', '2', '--seed', '5', '--badness', '0.5', file);
  expect(stdout).toContain('✓ every day, product and till balances');
  expect(stdout.match(/planted: .* seen/g)).toHaveLength(3);
  expect(stdout).not.toContain('NOT SEEN');
  expect(stdout).toContain('invoice 7 was too large for one entry');
  expect(stdout).toContain('days.csv:6 invoice 4: quantity is not positive');
  expect(stdout).toContain('days.csv:7 invoice 5: no description and no price');
}, 120_000);

test('a file that holds no invoices is refused in words', async () => {
  const file = join(folder, 'none.csv');
  writeFileSync(file, 'a,b\n1,2\n');
  await expect(replay(file)).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no invoice file') as string,
  });
});

const RETAIL = fileURLToPath(new URL('../../../shared/data/retail/2011-11-07.csv', import.meta.url));

test.runIf(existsSync(RETAIL))(
  'a real day balances',
  async () => {
    const { stdout } = await replay('--seed', '11', RETAIL);
    expect(stdout).toContain('✓ every day, product and till balances');
  },
  240_000,
);
