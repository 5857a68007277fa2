/**
 * One PostgreSQL for all server tests of a run. Tests read its addresses by `inject('pg')`; null means that this
 * machine has no PostgreSQL, and `npm test` then counts the skip.
 */
import type { TestProject } from 'vitest/node';
import { findPostgresBin } from '../../scripts/find-tools.mjs';
import { startPostgres } from './pg.ts';

export type PgAddresses = { readonly ownerUrl: string; readonly appUrl: string };

declare module 'vitest' {
  interface ProvidedContext {
    pg: PgAddresses | null;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const bin = findPostgresBin();
  if (bin === null) {
    project.provide('pg', null);
    return () => Promise.resolve();
  }
  const server = await startPostgres(bin);
  project.provide('pg', { ownerUrl: server.ownerUrl, appUrl: server.appUrl });
  return () => server.stop();
}
