/** Products of the office: windows of the list, one product, its changes, a count of its stock. */
import type { BundlePart } from '../../core/product.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { isCountable } from '../../core/stock.ts';
import type { ProductRow } from '../../wire/catalogue.ts';
import {
  productAdd,
  productChange,
  readProductsParams,
  stockCount,
  type CategoryListed,
  type ProductChange,
  type ProductFull,
  type ProductListed,
  type ProductPage,
  type ProductSaved,
} from '../../wire/office.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { findParts, keyOfPart, type Named } from '../catalogue/find-parts.ts';
import { saveProducts } from '../catalogue/save-product.ts';
import type { ProductDraft } from '../catalogue/settle-drafts.ts';
import { catalogueVersion, productsById, skuIdsOf } from '../db/catalogue-products.ts';
import type { Tx } from '../db/door.ts';
import * as table from '../db/office-products.ts';
import type { ServerDeps } from '../deps.ts';
import { registerFact } from '../journal/register.ts';
import { notFound, type OfficeRoutes } from './answer.ts';
import { judgeFields } from './product-edits.ts';

const CONNECTED_MS = 90_000; // a till says hello at least every 30 s

const listed = ({ search: _search, story: _story, ...row }: table.ProductFound): ProductListed => row;

export function productRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const { door, orgId } = deps;

  routes.get('/products', async ({ query }) => {
    const asked = readProductsParams(query);
    if (asked === null) return err({ code: 'bad_request' });
    return door.read(orgId, async (tx) => {
      const { rows, total } = await table.productWindow(tx, asked);
      const version = await catalogueVersion(tx);
      return ok<ProductPage>({ rows: rows.map(listed), offset: asked.offset, total, version, asOfMs: deps.clock() });
    });
  });

  routes.get('/categories', () =>
    door.read(orgId, async (tx) => {
      const rows = await table.categoriesCounted(tx);
      return ok<CategoryListed[]>(
        rows.map((row) => ({
          categoryId: row.category_id,
          names: JSON.parse(row.names) as CategoryListed['names'], // written by writeCategories
          order: row.sort_order,
          hue: row.hue,
          products: row.products,
        })),
      );
    }),
  );

  routes.get('/products/:skuId', ({ params, query }) =>
    door.read(orgId, async (tx) => {
      const product = await table.productById(tx, query['storeId'] ?? '', params['skuId'] ?? '');
      if (product === undefined) return notFound;
      const stock = await table.stockEverywhere(tx, product.skuNo);
      return ok<ProductFull>({
        product: listed(product),
        stock: [...stock],
        version: await catalogueVersion(tx),
        ...(await madeOf(tx, product)),
      });
    }),
  );

  routes.write('POST', '/products', 'change', productAdd, ({ body }) => {
    const fields = judgeFields(body);
    if (!fields.ok) return Promise.resolve(fields);
    return save(deps, { skuId: null, fields: fields.value }, { storeId: '', asked: body });
  });

  routes.write('PATCH', '/products/:skuId', 'change', productChange, async ({ body, params, query }) => {
    const fields = judgeFields(body);
    if (!fields.ok) return fields;
    const draft = { skuId: params['skuId'] ?? '', fields: fields.value };
    return save(deps, draft, { storeId: query['storeId'] ?? '', asked: body });
  });

  routes.write('POST', '/products/:skuId/stock', 'change', stockCount, ({ body, params, user }) =>
    countStock(deps, params['skuId'] ?? '', body, user.login),
  );
}

/** Saves one draft and answers with the product as it now stands, once it is committed. */
async function save(
  deps: ServerDeps,
  draft: ProductDraft,
  { storeId, asked }: { readonly storeId: string; readonly asked: ProductChange },
): Promise<Result<ProductSaved, Refusal>> {
  const { skuId } = draft;
  const saved = await deps.door.write(deps.orgId, async (tx): Promise<Result<string, Refusal>> => {
    const [known] = skuId === null ? [] : await productsById(tx, [skuId], true);
    if (skuId !== null && known === undefined) return notFound;
    if (known !== undefined && asked.wasMinor !== undefined && asked.wasMinor !== known.priceMinor) {
      return err({ code: 'changed_meanwhile', facts: { priceMinor: known.priceMinor } });
    }
    const parts = await partsAsked(tx, known, asked);
    if (parts === null) return err({ code: 'bad_parts' });
    const whole = parts === undefined ? draft : { ...draft, fields: { ...draft.fields, parts } };
    const { products } = await saveProducts(tx, [whole], { newId: deps.ids, nowMs: deps.clock() });
    const [only] = products;
    if (only === undefined || only.what === 'refused')
      return err({ code: 'duplicate_code', facts: { key: only?.key ?? '' } });
    return ok(only.product.skuId);
  });
  return saved.ok ? deps.door.read(deps.orgId, (tx) => standing(deps, tx, storeId, saved.value)) : saved;
}

/** The parts a change names; undefined: it says nothing of them. Null: they cannot be, or its unit ends a bundle. */
async function partsAsked(
  tx: Tx,
  known: ProductRow | undefined,
  { parts, unit = known?.unit ?? 'pcs' }: ProductChange,
): Promise<readonly BundlePart[] | null | undefined> {
  if (parts === undefined) return known?.parts === undefined || unit === 'pcs' ? undefined : null;
  const isOwn = ({ skuId }: Named): boolean => skuId === known?.skuId;
  const [found = null] = await findParts(tx, [{ named: parts, isOwn, isPieces: unit === 'pcs' }]);
  return found;
}

/** The parts of a bundle, as a form names them and by name. */
async function madeOf(tx: Tx, { parts = [] }: ProductRow): Promise<Pick<ProductFull, 'madeOf'>> {
  const rows = await productsById(tx, await skuIdsOf(tx, parts.map(({ skuNo }) => skuNo)), false); // prettier-ignore
  const made = parts.flatMap(({ skuNo, qtyMilli }) => {
    const row = rows.find((one) => one.skuNo === skuNo);
    return row === undefined ? [] : [{ key: keyOfPart(row), names: row.names, qtyMilli }];
  });
  return made.length === 0 ? {} : { madeOf: made };
}

async function standing(
  deps: ServerDeps,
  tx: Tx,
  storeId: string,
  skuId: string,
): Promise<Result<ProductSaved, Refusal>> {
  const product = await table.productById(tx, storeId, skuId);
  if (product === undefined) return notFound;
  return ok({
    product: listed(product),
    version: await catalogueVersion(tx),
    tills: await table.tillsHeardSince(tx, deps.clock() - CONNECTED_MS),
    ...(await madeOf(tx, product)),
  });
}

type Count = { readonly storeId: string; readonly onHandMilli: number; readonly entryId: string };

/**
 * Books the difference between what was counted and what the server has, as a fact of the store's register.
 * Refuses: `bad_number` - so much that sums of it would be whole no more.
 */
async function countStock(
  deps: ServerDeps,
  skuId: string,
  count: Count,
  login: string,
): Promise<Result<ProductSaved, Refusal>> {
  const { storeId, onHandMilli, entryId } = count;
  if (!isCountable([onHandMilli])) return err({ code: 'bad_number' });
  const booked = await deps.door.write(deps.orgId, async (tx): Promise<Result<null, Refusal>> => {
    const product = await table.productById(tx, storeId, skuId);
    if (product === undefined) return notFound;
    const deltaMilli = onHandMilli - (product.onHandMilli ?? 0);
    if (deltaMilli === 0) return ok(null);
    const moves = [{ skuNo: product.skuNo, deltaMilli, reason: 'count' as const, ref: `office ${login}`.slice(0, 80) }];
    await registerFact(deps, tx, { storeId, entryId, kind: 'stock.moved', body: { moves } });
    return ok(null);
  });
  return booked.ok ? deps.door.read(deps.orgId, (tx) => standing(deps, tx, storeId, skuId)) : booked;
}
