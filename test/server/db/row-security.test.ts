/** Orgs apart: on PostgreSQL by the database itself, on both engines by every query. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { addOrg } from '../../../src/server/db/new-shop.ts';
import type { Door } from '../../../src/server/db/door.ts';
import { testPlace, type TestPlace } from '../engines.ts';

const [ONE, TWO] = ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002'];
const org = (orgNo: number) => ({
  orgNo,
  names: { en: 'x' },
  currency: 'CNY',
  shopOrigin: '',
  receiptFooter: null,
  lang: 'en' as const,
  shopCatalogueMax: 1,
  serverEpoch: ONE,
  madeMs: 1,
});

describe.skipIf(inject('pg') === null)('row security', () => {
  let place: TestPlace;
  let door: Door;
  let app: pg.Client;
  let owner: pg.Client;
  beforeAll(async () => {
    place = await testPlace('postgres');
    door = await place.open();
    await door.write(ONE, (tx) => addOrg(tx, org(1)));
    await door.write(TWO, (tx) => addOrg(tx, org(2)));
    app = new pg.Client({ connectionString: place.place.databaseUrl ?? '' });
    owner = new pg.Client({ connectionString: place.place.ownerUrl ?? '' });
    await Promise.all([app.connect(), owner.connect()]);
  });
  afterAll(async () => {
    await Promise.all([app.end(), owner.end()]);
    await place.remove();
  });

  test('every table with an org has it, forced, with a policy', async () => {
    const { rows } = await owner.query(`select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity
      and exists (select 1 from pg_policy p where p.polrelid = c.oid))`);
    expect(rows).toEqual([]);
  });

  test('the application is neither owner nor free of it', async () => {
    const { rows } = await app.query(
      'select rolsuper or rolbypassrls as free from pg_roles where rolname = current_user',
    );
    expect(rows).toEqual([{ free: false }]);
  });

  test('without an org there are no rows; with one, its own only; and none can be put in for another', async () => {
    const numbers = async () =>
      (await app.query<{ org_no: string }>('select org_no from org')).rows.map((row) => row.org_no);
    expect(await numbers()).toEqual([]);
    await app.query(`begin; select set_config('app.org', '${ONE}', true)`);
    expect(await numbers()).toEqual(['1']);
    const foreign = `insert into counter values ('${TWO}', 'x', 1)`;
    await expect(app.query(foreign)).rejects.toThrow(/row-level security/);
    await app.query('rollback');
    expect(await numbers()).toEqual([]);
  });

  test('journal tables can be added to and read, nothing else', async () => {
    const { rows } = await owner.query(`select relname, has_table_privilege('app', oid, 'select') as reads,
      has_table_privilege('app', oid, 'insert') as adds, has_table_privilege('app', oid, 'update') as changes,
      has_table_privilege('app', oid, 'delete') as deletes
      from pg_class where relname in ('entry', 'batch', 'entry_branch')
      order by relname`);
    expect(rows).toEqual(
      ['batch', 'entry', 'entry_branch'].map((relname) => ({
        relname,
        reads: true,
        adds: true,
        changes: false,
        deletes: false,
      })),
    );
  });
});
