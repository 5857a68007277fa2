/**
 * Shelf labels: how many a choice means, a sheet made of it (each label gets its number then, which stands in its QR),
 * and the sheet to print, as often as one likes. A sheet always shows the prices of now.
 */
import { err, ok, type Result } from '../../core/result.ts';
import { LABELS_MAX, labelsRequest, paper, type LabelSheet, type LabelsRequest } from '../../wire/office-shop.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { Tx } from '../db/door.ts';
import * as table from '../db/office-labels.ts';
import { productsByNo, type ProductFound } from '../db/office-products.ts';
import { settings, storeById } from '../db/office-shop.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound, type OfficeRoutes } from './answer.ts';

/** A label's number as it stands in its QR: short, and readable aloud. */
const labelIdOf = (labelNo: number): string => labelNo.toString(36);

export function labelRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const { door, orgId } = deps;

  routes.write('POST', '/labels/count', 'look', labelsRequest, ({ body }) =>
    door.read(orgId, async (tx) => {
      const numbers = await table.productsToLabel(tx, body.storeId, body.choice, LABELS_MAX + 1);
      return ok({ labels: numbers.length });
    }),
  );

  routes.write('POST', '/labels', 'change', labelsRequest, ({ body, user }) => makeSheet(deps, body, user.userId));

  routes.get('/labels/:sheetId', ({ params }) => door.read(orgId, (tx) => sheetOf(tx, params['sheetId'] ?? '')));
}

function makeSheet(deps: ServerDeps, asked: LabelsRequest, userId: string): Promise<Result<LabelSheet, Refusal>> {
  const sheetId = deps.ids();
  return deps.door.write(deps.orgId, async (tx): Promise<Result<LabelSheet, Refusal>> => {
    if ((await storeById(tx, asked.storeId)) === undefined) return notFound;
    const numbers = await table.productsToLabel(tx, asked.storeId, asked.choice, LABELS_MAX + 1);
    if (numbers.length === 0) return err({ code: 'nothing_to_label' });
    if (numbers.length > LABELS_MAX)
      return err({ code: 'too_many_labels', facts: { labels: numbers.length, most: LABELS_MAX } });
    const products = await productsByNo(tx, asked.storeId, numbers);
    const first = await table.takeLabelNos(tx, products.length);
    await table.addSheet(
      tx,
      { sheet_id: sheetId, store_id: asked.storeId, paper: asked.paper, user_id: userId, made_ms: deps.clock() },
      products.map((product, place) => ({
        label_no: first + place,
        place,
        sku_no: product.skuNo,
        price_minor: product.priceMinor,
      })),
    );
    return sheetOf(tx, sheetId);
  });
}

async function sheetOf(tx: Tx, sheetId: string): Promise<Result<LabelSheet, Refusal>> {
  const found = await table.findSheet(tx, sheetId);
  const store = found === undefined ? undefined : await storeById(tx, found.sheet.store_id);
  if (found === undefined || store === undefined) return notFound;
  const products = await productsByNo(
    tx,
    store.storeId,
    found.labels.map((label) => label.sku_no),
  );
  const byNo = new Map(products.map((product) => [product.skuNo, product]));
  const { currency, shopOrigin } = await settings(tx);
  return ok({
    sheetId,
    storeId: store.storeId,
    storeNo: store.storeNo,
    paper: paper.parse(found.sheet.paper),
    madeMs: found.sheet.made_ms,
    currency,
    shopOrigin,
    labels: found.labels.flatMap((label) => {
      const product = byNo.get(label.sku_no);
      return product === undefined ? [] : [labelOf(product, labelIdOf(label.label_no))];
    }),
  });
}

const labelOf = (product: ProductFound, labelId: string): LabelSheet['labels'][number] => ({
  labelId,
  skuNo: product.skuNo,
  gtin: product.gtins[0] ?? null,
  code: product.code,
  names: product.names,
  spec: product.spec,
  unit: product.unit,
  priceMinor: product.priceMinor,
  ...(product.openPrice === true ? { openPrice: true } : {}),
});
