/**
 * Taxes: list with the goods they are on, add, change, end, another rate from a day on. What was sold keeps the taxes
 * it was sold with: a sale carries their names, rates and amounts, so nothing here reaches into the past.
 *
 * Refuses: `name_missing`; `bad_request` (`where`) - a tax of nothing, days that cannot follow one another.
 */
import { err, ok, type Result } from '../../core/result.ts';
import type { StreamRow } from '../../wire/catalogue.ts';
import { taxAdd, taxChange, taxFollow } from '../../wire/office-pricing.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { saveTax, taxes } from '../db/pricing.ts';
import { goodsUnderTaxes } from '../db/taxed-goods.ts';
import type { Tx } from '../db/door.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound, type OfficeRoutes } from './answer.ts';
import { dateBefore } from './day-figures.ts';
import { tidyNames } from './product-edits.ts';

type TaxRow = StreamRow<'tax'>;

export function taxRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const { door, orgId } = deps;
  const save = async (tx: Tx, row: TaxRow): Promise<Result<TaxRow, Refusal>> => {
    const checked = checkedTax(row);
    if (checked.ok) await saveTax(tx, checked.value, deps.clock());
    return checked;
  };
  const byId = async (tx: Tx, taxId: string | undefined) => (await taxes(tx)).find((one) => one.taxId === taxId);

  routes.get('/taxes', () =>
    door.read(orgId, async (tx) => {
      const rows = await taxes(tx);
      return ok({ rows, ...(await goodsUnderTaxes(tx, rows)) });
    }),
  );

  routes.write('POST', '/taxes', 'own', taxAdd, ({ body }) =>
    door.write(orgId, (tx) => save(tx, { ...body, taxId: deps.ids(), state: 'active' })),
  );

  routes.write('PATCH', '/taxes/:taxId', 'own', taxChange, ({ body, params }) =>
    door.write(orgId, async (tx) => {
      const was = await byId(tx, params['taxId']);
      return was === undefined ? notFound : save(tx, { ...body, taxId: was.taxId });
    }),
  );

  routes.write('POST', '/taxes/:taxId/follow', 'own', taxFollow, ({ body, params }) =>
    door.write(orgId, async (tx) => {
      const was = await byId(tx, params['taxId']);
      if (was === undefined) return notFound;
      const { fromDate } = body;
      const isAfter = fromDate > (was.fromDate ?? '') && (was.toDate == null || fromDate <= was.toDate);
      if (was.state === 'ended' || !isAfter) return err<Refusal>({ code: 'bad_request', facts: { where: 'fromDate' } });
      const next = await save(tx, { ...was, ...body, taxId: deps.ids() });
      if (next.ok) await saveTax(tx, { ...was, toDate: dateBefore(fromDate, 1) }, deps.clock());
      return next;
    }),
  );
}

/** What a schema cannot see: that it is a tax at all, on days there are. */
function checkedTax(row: TaxRow): Result<TaxRow, Refusal> {
  const names = tidyNames(row.names);
  if (names === null) return err({ code: 'name_missing' });
  const where = misfit(row);
  return where === null ? ok({ ...row, names }) : err({ code: 'bad_request', facts: { where } });
}

function misfit({ fromDate = null, toDate = null, ratePpm, perUnitMinor }: TaxRow): string | null {
  if (ratePpm === 0 && perUnitMinor === 0) return 'ratePpm';
  return fromDate !== null && toDate !== null && fromDate > toDate ? 'toDate' : null;
}
