/**
 * Sums by which a device and the server find out that their copies of a stream differ. Each row falls in
 * one of 256 buckets by table and id, and adds a 32-bit mix of (table, id, change seq) to its bucket. Not a
 * signature: it finds mistakes, not forgers.
 */
import { hash32 } from '../core/hash32.ts';

export const BUCKETS = 256;

/** The bucket of a row, 0..255. */
export const bucketOf = (table: string, id: string): number => hash32(`${table}\n${id}`) & (BUCKETS - 1);

/** What a live row adds to its bucket's sum, 0..2^32-1. A tombstone adds nothing. */
export const mixOf = (table: string, id: string, seq: number): number => hash32(`${table}\n${id}\n${String(seq)}`);
