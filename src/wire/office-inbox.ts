/**
 * The office's inbox under `/office/api`: entries that are in the journal and in no figure, and what a person decides
 * of them. Each decision is an entry of the store's own register (`entry.settled`), with its author and reason, and can
 * be undone by another.
 */
import * as z from 'zod/mini';
import { names } from './goods.ts';
import { DECISIONS } from './entry.ts';
import { nat, positive, text, uuid } from './scalars.ts';
import { EFFECTS, KEPT_FOR } from './task.ts';

const inboxEntry = z.object({
  key: text(80), // of its effect
  status: z.enum(EFFECTS),
  code: z.nullable(z.enum(KEPT_FOR)),
  kind: text(64),
  deviceId: uuid,
  incarnation: uuid,
  seq: positive,
  tillCode: text(4),
  staff: z.nullable(names),
  wallMs: z.nullable(nat),
  receivedMs: nat,
  bytes: text(70_000),
  may: z.array(z.enum(DECISIONS)), // what the rules allow of it, whoever asks
  decided: z.nullable(z.object({ decision: z.enum(DECISIONS), reason: text(200), by: text(60), atMs: nat })),
});
export const inbox = z.object({
  open: z.array(inboxEntry),
  settled: z.array(inboxEntry), // newest decision first
  more: z.boolean(), // there are more open ones than these
  asOfMs: nat,
});
export const settleRequest = z.strictObject({
  key: text(80),
  decision: z.enum(DECISIONS),
  reason: text(200).check(z.trim(), z.minLength(1)),
});
/** What became of it: booked, or set aside for good. */
export const settled = z.object({ status: z.enum(EFFECTS) });

export type InboxEntry = z.infer<typeof inboxEntry>;
export type Inbox = z.infer<typeof inbox>;
