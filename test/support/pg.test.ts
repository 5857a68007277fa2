import pg from 'pg';
import { expect, test } from 'vitest';
import { findPostgresBin } from '../../scripts/find-tools.mjs';
import { startPostgres } from './pg.ts';

const bin = findPostgresBin();

// Row security never applies to an owner or a superuser, so a test that connects as one proves nothing.
test.runIf(bin !== null)(
  'the application login is neither owner nor superuser and cannot bypass row security',
  async () => {
    const server = await startPostgres(bin ?? '');
    try {
      const client = new pg.Client({ connectionString: server.appUrl });
      await client.connect();
      const { rows } = await client.query(
        `select r.rolsuper, r.rolbypassrls, r.rolcreaterole, d.datdba = r.oid as owns
         from pg_roles r, pg_database d where r.rolname = current_user and d.datname = current_database()`,
      );
      await client.end();
      expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, owns: false }]);
    } finally {
      await server.stop();
    }
  },
);
