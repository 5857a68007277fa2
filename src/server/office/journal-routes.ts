/**
 * The journal of a device as it is stored: its lives, its entries newest first with their own bytes, and whether the
 * chain holds. A register's journal is shown like a till's.
 */
import * as z from 'zod/mini';
import { ok } from '../../core/result.ts';
import { JOURNAL_PAGE, type JournalOf, type JournalPage, type JournalVerdict } from '../../wire/office-shop.ts';
import { deviceRow } from '../db/devices.ts';
import { journalEntries, journalHeads } from '../db/office-devices.ts';
import { staffNames } from '../db/office-shop.ts';
import type { ServerDeps } from '../deps.ts';
import { verifyJournal } from '../journal/verify.ts';
import { notFound, nothing, type OfficeRoutes } from './answer.ts';

const pageQuery = z.object({ before: z.optional(z.coerce.number().check(z.int(), z.positive())) });

export function journalRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const { door, orgId } = deps;

  routes.get('/journal/:deviceId', ({ params }) =>
    door.read(orgId, async (tx) => {
      const device = await deviceRow(tx, params['deviceId'] ?? '');
      if (device === null) return notFound;
      const heads = await journalHeads(tx, device.device_id);
      return ok<JournalOf>({
        deviceId: device.device_id,
        tillCode: device.till_code,
        name: device.name,
        storeId: device.store_id,
        incarnations: heads.map((head, at) => ({
          incarnation: head.incarnation,
          no: heads.length - at,
          seq: head.seq,
          hash: head.hash,
          announcedSeq: head.announced_seq,
          state: head.state,
          openedMs: head.opened_ms,
        })),
      });
    }),
  );

  routes.get('/journal/:deviceId/:incarnation', ({ params, query }) =>
    door.read(orgId, async (tx) => {
      const read = pageQuery.safeParse(query);
      const before = read.success ? (read.data.before ?? Number.MAX_SAFE_INTEGER) : Number.MAX_SAFE_INTEGER;
      const chain = { deviceId: params['deviceId'] ?? '', incarnation: params['incarnation'] ?? '' };
      const rows = await journalEntries(tx, { ...chain, before, limit: JOURNAL_PAGE + 1 });
      return ok<JournalPage>({
        entries: rows.slice(0, JOURNAL_PAGE).map((row) => ({
          seq: row.seq,
          entryId: row.entry_id,
          hash: row.hash,
          receivedMs: row.received_ms,
          status: row.status ?? 'applied',
          code: row.code,
          bytes: row.bytes,
        })),
        more: rows.length > JOURNAL_PAGE,
        staff: Object.fromEntries(await staffNames(tx)),
      });
    }),
  );

  routes.write('POST', '/journal/:deviceId/:incarnation/verify', 'look', nothing, ({ params }) =>
    door.read(orgId, async (tx) => {
      const chain = { deviceId: params['deviceId'] ?? '', incarnation: params['incarnation'] ?? '' };
      const found = await verifyJournal(tx, chain);
      if (found === null) return notFound;
      const asOfMs = deps.clock();
      const { tillCode, entries, signedSeq, broken } = found;
      return ok<JournalVerdict>(
        broken === null
          ? { state: 'whole', entries, signedSeq, asOfMs }
          : { state: 'broken', tillCode, ...broken, asOfMs },
      );
    }),
  );
}
