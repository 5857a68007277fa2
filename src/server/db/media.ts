/** Pictures by the hash of their content: written once, served for ever. */
import { createHash } from 'node:crypto';
import { insertMany } from './bulk.ts';
import type { Tx } from './door.ts';

type Media = {
  readonly mime: 'image/svg+xml' | 'image/png' | 'image/jpeg' | 'image/webp';
  readonly body: Uint8Array;
};

/** The name a picture has: SHA-256 of its bytes, hex. */
const mediaHash = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

/** Keeps pictures; ones that are there already stay. Answers their hashes, in order. SVG must be of our own drawing. */
export async function saveMedia(tx: Tx, pictures: readonly Media[], nowMs: number): Promise<string[]> {
  const hashes = pictures.map(({ body }) => mediaHash(body));
  const rows = pictures.map(({ mime, body }, i) => ({
    org_id: tx.orgId,
    hash: hashes[i] ?? '',
    mime,
    body,
    made_ms: nowMs,
  }));
  await insertMany(tx, 'media', rows, { conflict: ['org_id', 'hash'], update: [] });
  return hashes;
}

export async function mediaOf(
  tx: Tx,
  hash: string,
): Promise<{ readonly mime: string; readonly body: Uint8Array } | undefined> {
  return tx.db
    .selectFrom('media')
    .select(['mime', 'body'])
    .where('org_id', '=', tx.orgId)
    .where('hash', '=', hash)
    .executeTakeFirst();
}
