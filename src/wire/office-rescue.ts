/**
 * A till's rescue file on its way into the books: the office opens it where the code was typed and sends its sections
 * one by one, so neither the code nor a large body travels. Owners only.
 */
import * as z from 'zod/mini';
import { nat, positive } from './scalars.ts';

/** The longest a section gets: a push's entries, its statement and signature. */
export const RESCUE_SECTION_CHARS = 600_000;

/** One section as it stands in the opened file: statement, signature, then the entries' lines. */
export const rescueSectionRequest = z.strictObject({
  section: z.string().check(z.maxLength(RESCUE_SECTION_CHARS)),
});

/** Why entries of a section were not taken into the journal. `gap`: an entry before them is missing. */
const rescueLeft = z.enum(['gap', 'unsigned', 'branched']);
export type RescueLeft = z.infer<typeof rescueLeft>;

/** What became of one section's entries; together they are all of them. */
export const rescueTaken = z.object({
  taken: nat, // in the journal and in the books
  known: nat, // the server had them
  aside: nat, // in the journal, waiting in the inbox for a person
  left: z.nullable(z.object({ why: rescueLeft, entries: positive, missingSeq: z.nullable(positive) })),
});
export type RescueTaken = z.infer<typeof rescueTaken>;
