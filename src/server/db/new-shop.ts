/**
 * A shop where there was none: the org, its settings as tills see them, and its stores. The rows of the streams are put
 * in the same transaction.
 *
 * Not here: people (office-shop.ts), products (catalogue/save-product.ts), devices (enrolment.ts), signing keys.
 */
import type { Names } from '../../core/product.ts';
import type { StreamRow } from '../../wire/catalogue.ts';
import type { Tx } from './door.ts';
import { putState } from './put-state.ts';

export type NewOrg = Omit<StreamRow<'settings'>, 'orgId' | 'taxMode'> & {
  readonly serverEpoch: string;
  readonly madeMs: number;
};
export type NewStore = StreamRow<'store'>;

/** Writes the org of this transaction and its settings. There must be none yet. */
export async function addOrg(tx: Tx, org: NewOrg): Promise<void> {
  await tx.db
    .insertInto('org')
    .values({
      org_id: tx.orgId,
      org_no: org.orgNo,
      names: JSON.stringify(org.names),
      currency: org.currency,
      tax_mode: 'included',
      pricing: null,
      tenders: null,
      lock_minutes: org.lockMinutes ?? null,
      shop_origin: org.shopOrigin,
      receipt_footer: jsonOrNull(org.receiptFooter),
      logo: null,
      lang: org.lang,
      shop_catalogue_max: org.shopCatalogueMax,
      server_epoch: org.serverEpoch,
      made_ms: org.madeMs,
    })
    .execute();
  const { serverEpoch: _epoch, madeMs: _made, ...rest } = org;
  const settings: StreamRow<'settings'> = { orgId: tx.orgId, taxMode: 'included', ...rest };
  putState(tx, 'org', [{ t: 'settings', id: 'org', r: settings }]);
}

/** Adds a store with a number and code no other store of the org has. */
export async function addStore(tx: Tx, store: NewStore): Promise<void> {
  await tx.db
    .insertInto('store')
    .values({
      org_id: tx.orgId,
      store_id: store.storeId,
      store_no: store.storeNo,
      code: store.code,
      names: JSON.stringify(store.names),
      tz: store.tz,
      address: jsonOrNull(store.address),
      walk_in: store.walkIn ? 1 : 0,
      foreign_cash: null,
      scale_rules: store.scaleRules === undefined ? null : JSON.stringify(store.scaleRules),
    })
    .execute();
  putState(tx, 'org', [{ t: 'store', id: store.storeId, r: store }]);
}

const jsonOrNull = (names: Names | null): string | null => (names === null ? null : JSON.stringify(names));
