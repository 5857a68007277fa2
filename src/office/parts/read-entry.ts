/** A journal entry's own text, read by its schema. */
import { entrySchema, type Entry } from '../../wire/entry.ts';

/** Null for bytes that are no entry, or one of a kind this page does not know. */
export function readEntry(bytes: string): Entry | null {
  try {
    const parsed = entrySchema.safeParse(JSON.parse(bytes));
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // a verdict: not JSON, so not an entry. Who asked shows the bytes themselves, or that it cannot.
  }
}
