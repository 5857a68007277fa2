/**
 * The promotions and taxes a till prices by, indexed once for as long as their rows stand.
 *
 * Invariant: `forget` is called whenever a row of either changed; a look-up never waits.
 */
import type { TaxRate } from '../../core/line-tax.ts';
import type { Promotion } from '../../core/promotion.ts';
import { type PromotionBook, promotionBook } from '../../core/promotion-book.ts';
import { type TaxBook, taxBook } from '../../core/tax-book.ts';

type Rows = { readonly promotions: () => readonly Promotion[]; readonly taxes: () => readonly TaxRate[] };

export class PricingBook {
  readonly #rows: Rows;
  #promotions: PromotionBook | null = null;
  readonly #taxes = new Map<string, TaxBook>(); // by store

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  forget(): void {
    this.#promotions = null;
    this.#taxes.clear();
  }

  promotions(): PromotionBook {
    this.#promotions ??= promotionBook(this.#rows.promotions());
    return this.#promotions;
  }

  taxes(storeId: string): TaxBook {
    const known = this.#taxes.get(storeId);
    if (known !== undefined) return known;
    const made = taxBook(this.#rows.taxes(), storeId);
    this.#taxes.set(storeId, made);
    return made;
  }
}
