/** What an open till finds again in its journal, and what it keeps beside facts: carts, sales, printed, grants. */
import { openCarts, saveCart } from './db/cart-shelf.ts';
import { grantShelf } from './db/grant-shelf.ts';
import type { JournalDb } from './db/journal-db.ts';
import { heldSales, markPrinted, salesOfShift } from './db/sales-shelf.ts';
import { factsOfShift } from './db/shift-facts.ts';
import type { TillDeps } from './till-deps.ts';
import type { TillDevice } from './till-device.ts';

type ShelfParts = { readonly journal: JournalDb; readonly deps: Pick<TillDeps, 'clock'> };

export abstract class TillShelf {
  readonly #shelf: ShelfParts;

  constructor(parts: ShelfParts) {
    this.#shelf = parts;
  }

  salesOfShift: TillDevice['salesOfShift'] = (shiftId) => salesOfShift(this.#shelf.journal, shiftId);
  factsOfShift: TillDevice['factsOfShift'] = (shift) => factsOfShift(this.#shelf.journal, shift);
  heldSales: TillDevice['heldSales'] = (isWanted, limit) => heldSales(this.#shelf.journal, isWanted, limit);
  markPrinted: TillDevice['markPrinted'] = (saleId) => markPrinted(this.#shelf.journal, saleId);
  grants: TillDevice['grants'] = grantShelf(() => this.#shelf.journal);
  recentSales: TillDevice['recentSales'] = (limit) => heldSales(this.#shelf.journal, null, limit);
  saveCart: TillDevice['saveCart'] = (cart) => saveCart(this.#shelf.journal, cart, this.#shelf.deps.clock());
  openCarts: TillDevice['openCarts'] = () => openCarts(this.#shelf.journal);
}
