/**
 * A phone's cart comes to this till, by its QR or its six digits. The till prices it from its own book: what the phone
 * saw is shown beside it and binds nobody. Taking it is a fact, so a later look can tell where the cart went.
 */
import type { Catalogue } from '../../client/till-device.ts';
import type { Cart, Handoff, HandoffLine, MissingLine } from '../../core/cart.ts';
import { applyStep } from '../../core/cart.ts';
import { rootOf } from '../../core/held-cart.ts';
import type { Minor } from '../../core/money.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { HANDOFF_PATH, takenHandoff } from '../../wire/shop.ts';
import { allowed } from './allowed.ts';
import { priceNow } from './price-now.ts';
import type { TillTools } from './tools.ts';

/** A hand-off as it was read, before this till's catalogue was asked. */
export type HandedCart = {
  readonly by: Handoff['by'];
  readonly storeNo: number;
  readonly cartRef: string;
  readonly rev: number;
  readonly totalSeenMinor: Minor | null;
  readonly lines: readonly {
    readonly skuNo: number | null;
    readonly gtin: string | null;
    readonly qtyMilli: number;
    readonly seenMinor: Minor | null;
  }[];
};

export type HandoffGoods = { readonly handoff: Handoff; readonly lines: readonly HandoffLine[] };

/**
 * Asks the server for the cart behind six digits.
 * Refuses: `signed_out`, `not_allowed`, `handoff_code_unknown`, `too_many_tries`, `server_unreachable`.
 */
export async function takeHandoffCode(tools: TillTools, code: string): Promise<Result<HandedCart, Refusal>> {
  const may = allowed(tools, { action: 'sell' });
  if (!may.ok) return may;
  const taken = await tools.device.ask('POST', HANDOFF_PATH, { code }, (json) => takenHandoff.parse(json));
  return taken.ok ? ok({ by: 'code', ...taken.value }) : taken;
}

/** The hand-off in this till's own goods; what its catalogue lacks is listed for the cashier, never sold as it is. */
export function goodsOf(catalogue: Pick<Catalogue, 'product' | 'byGtin'>, handed: HandedCart): HandoffGoods {
  const lines: HandoffLine[] = [];
  const missing: MissingLine[] = [];
  for (const { skuNo, gtin, qtyMilli, seenMinor } of handed.lines) {
    const byNumber = skuNo === null ? undefined : catalogue.product(skuNo);
    const known = byNumber ?? (gtin === null ? undefined : catalogue.byGtin(gtin));
    if (known === undefined || known.status === 'stopped') missing.push({ gtin, skuNo, qtyMilli });
    else lines.push({ skuNo: known.skuNo, qtyMilli, seenMinor });
  }
  const { cartRef, rev, by, totalSeenMinor } = handed;
  return { handoff: { cartRef, rev, by, totalSeenMinor, missing }, lines };
}

/**
 * Commits `cart.claimed`, then gives the cart with the goods in it. `closesCart`: one that it takes the place of.
 * Refuses: `signed_out`, `not_allowed`, `other_store`, `cart_already_paid` (`paidAtMs`, by this till), and what a
 * commit refuses.
 */
export async function claimCart(
  tools: TillTools,
  { cart, goods, closesCart }: { readonly cart: Cart; readonly goods: HandoffGoods; readonly closesCart?: string },
): Promise<Result<Cart, Refusal>> {
  const may = await claimable(tools, goods);
  if (!may.ok) return may;
  const { handoff, lines } = goods;
  const taken = applyStep(cart, { step: 'handoff_taken', handoff, lines });
  if (taken === cart) return ok(cart); // the same rev shown twice
  const { totals } = priceNow(tools, taken);
  const done = await tools.device.commit({
    kind: 'cart.claimed',
    entryId: tools.newId(),
    body: {
      cartId: rootOf(cart),
      cartRef: handoff.cartRef,
      rev: handoff.rev,
      from: 'phone',
      handoff: handoff.by,
      totalSeenMinor: handoff.totalSeenMinor,
      totalMinor: totals.totalMinor,
      missing: handoff.missing.length,
    },
    ...(closesCart === undefined ? {} : { closesCart }),
  });
  return done.ok ? ok(taken) : done;
}

/** Whether this till may take the phone's cart at all: asked before another is put aside for it. */
export async function claimable(tools: TillTools, { handoff }: HandoffGoods): Promise<Result<null, Refusal>> {
  const may = allowed(tools, { action: 'sell' });
  if (!may.ok) return may;
  const paid = await paidBefore(tools, handoff.cartRef);
  return paid === null ? ok(null) : err({ code: 'cart_already_paid', facts: { paidAtMs: paid } });
}

const LOOK_BACK = 500;

/** When this till sold the phone's cart already. The server tells of other tills, when it can. */
async function paidBefore({ device }: TillTools, cartRef: string): Promise<number | null> {
  const sales = await device.recentSales(LOOK_BACK);
  const same = sales.find((row) => row.kind === 'sale' && row.body.sourceQr?.endsWith(`:${cartRef}`) === true);
  return same?.wallMs ?? null;
}
