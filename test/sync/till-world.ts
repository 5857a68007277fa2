/**
 * Real tills against the real server: the shop, the network between them, and what the server counted. Used by the
 * tests of this folder; each makes its own world and closes it.
 */
import { expect } from 'vitest';
import type { OpenShift, TillDevice } from '../../src/client/till-device.ts';
import { saveProducts } from '../../src/server/catalogue/save-product.ts';
import { toMinor } from '../../src/core/money.ts';
import type { EntryBody } from '../../src/wire/entry.ts';
import { serverWorld, type ServerWorld } from '../server/server-world.ts';
import { faultyFetch, type NetFault } from '../support/faulty-fetch.ts';
import { openNodeTill, until, type NodeTillOptions } from '../support/node-till.ts';
import { aProductRow } from '../support/shop-rows.ts';
import { aSale, aShift, newId } from '../support/till-facts.ts';

const PRODUCTS = 12;
const PRICE = 190;

export type TillWorld = {
  readonly server: ServerWorld;
  /** What becomes of each request: asked with its path. */
  setFault(next: (path: string) => NetFault): void;
  open(options?: Partial<NodeTillOptions>): Promise<TillDevice>;
  /** Enrolled, its goods there, a shift open. */
  ready(options?: Partial<NodeTillOptions>): Promise<{ till: TillDevice; shift: OpenShift }>;
  /** Closes one till, as a page that is closed. */
  shut(till: TillDevice): Promise<void>;
  close(): Promise<void>;
};

export async function tillWorld(): Promise<TillWorld> {
  const server = await serverWorld('sqlite');
  let fault: (path: string) => NetFault = () => 'none';
  const open = new Set<TillDevice>();
  await server.door.write(server.deps.orgId, async (tx) => {
    const { skuId: _id, skuNo: _no, search: _search, category: _category, ...rest } = aProductRow(1);
    const fields = { ...rest, category: null, gtins: [], priceMinor: toMinor(PRICE) };
    const drafts = Array.from({ length: PRODUCTS }, (_, at) => ({
      skuId: null,
      fields: { ...fields, code: `A-${String(at + 1)}` },
    }));
    await saveProducts(tx, drafts, { newId, nowMs: Date.now() });
  });
  const openOne: TillWorld['open'] = async (options = {}) => {
    const net = faultyFetch(fetch, ({ path }) => fault(path));
    const till = await openNodeTill({ fetch: net, origin: server.url, ...options });
    open.add(till);
    till.sync.start();
    return till;
  };
  return {
    server,
    setFault: (next) => (fault = next),
    open: openOne,
    ready: async (options) => {
      const till = await openOne(options);
      expect(await till.enrol(await server.code(), 'Till')).toMatchObject({ ok: true });
      await until(till, ({ phase, settings, reading }) => phase === 'ready' && settings !== null && !reading);
      expect(await till.commit({ kind: 'shift.opened', entryId: newId(), body: aShift() })).toMatchObject({ ok: true });
      return { till, shift: till.state.getState().shift! };
    },
    shut: async (till) => {
      open.delete(till);
      await till.close();
    },
    close: async () => {
      for (const till of open) await till.close();
      await server.close();
    },
  };
}

/** Sells two of product 7; gives the sale's id once the till has said "done". */
export async function sell(
  till: TillDevice,
  shiftId: string,
  over: Partial<EntryBody<'sale.completed'>> = {},
): Promise<string> {
  const body = aSale(shiftId, over);
  expect(await till.commit({ kind: 'sale.completed', entryId: newId(), body })).toMatchObject({ ok: true });
  return body.saleId;
}

export const allSent = (till: TillDevice) => until(till, ({ pending }) => pending === 0, 20_000);

/** The sales the server has booked, their receipt numbers, and the stock of product 7 in thousandths. */
export const books = ({ server }: TillWorld) =>
  server.door.read(server.deps.orgId, async ({ db }) => {
    const sales = await db.selectFrom('sale').select(['sale_id', 'no']).execute();
    const stock = await db.selectFrom('stock').selectAll().where('sku_no', '=', 7).executeTakeFirst();
    const tasks = await db.selectFrom('task').select(['code', 'facts']).execute();
    const heads = await db.selectFrom('journal_head').select(['incarnation', 'state', 'seq']).execute();
    return {
      sales: sales.map((row) => row.sale_id).sort(),
      numbers: sales.map((row) => row.no).sort(),
      stock: stock?.on_hand_milli ?? 0,
      tasks: tasks.map(({ code }) => code).sort(),
      heads,
    };
  });
