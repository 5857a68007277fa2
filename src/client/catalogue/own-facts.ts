/** What this device's own facts add to what the server told: to stock, and to carts that were put aside. */
import type { HeldCart } from '../../core/held-cart.ts';
import type { Applied } from '../db/cache-db.ts';
import type { EntryRow } from '../db/journal-db.ts';
import { OwnHolds } from './own-holds.ts';
import { OwnStock } from './own-stock.ts';

export class OwnFacts {
  readonly #stock = new OwnStock();
  readonly #holds = new OwnHolds();

  shownMilli = (skuNo: number, told: number | undefined) => this.#stock.shownMilli(skuNo, told);
  goods = (): Iterable<number> => this.#stock.goods();
  received = (): ReadonlySet<string> => this.#stock.received();
  heldCarts = (told: readonly HeldCart[]): readonly HeldCart[] => this.#holds.joined(told);

  /** Takes an entry of this device in, once. Gives the products it moved; null: it changes nothing that is shown. */
  add(row: EntryRow, deviceId: string): readonly number[] | null {
    const isHold = this.#holds.add(row, deviceId);
    const touched = this.#stock.add(row);
    return isHold || touched.length > 0 ? touched : null;
  }

  /** Lets go of what the server's state holds now. */
  settle(counted: Pick<Applied, 'seq' | 'parked'>): void {
    this.#stock.settle(counted);
    this.#holds.settle(counted);
  }
}
