/** Where lives on PostgreSQL are lived: one database with the product's tables, in a cluster of the run's own. */
import pg from 'pg';
import { findPostgresBin } from '../../scripts/find-tools.mjs';
import { migratePostgres } from '../../src/server/db/migrate.ts';
import { startPostgres } from '../support/pg.ts';
import { PgRows } from './pg-rows.ts';

export type PgPlace = {
  readonly ownerUrl: string;
  readonly port: number;
  readonly appUrl: string;
  /** Connected as one who may do everything: it watches, and reads and writes past the product. */
  readonly owner: pg.Client;
  readonly rows: PgRows;
  close(): Promise<void>;
};

type Addresses = { readonly ownerUrl: string; readonly appUrl: string };

const SETTINGS = [
  // Rings of transactions that wait for each other are broken soon, or every one of them would take a second.
  `alter role app set deadlock_timeout = '5ms'`,
  // What a planted bug draws its numbers from (mutants.ts).
  'create sequence if not exists planted',
  'grant usage on sequence planted to app',
];

/** An empty database that is there already. */
async function openPlace({ ownerUrl, appUrl }: Addresses): Promise<PgPlace> {
  await migratePostgres(ownerUrl, new URL(appUrl).username, 0);
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  for (const setting of SETTINGS) await owner.query(setting);
  const rows = await new PgRows(owner).open();
  return { ownerUrl, port: Number(new URL(ownerUrl).port), appUrl, owner, rows, close: () => owner.end() };
}

/** A cluster of one's own, or the one that is named; null: this machine has no PostgreSQL. */
export async function startPlace(): Promise<PgPlace | null> {
  const [ownerUrl, appUrl] = process.env['SIM_POSTGRES']?.split(' ') ?? [];
  if (ownerUrl !== undefined && appUrl !== undefined) return openPlace({ ownerUrl, appUrl });
  const bin = findPostgresBin();
  if (bin === null) return null;
  const cluster = await startPostgres(bin);
  try {
    const place = await openPlace(cluster);
    const close = async () => {
      await place.close();
      await cluster.stop();
    };
    return { ...place, close };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}
