/** What a backup says of itself: whose it is, when, of which engine, its files with their sums, all journals' heads. */
import * as z from 'zod/mini';
import { hex64, nat, text, uuid } from '../../wire/scalars.ts';

export const MANIFEST = 'manifest.json';

export const manifest = z.object({
  halfloopBackup: z.literal(1),
  madeMs: nat,
  app: text(40),
  orgId: uuid,
  serverEpoch: uuid,
  engine: z.enum(['sqlite', 'postgres']),
  entries: nat,
  files: z.array(z.object({ name: text(100), bytes: nat, sha256: hex64 })),
  heads: z.array(z.object({ deviceId: uuid, incarnation: uuid, seq: nat, hash: hex64, announcedSeq: nat })),
});
export type Manifest = z.infer<typeof manifest>;

/** Files a backup may hold. */
export const DATABASE = { sqlite: 'database.sqlite.gz', postgres: 'database.pgdump' } as const;
export const KEYS = ['keys/server.json', 'keys/order.json'] as const;
