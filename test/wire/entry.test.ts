import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkReturn, checkSale } from '../../src/core/check-sale.ts';
import { canonicalText } from '../../src/core/journal.ts';
import { ENTRY_KINDS, entrySchema, envelopeSchema } from '../../src/wire/entry.ts';
import { type EntryFixtures, makeFixtures } from '../support/entry-fixtures.ts';
import { sha256Hex, spoilt } from '../support/spoilt-entries.ts';

const FILE = new URL('../support/fixtures/entries.json', import.meta.url);
if (process.env['RECORD_FIXTURES'] === '1') writeFileSync(FILE, `${JSON.stringify(makeFixtures(), null, 1)}\n`);
const fixtures = JSON.parse(readFileSync(FILE, 'utf8')) as EntryFixtures;

test('the fixtures on record are what the rules write today', () => {
  expect(makeFixtures()).toEqual(fixtures);
});

test.each([...ENTRY_KINDS])('%s has accepted and refused fixtures', (kind) => {
  expect(fixtures.accepted.filter((each) => each.kind === kind).length).toBeGreaterThan(0);
  expect(fixtures.refused.filter((each) => each.kind === kind).length).toBeGreaterThanOrEqual(3);
});

describe('accepted', () => {
  test.each(fixtures.accepted)('$kind $what', ({ text, hash }) => {
    const json: unknown = JSON.parse(text);
    expect(entrySchema.parse(json)).toEqual(json);
    expect(canonicalText(json)).toBe(text);
    expect(sha256Hex(text)).toBe(hash);
  });

  test('sums of sales and returns add up', () => {
    for (const { text } of fixtures.accepted) {
      const entry = entrySchema.parse(JSON.parse(text));
      if (entry.kind === 'sale.completed') expect(checkSale(entry.body)).toEqual([]);
      if (entry.kind === 'return.completed') expect(checkReturn(entry.body)).toEqual([]);
    }
  });
});

describe('refused', () => {
  test.each(fixtures.refused)('$kind with $what', ({ text }) => {
    expect(entrySchema.safeParse(JSON.parse(text)).success).toBe(false);
  });

  test.each([...ENTRY_KINDS])('%s with any field gone or of another kind', (kind) => {
    const whole = fixtures.accepted.find((each) => each.kind === kind)!;
    for (const { what, text } of spoilt(kind, JSON.parse(whole.text) as Record<string, unknown>)) {
      expect(entrySchema.safeParse(JSON.parse(text)).success, what).toBe(false);
    }
  });

  test('an entry of a kind not known yet can still be placed and kept', () => {
    const unknown = fixtures.refused.find(({ kind }) => kind === 'sale.forgotten');
    expect(envelopeSchema.safeParse(JSON.parse(unknown!.text)).success).toBe(true);
  });
});
