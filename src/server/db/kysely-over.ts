/**
 * Kysely over one connection that the door lends for one transaction. Kysely's own transactions are not for us: the
 * door begins and ends them.
 */
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely';
import { assert } from '../../core/assert.ts';
import type { Engine } from './door.ts';
import type { Tables } from './schema.ts';

type Run = (sql: string, values: readonly unknown[]) => Promise<QueryResult<unknown>>;

class LentConnection implements DatabaseConnection {
  readonly #run: Run;
  constructor(run: Run) {
    this.#run = run;
  }
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await this.#run(query.sql, query.parameters);
    return result as QueryResult<R>; // the border: rows are what the migrations say
  }
  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('rows are read in pages here, not streamed');
  }
}

const refuse = (): Promise<void> => {
  assert(false, 'the door begins and ends transactions');
};

/** A query builder whose every statement goes to `run`. Cheap; made once per connection. */
export function kyselyOver(engine: Engine, run: Run): Kysely<Tables> {
  const connection = new LentConnection(run);
  const nothing = () => Promise.resolve();
  const driver: Driver = {
    init: nothing,
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: nothing,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: nothing,
  };
  const sqlite = engine === 'sqlite';
  const dialect: Dialect = {
    createDriver: () => driver,
    createAdapter: () => (sqlite ? new SqliteAdapter() : new PostgresAdapter()),
    createQueryCompiler: () => (sqlite ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
    createIntrospector: (db) => (sqlite ? new SqliteIntrospector(db) : new PostgresIntrospector(db)),
  };
  return new Kysely<Tables>({ dialect });
}
