/**
 * A shop to be tortured: made by the shopkeeper's commands, its server a process of its own that goes away and comes
 * back at the same address. What the server has stored is read from its tables with SQL of our own.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { catalogueCsv } from '../bench/import-speed.ts';
import { newShop, runCommand, startServer, type RunningServer, type Shop } from '../replay/server-process.ts';
import type { EntryOnDisk } from './page-journal.ts';

const GOODS = 12;

type StoredEntry = EntryOnDisk & { readonly deviceId: string };

/** What the loss alarm says of one journal. */
type Missing = {
  readonly incarnation: string;
  readonly tillCode: string;
  readonly from: number;
  readonly to: number;
};

export type Stored = {
  readonly entries: readonly StoredEntry[];
  readonly sales: readonly { readonly saleId: string; readonly no: string; readonly deviceId: string }[];
  /** Codes of what waits for a person. */
  readonly tasks: readonly string[];
  /** Open alarms of entries that never arrived. */
  readonly missing: readonly Missing[];
  readonly branches: number; // entries that fit no chain
};

export type TortureShop = {
  readonly shop: Shop;
  readonly port: number;
  readonly origin: string;
  readonly barcodes: readonly string[];
  readonly isUp: () => boolean;
  enrolCode(): Promise<string>;
  /** Ends the server as a power cut does. */
  kill(): Promise<void>;
  /** Starts it again on the same data, at the same port. Resolves to the milliseconds until it listens. */
  comeBack(): Promise<number>;
  /** Another build at the same address, on the same data. */
  deploy(dist: string): Promise<void>;
  stored(): Promise<Stored>;
  end(): Promise<void>;
};

type Ask = (sql: string) => Promise<readonly Record<string, unknown>[]>;

/** One connection for one look, as somebody else's program would have it. */
async function withBook<T>({ dataDir, env }: Shop, look: (ask: Ask) => Promise<T>): Promise<T> {
  const url = env?.['DATABASE_OWNER_URL'];
  if (url === undefined) {
    const db = new Database(join(dataDir, 'halfloop.db'), { readonly: true });
    try {
      return await look((sql) => Promise.resolve(db.prepare(sql).all() as Record<string, unknown>[]));
    } finally {
      db.close();
    }
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await look(async (sql) => (await client.query<Record<string, unknown>>(sql)).rows);
  } finally {
    await client.end();
  }
}

function missingOf(row: Record<string, unknown>): Missing {
  const { from, to } = JSON.parse(String(row['facts'])) as { from: number; to: number };
  const [, incarnation = ''] = String(row['subject']).split(' ');
  return { incarnation, tillCode: String(row['till_code']), from, to };
}

/** Everything that tills have sent and the server keeps. */
function storedOf(shop: Shop): Promise<Stored> {
  return withBook(shop, async (ask) => {
    const entries = await ask(
      'select device_id, incarnation, seq, entry_id, kind, hash, bytes from entry order by device_id, incarnation, seq',
    );
    const sales = await ask('select sale_id, no, device_id from sale');
    const tasks = await ask('select code from task');
    const alarms = await ask(
      `select t.subject, t.facts, d.till_code from task t join device d on d.device_id = t.device_id
       where t.code = 'entries_missing' and t.closed_ms is null`,
    );
    const [branches] = await ask('select count(*) as n from entry_branch');
    return {
      entries: entries.map((row) => ({
        deviceId: String(row['device_id']),
        incarnation: String(row['incarnation']),
        seq: Number(row['seq']),
        entryId: String(row['entry_id']),
        kind: String(row['kind']),
        hash: String(row['hash']),
        bytes: String(row['bytes']),
      })),
      sales: sales.map((row) => ({
        saleId: String(row['sale_id']),
        no: String(row['no']),
        deviceId: String(row['device_id']),
      })),
      tasks: tasks.map((row) => String(row['code'])),
      missing: alarms.map(missingOf),
      branches: Number(branches?.['n']),
    };
  });
}

/** An empty shop with a dozen goods, its server running. `env` names a database where it is not SQLite. */
export async function openTortureShop(
  dist: string,
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<TortureShop> {
  const shop = await newShop(dist, join(folder, 'data'), env);
  const csv = catalogueCsv(GOODS);
  writeFileSync(join(folder, 'products.csv'), csv);
  await runCommand(dist, shop.dataDir, 'import', [join(folder, 'products.csv')], env);
  let server: RunningServer | null = await startServer(shop);
  const { port } = server;
  const kill = async (): Promise<void> => {
    await server?.kill();
    server = null;
  };
  return {
    shop,
    port,
    origin: `http://127.0.0.1:${String(port)}`,
    barcodes: csv
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.slice(0, 13)),
    isUp: () => server !== null,
    enrolCode: async () => (await runCommand(dist, shop.dataDir, 'enrol', [], env)).trim(),
    kill,
    comeBack: async () => {
      const from = performance.now();
      server ??= await startServer(shop, port);
      return performance.now() - from;
    },
    deploy: async (other) => {
      await kill();
      server = await startServer({ ...shop, dist: other }, port);
    },
    stored: () => storedOf(shop),
    end: kill,
  };
}
