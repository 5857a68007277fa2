/** A person sets the price of a line. The fact is journalled first; only then does the cart change. */
import type { Cart } from '../../core/cart.ts';
import { rootOf } from '../../core/held-cart.ts';
import type { Minor } from '../../core/money.ts';
import { priceExtent } from '../../core/permission.ts';
import { ownPrice } from '../../core/price-cart.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { allowed } from './allowed.ts';
import type { TillTools } from './tools.ts';

type PriceChange = {
  readonly cart: Cart;
  readonly lineId: number;
  readonly unitMinor: Minor; // 0 or more, per unit
  readonly reason: string;
  readonly approverId: string | null; // who agreed, when the cashier may not alone
};

/**
 * Commits `price.overridden`; the caller then takes the step in the cart.
 * Refuses: `signed_out`, `not_allowed` (an approver is needed), `not_found` (the line is gone), and what a commit
 * refuses.
 */
export async function overridePrice(tools: TillTools, change: PriceChange): Promise<Result<void, Refusal>> {
  const line = change.cart.lines.find((each) => each.lineId === change.lineId);
  const product = line === undefined ? undefined : tools.device.catalogue.product(line.skuNo);
  if (line === undefined || product === undefined) return err({ code: 'not_found' });
  const extent = priceExtent(ownPrice(line, product), change.unitMinor);
  const may = allowed(tools, { action: 'override_price', extent, approverId: change.approverId });
  if (!may.ok) return may;
  const done = await tools.device.commit({
    kind: 'price.overridden',
    entryId: tools.newId(),
    body: {
      cartId: rootOf(change.cart),
      lineId: line.lineId,
      skuNo: line.skuNo,
      fromMinor: line.overrideMinor ?? ownPrice(line, product),
      toMinor: change.unitMinor,
      listMinor: ownPrice(line, product),
      reason: change.reason,
      approverId: change.approverId,
    },
  });
  return done.ok ? ok(undefined) : done;
}
