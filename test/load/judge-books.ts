/**
 * Whether the server's database holds exactly what the tills made: every entry of every chain under its own hash, one
 * effect for each, the sums of what was sold, and whole in the eyes of the verification a shop runs itself.
 */
import { sql } from 'kysely';
import type { Tx } from '../../src/server/db/door.ts';
import { journalTx } from '../../src/server/db/journal-tx.ts';
import type { ServerDeps } from '../../src/server/deps.ts';
import { verifyAll } from '../../src/server/journal/verify-all.ts';
import type { LoadTill } from './load-till.ts';
import type { Sold } from './sell.ts';

type Judged = { readonly entries: number; readonly chains: number; readonly faults: readonly string[] };
type Books = Pick<ServerDeps, 'door' | 'orgId'>;

/** Reads all of it; nothing here asks a till what the server said. `tasks`: codes of tasks that belong to the scene. */
export async function judgeBooks(
  books: Books,
  tills: readonly LoadTill[],
  { sold, tasks = [] }: { readonly sold: Sold; readonly tasks?: readonly string[] },
): Promise<Judged> {
  const { door, orgId } = books;
  const faults: string[] = [];
  let entries = 0;
  for (const till of tills) {
    const stored = await door.read(orgId, (tx) => journalTx(tx).storedHashes(till, 1, till.rows.length + 1_000));
    entries += stored.length;
    faults.push(...chainFaults(till, stored), ...till.attention.map((what) => `${till.deviceId}: ${what}`));
  }
  faults.push(...(await door.read(orgId, (tx) => effectFaults(tx, tills))));
  faults.push(...(await door.read(orgId, (tx) => sumFaults(tx, sold))));
  faults.push(...(await door.read(orgId, (tx) => taskFaults(tx, tasks))));
  const report = await verifyAll({ door, orgId, storeId: null });
  faults.push(...report.findings.map((finding) => `verify: ${JSON.stringify(finding)}`));
  faults.push(...report.awaited.map((awaited) => `announced, not here: ${JSON.stringify(awaited)}`));
  return { entries, chains: report.chains.length, faults };
}

function chainFaults({ rows, deviceId }: LoadTill, stored: readonly string[]): string[] {
  if (stored.length !== rows.length) {
    const [made, has] = [String(rows.length), String(stored.length)];
    return [`${deviceId} made ${made} entries, the server has ${has}`];
  }
  const at = rows.findIndex(({ hash }, index) => stored[index] !== hash);
  return at < 0 ? [] : [`${deviceId}: entry ${String(at + 1)} is another at the server`];
}

async function effectFaults(tx: Tx, tills: readonly LoadTill[]): Promise<string[]> {
  const found = await tx.db
    .selectFrom('entry_effect')
    .select(['status', sql<number>`count(*)`.as('n'), sql<number>`count(distinct entry_id)`.as('ids')])
    .where('org_id', '=', tx.orgId)
    .where(
      'device_id',
      'in',
      tills.map(({ deviceId }) => deviceId),
    )
    .groupBy('status')
    .execute();
  const made = tills.reduce((sum, { rows }) => sum + rows.length, 0);
  const applied = found.find(({ status }) => status === 'applied')?.n ?? 0;
  const others = found.filter(({ status }) => status !== 'applied');
  const faults = others.map(({ status, n }) => `${String(n)} effects are ${status}`);
  if (applied !== made) faults.push(`${String(made)} entries were made, ${String(applied)} have their effect`);
  return faults;
}

async function sumFaults(tx: Tx, sold: Sold): Promise<string[]> {
  const one = async (table: 'sale' | 'sale_line' | 'stock', figure: string): Promise<number> => {
    const rows = tx.db.selectFrom(table).select(sql<number>`coalesce(${sql.raw(figure)}, 0)`.as('n'));
    return (await rows.where('org_id', '=', tx.orgId).executeTakeFirstOrThrow()).n;
  };
  const figures = [
    ['sales', await one('sale', 'count(*)'), sold.sales],
    ['minor units of sales', await one('sale', 'sum(total_minor)'), sold.totalMinor],
    ['lines', await one('sale_line', 'count(*)'), sold.lines],
    ['thousandths of goods gone from stock', -(await one('stock', 'sum(on_hand_milli)')), sold.qtyMilli],
  ] as const;
  return figures.flatMap(([what, has, wanted]) =>
    has === wanted ? [] : [`${what}: ${String(wanted)} expected, the server has ${String(has)}`],
  );
}

async function taskFaults(tx: Tx, allowed: readonly string[]): Promise<string[]> {
  const tasks = await tx.db.selectFrom('task').select(['code', 'facts']).where('org_id', '=', tx.orgId).execute();
  return tasks
    .filter(({ code }) => !allowed.includes(code))
    .map(({ code, facts }) => `a task for a person: ${code} ${facts}`);
}
