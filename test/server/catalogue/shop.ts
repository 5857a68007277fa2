/** A shop with one store and nothing in it, and a file run into it: what the import's tests begin with. */
import { randomUUID } from 'node:crypto';
import type { Engine, Door, Tx } from '../../../src/server/db/door.ts';
import { putState } from '../../../src/server/db/put-state.ts';
import { onHand } from '../../../src/server/db/catalogue-products.ts';
import { prepareImport, previewOf, type Prepared } from '../../../src/server/catalogue/prepare-import.ts';
import { runImport, type BookedMove, type Ran } from '../../../src/server/catalogue/run-import.ts';
import type { ImportChoice } from '../../../src/wire/catalogue-file.ts';
import { addShop } from '../../support/added-shop.ts';
import { testPlace } from '../engines.ts';

export const ORG = 'a1a1a1a1-0000-4000-8000-000000000001';
const STORE = 'a1a1a1a1-0000-4000-8000-000000000002';

export type TestShop = {
  readonly door: Door;
  prepare(file: string | Buffer, choice?: Partial<ImportChoice>): Promise<Prepared>;
  /** Another door to the same database, as another process would have. */
  open(): Promise<Door>;
  runPrepared(prepared: Prepared): Promise<Ran>;
  run(file: string | Buffer, choice?: Partial<ImportChoice>): Promise<Ran>;
  preview(file: string | Buffer, choice?: Partial<ImportChoice>): Promise<ReturnType<typeof previewOf>>;
  readonly moves: BookedMove[];
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  head(): Promise<number>;
  remove(): Promise<void>;
};

export async function testShop(engine: Engine, currency = 'CNY'): Promise<TestShop> {
  const place = await testPlace(engine);
  const door = await place.open();
  await door.write(ORG, async (tx) => {
    await addShop(tx, { storeId: STORE, org: { currency, lang: 'zh' } });
  });
  const moves: BookedMove[] = [];
  const prepare: TestShop['prepare'] = async (file, choice = {}) => {
    const made = await prepareImport(Buffer.from(file), choice, { door, orgId: ORG, onProgress: () => undefined });
    if (!made.ok) throw new Error(made.error.code);
    return made.value;
  };
  const runPrepared = (prepared: Prepared): Promise<Ran> =>
    runImport(prepared, {
      door,
      orgId: ORG,
      newId: randomUUID,
      clock: () => 5,
      fileName: 'test.csv',
      onProgress: () => undefined,
      bookStock: (storeId, booked) => bookDirectly(door, storeId, booked, moves),
    });
  return {
    door,
    moves,
    prepare,
    preview: async (file, choice) => previewOf(await prepare(file, choice)),
    open: () => place.open(),
    runPrepared,
    run: async (file, choice) => runPrepared(await prepare(file, choice)),
    read: (work) => door.read(ORG, work),
    head: () =>
      door.read(ORG, async (tx) => {
        const row = await tx.db
          .selectFrom('stream_head')
          .select('seq')
          .where('org_id', '=', ORG)
          .where('stream', '=', 'org')
          .executeTakeFirst();
        return row?.seq ?? 0;
      }),
    remove: () => place.remove(),
  };
}

/** Stands in for the register: keeps the moves and the stock, not the journal. */
async function bookDirectly(
  door: Door,
  storeId: string,
  booked: readonly BookedMove[],
  moves: BookedMove[],
): Promise<void> {
  moves.push(...booked);
  await door.write(ORG, async (tx) => {
    const shelf = await onHand(
      tx,
      storeId,
      booked.map(({ skuNo }) => skuNo),
    );
    for (const { skuNo, deltaMilli } of booked) {
      const on = { on_hand_milli: (shelf.get(skuNo) ?? 0) + deltaMilli };
      await tx.db
        .insertInto('stock')
        .values({ org_id: ORG, store_id: storeId, sku_no: skuNo, is_counted: 0, ...on })
        .onConflict((conflict) => conflict.columns(['org_id', 'store_id', 'sku_no']).doUpdateSet(on))
        .execute();
      putState(tx, `store:${storeId}`, [
        { t: 'stock', id: String(skuNo), r: { skuNo, onHandMilli: on.on_hand_milli } },
      ]);
    }
  });
}
