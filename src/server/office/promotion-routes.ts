/**
 * Promotions: list, add, change, end. A promotion is never deleted: old sales name it, and a till that was
 * away must hear of its end.
 *
 * Refuses: `name_missing`; `bad_request` (`where`) - an offer that could take nothing off or never applies;
 * `changed_meanwhile` - somebody else changed it since it was looked at.
 */
import { err, ok, type Result } from '../../core/result.ts';
import type { StreamRow } from '../../wire/catalogue.ts';
import { promotionAdd, promotionChange, promotionEnd } from '../../wire/office-pricing.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { promotionById, promotions, savePromotion } from '../db/pricing.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound, type OfficeRoutes } from './answer.ts';
import { tidyNames } from './product-edits.ts';

type PromotionRow = StreamRow<'promotion'>;

export function promotionRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const { door, orgId } = deps;
  routes.get('/promotions', () => door.read(orgId, async (tx) => ok({ rows: await promotions(tx) })));

  routes.write('POST', '/promotions', 'change', promotionAdd, async ({ body }) => {
    const row = checked({ ...body, promotionId: deps.ids(), rev: 1, state: 'active' });
    if (row.ok) await door.write(orgId, (tx) => savePromotion(tx, row.value, deps.clock()));
    return row;
  });

  const change = (promotionId: string, rev: number, edit: (was: PromotionRow) => Result<PromotionRow, Refusal>) =>
    door.write(orgId, async (tx) => {
      const was = await promotionById(tx, promotionId);
      if (was === undefined) return notFound;
      if (was.rev !== rev) return err<Refusal>({ code: 'changed_meanwhile' });
      const row = edit({ ...was, rev: was.rev + 1 });
      if (row.ok) await savePromotion(tx, row.value, deps.clock());
      return row;
    });

  routes.write('PATCH', '/promotions/:promotionId', 'change', promotionChange, ({ body, params }) => {
    const { rev, ...fields } = body;
    return change(params['promotionId'] ?? '', rev, (was) => checked({ ...was, ...fields }));
  });

  routes.write('POST', '/promotions/:promotionId/end', 'change', promotionEnd, ({ body, params }) =>
    change(params['promotionId'] ?? '', body.rev, (was) => ok({ ...was, state: 'ended' })),
  );
}

/** What a schema cannot see: that the parts of a promotion fit each other. */
function checked(row: PromotionRow): Result<PromotionRow, Refusal> {
  const names = tidyNames(row.names);
  if (names === null) return err({ code: 'name_missing' });
  const where = misfit(row);
  return where === null ? ok({ ...row, names }) : err({ code: 'bad_request', facts: { where } });
}

function misfit({ offer, fromDate, toDate }: PromotionRow): string | null {
  if (fromDate !== null && toDate !== null && fromDate > toDate) return 'toDate';
  if (offer.form === 'set') {
    const pieces = offer.slots.reduce((sum, slot) => sum + slot.count, 0);
    if (offer.target.kind === 'slot' && offer.target.slot >= offer.slots.length) return 'target';
    if (offer.target.kind === 'cheapest' && offer.target.count > pieces) return 'target';
  }
  if (offer.form !== 'cart') return null;
  const isRising = offer.steps.every((step, at) => at === 0 || step.from > (offer.steps[at - 1]?.from ?? 0));
  if (!isRising || (offer.isEvery && (offer.steps.length > 1 || offer.steps[0]?.from === 0))) return 'steps';
  return offer.steps.some(({ reward }) => reward.kind === 'price') ? 'steps' : null;
}
