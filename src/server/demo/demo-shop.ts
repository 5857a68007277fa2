/**
 * The shop a stranger finds at the first start: two stores, goods with pictures, prices, taxes and stock, five people
 * with PINs, and one login for the office. Everything is made in one transaction, so a start that is cut off leaves
 * nothing.
 *
 * PINs and the password are random. They are written to `demo-access.txt` in the data folder (mode 0600) before the
 * shop is: a shop nobody can open must not come to be. In the database they are only verifiers.
 */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assert } from '../../core/assert.ts';
import { isInternalGtin } from '../../core/gtin.ts';
import type { StaffRow } from '../../wire/catalogue.ts';
import { makePinVerifier, randomPin } from '../auth/make-pin.ts';
import { hashPassword, randomPassword } from '../auth/password.ts';
import { saveProducts } from '../catalogue/save-product.ts';
import { writeCategories, type CategoryRow } from '../db/catalogue-products.ts';
import type { Tx } from '../db/door.ts';
import { saveMedia } from '../db/media.ts';
import { addOrg, addStore, type NewStore } from '../db/new-shop.ts';
import { saveStaff } from '../db/office-shop.ts';
import { saveOfficeUser } from '../db/office-user.ts';
import { orgRow } from '../db/orgs.ts';
import { putState } from '../db/put-state.ts';
import type { ServerDeps } from '../deps.ts';
import { registerFact } from '../journal/register.ts';
import { accessText } from './demo-access.ts';
import { DEMO_CATEGORIES, demoGoods, type DemoProduct } from './demo-goods.ts';
import { addOffers } from './demo-offers.ts';
import { DEMO_FOOTER, DEMO_OFFICE_LOGIN, DEMO_ORG, DEMO_PEOPLE, DEMO_SCALES, DEMO_STORES } from './demo-people.ts';
import { drawPicture } from './draw-picture.ts';

type Means = Pick<ServerDeps, 'door' | 'orgId' | 'clock' | 'ids' | 'randomBytes' | 'keys' | 'dataDir'>;
type Person = { readonly staff: StaffRow; readonly pin: string };

const CATALOGUE_MAX = 5000;
const MOVES_PER_ENTRY = 400;

/** Makes the demo shop when this database has no shop. Answers whether it did. */
export async function ensureDemoShop(deps: Means): Promise<boolean> {
  if ((await deps.door.read(deps.orgId, orgRow)) !== null) return false;
  const stores = DEMO_STORES.map((store): NewStore => ({
    ...store,
    storeId: deps.ids(),
    tz: 'Asia/Shanghai',
    walkIn: true,
    scaleRules: DEMO_SCALES,
  }));
  const people = await makePeople(deps, stores);
  const password = randomPassword();
  const passwordHash = await hashPassword(password);
  const access = accessText({
    login: DEMO_OFFICE_LOGIN,
    password,
    people: people.map(({ staff, pin }) => ({ ...staff, pin })),
    stores,
  });
  const accessFile = join(deps.dataDir, 'demo-access.txt');
  await rm(accessFile, { force: true }); // an older one may be readable by others: a mode is given to a new file only
  await writeFile(accessFile, access, { mode: 0o600, flush: true });
  const goods = demoGoods();
  const pictures = goods.map(({ kind, names }) => ({
    mime: 'image/svg+xml' as const,
    body: Buffer.from(drawPicture(kind, names.en ?? '')),
  }));
  await deps.door.write(deps.orgId, async (tx) => {
    const nowMs = deps.clock();
    await addShop(tx, deps, stores);
    for (const { staff } of people) await saveStaff(tx, staff, nowMs);
    const owner = {
      userId: deps.ids(),
      login: DEMO_OFFICE_LOGIN,
      names: { zh: '店主', en: 'Owner' },
      role: 'owner' as const,
      active: true,
    };
    await saveOfficeUser(tx, { ...owner, passwordHash }, nowMs);
    const hashes = await saveMedia(tx, pictures, nowMs);
    const skuNos = await addGoods(tx, deps, goods, hashes);
    const called = goods.map(({ names, spec }) => `${names.en ?? ''} ${spec ?? ''}`);
    await addOffers(tx, deps, (name) => skuNos[called.indexOf(name)]);
    for (const [i, { storeId }] of stores.entries()) await addStock(tx, deps, storeId, stockOf(goods, skuNos, i));
  });
  return true;
}

async function addShop(tx: Tx, deps: Means, stores: readonly NewStore[]): Promise<void> {
  await addOrg(tx, {
    orgNo: 1,
    names: DEMO_ORG,
    currency: 'CNY',
    shopOrigin: 'http://127.0.0.1',
    receiptFooter: DEMO_FOOTER,
    lang: 'zh',
    shopCatalogueMax: CATALOGUE_MAX,
    lockMinutes: 10, // whoever looks around reads more than a cashier does
    serverEpoch: deps.ids(),
    madeMs: deps.clock(),
  });
  for (const store of stores) await addStore(tx, store);
}

async function makePeople(deps: Means, stores: readonly NewStore[]): Promise<Person[]> {
  const people: Person[] = [];
  const storeNos = stores.map(({ storeNo }) => storeNo);
  for (const { names, role, stores: where } of DEMO_PEOPLE) {
    const storeIds = stores.flatMap(({ storeId, storeNo }) =>
      where === 'all' || (where === 'first') === (storeNo === 1) ? [storeId] : [],
    );
    const taken = new Set(people.map(({ pin }) => pin));
    const pin = randomPin(role, storeNos, taken);
    people.push({
      pin,
      staff: {
        staffId: deps.ids(),
        names,
        role,
        storeIds,
        pin: await makePinVerifier(pin, deps.randomBytes(16)),
        active: true,
      },
    });
  }
  return people;
}

/** Categories and products; answers the products' numbers, in the order of the goods. */
async function addGoods(
  tx: Tx,
  deps: Means,
  goods: readonly DemoProduct[],
  hashes: readonly string[],
): Promise<number[]> {
  const rows = DEMO_CATEGORIES.map(([, zh, en], i): CategoryRow => ({
    categoryId: deps.ids(),
    names: { zh, en },
    order: i + 1,
    hue: i % 8,
  }));
  await writeCategories(tx, rows);
  putState(
    tx,
    'org',
    rows.map((row) => ({ t: 'category', id: row.categoryId, r: row })),
  );
  const idOf = new Map(DEMO_CATEGORIES.map(([key], i) => [key, rows[i]?.categoryId ?? null]));
  const drafts = goods.map(({ kind: _kind, stocked: _stocked, category, gtins, ...fields }, i) => ({
    skuId: null,
    fields: { ...fields, gtins: [...gtins], category: idOf.get(category) ?? null, picture: hashes[i] ?? null },
  }));
  const saved = await saveProducts(tx, drafts, { newId: deps.ids, nowMs: deps.clock() });
  return saved.products.map((each) => {
    assert(each.what !== 'refused', 'two demo goods share a barcode');
    return each.product.skuNo;
  });
}

type Moves = {
  readonly skuNo: number;
  readonly deltaMilli: number;
  readonly reason: 'opening';
  readonly ref: string;
}[];

/** What stands on the shelves of a store: goods of the shop's own making are few, some packed ones are nearly gone. */
function stockOf(goods: readonly DemoProduct[], skuNos: readonly number[], store: number): Moves {
  return goods.flatMap(({ stocked, gtins, unit }, i) => {
    const spread = (i * 37 + store * 53) % 71;
    const own = gtins.every((gtin) => isInternalGtin(gtin));
    const pieces = own ? 4 + (spread % 14) : spread % 23 === 0 ? 3 : 12 + spread;
    const deltaMilli = unit === 'pcs' ? pieces * 1000 : pieces * 1000 + (spread % 10) * 100;
    const skuNo = skuNos[i];
    return stocked && skuNo !== undefined ? [{ skuNo, deltaMilli, reason: 'opening' as const, ref: 'demo' }] : [];
  });
}

async function addStock(tx: Tx, deps: Means, storeId: string, moves: Moves): Promise<void> {
  for (let at = 0; at < moves.length; at += MOVES_PER_ENTRY) {
    const body = { moves: moves.slice(at, at + MOVES_PER_ENTRY) };
    await registerFact(deps, tx, { storeId, entryId: deps.ids(), kind: 'stock.moved', body });
  }
}
