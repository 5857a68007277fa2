/** The report of exceptions over HTTP: of a store, a span of its days, one person or all. */
import * as z from 'zod/mini';
import { err, ok } from '../../core/result.ts';
import { storeById } from '../db/office-shop.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound, type OfficeRoutes } from './answer.ts';
import { exceptionReport } from './exception-report.ts';

const moment = z.coerce.number().check(z.int(), z.minimum(0));
const query = z.object({
  storeId: z.string(),
  from: moment, // ms: the page knows where days begin in its store's zone
  to: moment,
  staffId: z.optional(z.string()),
});

/** A year and a day: longer spans are read in parts. */
const LONGEST_MS = 366 * 86_400_000;

export function exceptionRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const { door, orgId, clock } = deps;

  routes.get('/exceptions', ({ query: given }) =>
    door.read(orgId, async (tx) => {
      const asked = query.safeParse(given);
      if (!asked.success || asked.data.to - asked.data.from > LONGEST_MS) return err({ code: 'bad_request' });
      const { storeId, from: fromMs, to: toMs, staffId = '' } = asked.data;
      const store = await storeById(tx, storeId);
      if (store === undefined) return notFound;
      const whom = staffId === '' ? null : staffId;
      return ok(await exceptionReport(tx, { storeId, fromMs, toMs, staffId: whom, tz: store.tz, asOfMs: clock() }));
    }),
  );
}
