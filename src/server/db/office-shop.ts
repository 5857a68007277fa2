/**
 * The shop's own records that an owner edits: settings, stores, staff. Each write puts the row of the stream devices
 * follow in the same transaction.
 */
import * as z from 'zod/mini';
import { LOCK_MINUTES } from '../../core/idle-lock.ts';
import { toMinor } from '../../core/money.ts';
import type { Names } from '../../core/product.ts';
import {
  foreignRate,
  pinVerifier,
  roleName,
  settingsRow,
  tenderWays,
  type StaffRow,
  type StreamRow,
} from '../../wire/catalogue.ts';
import { scaleRules } from '../../wire/goods.ts';
import { loyaltyRules } from '../../wire/loyalty.ts';
import { logo } from '../../wire/logo.ts';
import type { Tx } from './door.ts';
import { knownOrg, listStores, storeRow } from './orgs.ts';
import { putState } from './put-state.ts';
import type { Tables } from './schema.ts';

type SettingsRow = StreamRow<'settings'>;
type StoreRow = StreamRow<'store'>;

const namesOf = (text: string): Names => JSON.parse(text) as Names; // written from a parsed shape
const namesOrNull = (text: string | null): Names | null => (text === null ? null : namesOf(text));

export async function settings(tx: Tx): Promise<SettingsRow> {
  const org = await knownOrg(tx);
  return {
    orgId: org.org_id,
    orgNo: org.org_no,
    names: namesOf(org.names),
    currency: org.currency,
    taxMode: org.tax_mode === 'added' ? 'added' : 'included',
    ...(org.tenders === null ? {} : { tenders: tenderWays.parse(JSON.parse(org.tenders)) }),
    ...(org.logo === null ? {} : { logo: logo.parse(JSON.parse(org.logo)) }),
    ...(org.drawer_off_minor === null ? {} : { drawerOffMinor: toMinor(org.drawer_off_minor) }),
    ...(org.lock_minutes === null ? {} : { lockMinutes: lockMinutes.parse(org.lock_minutes) }),
    ...(org.loyalty === null ? {} : { loyalty: loyaltyRules.parse(JSON.parse(org.loyalty)) }),
    ...(org.member_key === null ? {} : { memberKey: org.member_key }),
    ...(org.pricing === null ? {} : pricing.parse(JSON.parse(org.pricing))),
    shopOrigin: org.shop_origin,
    receiptFooter: namesOrNull(org.receipt_footer),
    lang: org.lang === 'en' ? 'en' : 'zh',
    shopCatalogueMax: org.shop_catalogue_max,
  };
}

const lockMinutes = z.literal(LOCK_MINUTES);

/** How a shop taxes and rounds, as far as it says so. */
const pricing = z.pick(settingsRow, { taxRounding: true, taxRoundsTo: true, cashRounding: true });

type SettingsChange = Partial<
  Pick<
    SettingsRow,
    | 'names'
    | 'shopOrigin'
    | 'lang'
    | 'receiptFooter'
    | 'logo'
    | 'taxMode'
    | 'taxRounding'
    | 'taxRoundsTo'
    | 'cashRounding'
    | 'tenders'
    | 'drawerOffMinor'
    | 'lockMinutes'
    | 'loyalty'
    | 'memberKey'
  >
>;

/** Changes settings and tells every device of the org. */
export async function saveSettings(tx: Tx, change: SettingsChange): Promise<SettingsRow> {
  const after = { ...(await settings(tx)), ...change };
  await tx.db
    .updateTable('org')
    .set({
      names: JSON.stringify(after.names),
      shop_origin: after.shopOrigin,
      lang: after.lang,
      tax_mode: after.taxMode,
      pricing: pricingText(after),
      logo: after.logo == null ? null : JSON.stringify(after.logo),
      tenders: after.tenders == null ? null : JSON.stringify(after.tenders),
      drawer_off_minor: after.drawerOffMinor ?? null,
      lock_minutes: after.lockMinutes ?? null,
      loyalty: after.loyalty == null ? null : JSON.stringify(after.loyalty),
      member_key: after.memberKey ?? null,
      receipt_footer: after.receiptFooter === null ? null : JSON.stringify(after.receiptFooter),
    })
    .where('org_id', '=', tx.orgId)
    .execute();
  putState(tx, 'org', [{ t: 'settings', id: 'org', r: after }]);
  return after;
}

/** Null while the shop has said nothing: its row in the stream is then as it always was. */
function pricingText({ taxRounding, taxRoundsTo, cashRounding }: SettingsRow): string | null {
  const said = [taxRounding, taxRoundsTo, cashRounding].some((each) => each !== undefined);
  return said ? JSON.stringify({ taxRounding, taxRoundsTo, cashRounding }) : null;
}

const asStore = (row: Tables['store']): StoreRow => ({
  storeId: row.store_id,
  storeNo: row.store_no,
  code: row.code,
  names: namesOf(row.names),
  tz: row.tz,
  address: namesOrNull(row.address),
  walkIn: row.walk_in === 1,
  ...(row.foreign_cash === null ? {} : { foreignCash: z.array(foreignRate).parse(JSON.parse(row.foreign_cash)) }),
  ...(row.scale_rules === null ? {} : { scaleRules: scaleRules.parse(JSON.parse(row.scale_rules)) }),
});

export const stores = async (tx: Tx): Promise<readonly StoreRow[]> => (await listStores(tx)).map(asStore);

export async function storeById(tx: Tx, storeId: string): Promise<StoreRow | undefined> {
  const row = await storeRow(tx, storeId);
  return row === null ? undefined : asStore(row);
}

/** Changes a store and tells every device of the org. Undefined: there is no such store. */
export async function saveStore(
  tx: Tx,
  storeId: string,
  change: Partial<Pick<StoreRow, 'names' | 'address' | 'tz' | 'foreignCash' | 'scaleRules'>>,
): Promise<StoreRow | undefined> {
  const known = await storeById(tx, storeId);
  if (known === undefined) return undefined;
  const after = { ...known, ...change };
  await tx.db
    .updateTable('store')
    .set({
      names: JSON.stringify(after.names),
      tz: after.tz,
      address: after.address === null ? null : JSON.stringify(after.address),
      foreign_cash: after.foreignCash === undefined ? null : JSON.stringify(after.foreignCash),
      scale_rules: after.scaleRules === undefined ? null : JSON.stringify(after.scaleRules),
    })
    .where('org_id', '=', tx.orgId)
    .where('store_id', '=', storeId)
    .execute();
  putState(tx, 'org', [{ t: 'store', id: storeId, r: after }]);
  return after;
}

const staffRow = (row: Tables['staff']): StaffRow => ({
  staffId: row.staff_id,
  names: namesOf(row.names),
  role: roleName.parse(row.role),
  storeIds: JSON.parse(row.store_ids) as string[], // written by saveStaff
  pin: row.pin === null ? null : pinVerifier.parse(JSON.parse(row.pin)),
  active: row.active === 1,
});

/** Everybody, those who left included, in the order they came. */
export async function staffRows(tx: Tx): Promise<readonly StaffRow[]> {
  const rows = await tx.db.selectFrom('staff').selectAll().where('org_id', '=', tx.orgId).orderBy('staff_id').execute();
  return rows.map(staffRow);
}

export async function staffNames(tx: Tx): Promise<ReadonlyMap<string, Names>> {
  const rows = await tx.db.selectFrom('staff').select(['staff_id', 'names']).where('org_id', '=', tx.orgId).execute();
  return new Map(rows.map((row) => [row.staff_id, namesOf(row.names)]));
}

/** Adds or changes a person and tells every till. */
export async function saveStaff(tx: Tx, person: StaffRow, nowMs: number): Promise<void> {
  const columns = {
    names: JSON.stringify(person.names),
    role: person.role,
    store_ids: JSON.stringify(person.storeIds),
    pin: person.pin === null ? null : JSON.stringify(person.pin),
    active: person.active ? 1 : 0,
    changed_ms: nowMs,
  };
  await tx.db
    .insertInto('staff')
    .values({ org_id: tx.orgId, staff_id: person.staffId, ...columns })
    .onConflict((on) => on.columns(['org_id', 'staff_id']).doUpdateSet(columns))
    .execute();
  putState(tx, 'org', [{ t: 'staff', id: person.staffId, r: person }]);
}
