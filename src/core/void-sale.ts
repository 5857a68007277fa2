/**
 * A sale undone in the shift it was made in: all of it comes back, to the tenders it was paid with. The sale stays;
 * this is a fact of its own. A sale of another shift, or one of which something has come back, is returned instead.
 */
import { err, type Result } from './result.ts';
import { returnOfSale, type EarlierReturn, type ReturnHead, type ReturnRefusal } from './return.ts';
import type { Return, Sale } from './sale.ts';

type VoidRefusal = ReturnRefusal | { readonly code: 'sale_of_other_shift' | 'came_back' };

/**
 * May this sale still be voided?
 * Refuses: `no_open_shift`, `sale_of_other_shift`, `came_back` - something of it did, or all of it.
 */
export function voidOfSale(
  head: ReturnHead,
  sale: Sale,
  earlier: readonly EarlierReturn[],
): Result<Return, VoidRefusal> {
  if (head.shiftId === null) return err({ code: 'no_open_shift' });
  if (sale.shiftId !== head.shiftId) return err({ code: 'sale_of_other_shift' });
  if (earlier.length > 0) return err({ code: 'came_back' });
  return returnOfSale(
    head,
    sale,
    sale.lines.map(({ lineId, qtyMilli }) => ({ lineId, qtyMilli, condition: 'resalable' })),
    earlier,
  );
}
