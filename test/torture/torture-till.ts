/**
 * A till without screens: the browser's code on a database in memory, its network through a fetch of the part's own,
 * its timers as much faster as the part likes. It sells by the till's own commands.
 */
import type { TillDevice } from '../../src/client/till-device.ts';
import { openTillDevice } from '../../src/client/open-till-device.ts';
import { applyStep, emptyCart } from '../../src/core/cart.ts';
import { toMinor } from '../../src/core/money.ts';
import { priceCart } from '../../src/core/price-cart.ts';
import { completeSale, startPayment, type Sold } from '../../src/till/commands/complete-sale.ts';
import { openShift } from '../../src/till/commands/open-shift.ts';
import { nodeTillDeps } from '../replay/node-till-deps.ts';
import { must, settled } from '../replay/sell-invoices.ts';
import { signedIn, until } from '../replay/tills.ts';
import type { TortureShop } from './torture-shop.ts';

type TortureTill = {
  readonly device: TillDevice;
  readonly deviceId: string;
  /** One of the goods, paid in cash. Throws what the till refused: nothing here is meant to be refused. */
  sell(): Promise<Sold>;
  /** True once nothing waits for the server; false when it does not come to that in time. */
  drained(withinMs: number): Promise<boolean>;
  setClock(ms: number): void;
  /** What broke in the background since the till was opened. */
  readonly faults: readonly unknown[];
  close(): Promise<void>;
};

type TortureTillOptions = {
  readonly shop: TortureShop;
  /** Asked anew at each request: the part's own network. */
  readonly fetch?: typeof fetch;
  /** Timers run so many times faster than the clock on the wall. */
  readonly speed?: number;
  readonly random?: () => number;
};

/** Enrolled, signed in, a shift open. */
export async function openTortureTill(options: TortureTillOptions): Promise<TortureTill> {
  const { shop, fetch: network = fetch, speed = 1, random = Math.random } = options;
  const faults: unknown[] = [];
  const world = nodeTillDeps({ origin: shop.origin, fetch: network, random, onFault: (error) => faults.push(error) });
  const device = await openTillDevice({
    ...world.deps,
    mono: () => Math.round(performance.now() * speed),
    setTimer: (ms, fire) => world.deps.setTimer(ms / speed, fire),
  });
  await signedIn(device, shop.shop);
  const tools = { device, newId: world.deps.newId, nowMs: world.now, lang: () => 'en' as const };
  must(await openShift(tools, toMinor(10_000)), 'open the shift');
  const goods = device.catalogue.inCategory(null, 100, 0);
  let sold = 0;
  return {
    device,
    deviceId: device.state.getState().identity?.deviceId ?? '',
    faults,
    setClock: world.setClock,
    sell: async () => {
      sold += 1;
      const skuNo = goods[sold % goods.length]?.skuNo ?? 0;
      const filled = applyStep(emptyCart(tools.newId()), {
        step: 'product_added',
        skuNo,
        qtyMilli: 1000,
        merge: false,
      });
      const { saleEntryId } = must(startPayment(tools, filled), 'start payment');
      const cart = applyStep(filled, { step: 'payment_started', saleEntryId });
      const { totalMinor } = priceCart(cart, (sku) => device.catalogue.product(sku)).totals;
      const tenders = [{ tenderId: 1, method: 'cash' as const, amountMinor: totalMinor }];
      return must(await settled(() => completeSale(tools, { cart, tenders })), 'complete the sale');
    },
    drained: async (withinMs) => {
      device.sync.wake();
      return until(device, 'drained', () => device.state.getState().pending === 0, withinMs).then(
        () => true,
        () => false, // the verdict of the part: a till that is stuck
      );
    },
    close: async () => {
      await device.sync.stop();
      await device.close();
    },
  };
}
