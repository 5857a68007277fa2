import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import * as catalogue from '../../src/wire/catalogue.ts';
import * as entry from '../../src/wire/entry.ts';
import * as proof from '../../src/wire/proof.ts';
import { HISTORY, PROTO, SCHEMA } from '../../src/wire/protocol.ts';
import * as shop from '../../src/wire/shop.ts';
import * as sync from '../../src/wire/sync.ts';

/**
 * What a device may speak that has been away for weeks, with the version that stands for it. The office is not here:
 * its page comes from the server it talks to.
 */
const SPOKEN = { sync, proof, shop, entry, catalogue };
type Shapes = Readonly<Record<keyof typeof SPOKEN, string>>;

const RECORD = new URL('./protocol.json', import.meta.url);
const record = JSON.parse(readFileSync(RECORD, 'utf8')) as { proto: number; schema: number; shapes: Shapes }[];

/** Hash of the JSON schemas of everything a module exports that is one, by name. */
function shapeOf(module: Readonly<Record<string, unknown>>): string {
  const schemas = Object.entries(module)
    .filter((pair): pair is [string, z.core.$ZodType] => isSchema(pair[1]))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, schema]) => [name, z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })]);
  expect(schemas.length).toBeGreaterThan(0);
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(schemas)))).slice(0, 16);
}

const isSchema = (value: unknown): boolean => typeof value === 'object' && value !== null && '_zod' in value;

const shapes = Object.fromEntries(Object.entries(SPOKEN).map(([name, module]) => [name, shapeOf(module)])) as Shapes;

describe('the wire', () => {
  test('has the shapes on record for its version', () => {
    const advice =
      'Shapes on the wire changed. Raise PROTO (messages) or SCHEMA (rows, entries) in src/wire/protocol.ts with a ' +
      'line in HISTORY, and add these shapes with the new versions to test/wire/protocol.json. Lines there are never ' +
      'changed once a version is in a shop.';
    expect({ proto: PROTO, schema: SCHEMA, shapes }, advice).toEqual(record.at(-1));
  });

  test('tells of each version once, in order, the last one being ours', () => {
    const versions = HISTORY.map(({ proto, schema }) => ({ proto, schema }));
    expect(record.map(({ proto, schema }) => ({ proto, schema }))).toEqual(versions);
    expect(versions.at(-1)).toEqual({ proto: PROTO, schema: SCHEMA });
    for (const [i, version] of versions.entries()) {
      const before = versions[i - 1] ?? { proto: 1, schema: 0 };
      expect(version.proto - before.proto + version.schema - before.schema).toBeGreaterThan(0);
      expect(version.proto).toBeGreaterThanOrEqual(before.proto);
      expect(version.schema).toBeGreaterThanOrEqual(before.schema);
    }
  });

  test('a change of a schema changes its shape', () => {
    const a = shapeOf({ row: z.object({ id: z.string() }) });
    expect(shapeOf({ row: z.object({ id: z.string() }) })).toBe(a);
    expect(shapeOf({ row: z.object({ id: z.string(), more: z.int() }) })).not.toBe(a);
    expect(shapeOf({ row: z.object({ id: z.optional(z.string()) }) })).not.toBe(a);
    expect(shapeOf({ row: z.strictObject({ id: z.string() }) })).not.toBe(a);
    expect(shapeOf({ rows: z.object({ id: z.string() }) })).not.toBe(a);
  });
});
