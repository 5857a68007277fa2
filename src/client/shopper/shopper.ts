/**
 * The object behind a shopper's phone (shopper-state.ts says what screens see of it): made once per page, by
 * shop-app.tsx and by tests.
 *
 * Invariants: a cart step shows only after its strict transaction; the server never touches the cart, except that a
 * paid cart is closed; what waits (receipts, noted goods) is tried again at each `wake`.
 * Not here: QR texts (wire/qr.ts), words, the camera; goods and their freshness (goods-shelf.ts), receipts
 * (receipts.ts).
 */
import { shownPrice } from '../../core/product.ts';
import type { StoreApi } from 'zustand/vanilla';
import { err, ok, type Result } from '../../core/result.ts';
import { cartRefOf, type ShopperCart, type ShopperStep } from '../../core/shopper-cart.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { CartStateOk, HandoffOk, ShopStore } from '../../wire/shop.ts';
import { createGoodsShelf, type GoodsShelf } from './goods-shelf.ts';
import { createReceipts, type Receipts } from './receipts.ts';
import type { ShopCalls } from './shop-calls.ts';
import type { ShopCacheDb, ShopJournalDb } from './shop-db.ts';
import { abandonOldCarts, closePaidCart, followCart, stepLiveCart } from './shop-keep.ts';
import type { PaidNote, Shopper, ShopperState } from './shopper-state.ts';

type ShopperMeans = {
  readonly state: StoreApi<ShopperState>;
  readonly journal: ShopJournalDb;
  readonly cache: ShopCacheDb;
  readonly openDatabases: () => Promise<unknown>; // both; rejects when the browser gives none
  readonly calls: ShopCalls;
  readonly clock: () => number;
  readonly newCartId: () => string;
};

type Parts = ShopperMeans & {
  readonly shelf: GoodsShelf;
  readonly receipts: Receipts;
  readonly opened: Promise<void>; // settles when what is kept has been read
};

/** Makes the phone's object. The databases are its own from here to `close`. */
export function createShopper(means: ShopperMeans): Shopper {
  const { state } = means;
  const heard = (online: boolean) => state.setState({ online });
  let settle: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (settle = resolve));
  const parts: Parts = {
    ...means,
    opened,
    shelf: createGoodsShelf({ ...means, heard, onGoods: (goods) => state.setState({ goods }) }),
    receipts: createReceipts({
      ...means,
      heard,
      onChange: (change) => state.setState(change),
      onPaid: async (purchase) => closePaid(parts, purchase.cartRef, { no: purchase.no, paidMs: purchase.paidMs }),
    }),
  };
  let following: { unsubscribe(): void } | null = null;
  const enter: Enter = async (storeNo, store) => {
    following?.unsubscribe();
    state.setState({ storeNo, stores: [] });
    await means.journal.meta.put({ key: 'storeNo', value: String(storeNo) });
    await parts.shelf.enter(storeNo, store);
    following = followCart(means.journal, storeNo, (cart) => state.setState({ cart }));
  };
  return {
    state,
    open: async (from) => {
      await openKept(parts, enter, from);
      settle();
    },
    async chooseStore(storeNo, store) {
      await opened;
      await enter(storeNo, store ?? null);
      await parts.shelf.refresh();
    },
    goods: async () => {
      await opened;
      if (state.getState().goods === null) await learn(parts, enter);
      return state.getState().goods;
    },
    find: async (asked) => {
      await opened;
      return parts.shelf.find(asked);
    },
    step: (step) => stepHere(parts, step),
    add: (what) => stepHere(parts, { step: 'added', what }),
    askCode: () => askCode(parts),
    lookAfterCart: () => lookAfterCart(parts),
    claim: async (receipt) => {
      await opened;
      return parts.receipts.claim(receipt);
    },
    async closeHandedOff() {
      const { cart } = state.getState();
      if (cart?.state !== 'handed_off') return;
      await closePaid(parts, cartRefOf(cart.cartId), { no: null, paidMs: means.clock() });
    },
    forgetReceipt: (receipt) => parts.receipts.forget(receipt),
    dismissPaid: () => state.setState({ paid: null }),
    wake: async () => {
      await opened;
      if (state.getState().phase === 'ready') await wake(parts, enter);
    },
    close() {
      following?.unsubscribe();
      means.journal.close();
      means.cache.close();
    },
  };
}

async function openKept(parts: Parts, enter: Enter, from: Parameters<Shopper['open']>[0]): Promise<void> {
  const { page, storeNo } = from;
  const store = page !== null && 'store' in page ? page.store : null;
  try {
    await parts.openDatabases();
  } catch {
    // The verdict: a private window of some browsers, or a full disk. The page stays readable, there is no cart.
    parts.state.setState({ phase: 'no_storage', storeNo: store?.storeNo ?? storeNo });
    return;
  }
  await abandonOldCarts(parts.journal, parts.clock());
  if (page?.kind === 'product') await parts.shelf.keepSingle(page.store, page.product);
  const here = store?.storeNo ?? storeNo ?? (await keptStoreNo(parts.journal));
  if (here !== null) await enter(here, store);
  await parts.receipts.open();
  parts.state.setState({ phase: 'ready' });
}

type Enter = (storeNo: number, store: ShopStore | null) => Promise<void>;

async function keptStoreNo(journal: ShopJournalDb): Promise<number | null> {
  const row = await journal.meta.get('storeNo');
  return row === undefined ? null : Number(row.value);
}

async function stepHere(parts: Parts, step: ShopperStep): Promise<Result<ShopperCart, Refusal>> {
  await parts.opened;
  const { phase, storeNo, paid } = parts.state.getState();
  if (phase === 'no_storage') return err({ code: 'storage_missing' });
  if (storeNo === null) return err({ code: 'other_store' });
  const at = { storeNo, nowMs: parts.clock(), newCartId: parts.newCartId() };
  const stepped = await stepLiveCart(parts.journal, at, step);
  if (!stepped.ok) return err({ code: stepped.error });
  const cart = stepped.value;
  const isLive = cart.state === 'open' || cart.state === 'handed_off';
  parts.state.setState({
    cart: isLive ? cart : null,
    ...(paid !== null && step.step === 'added' ? { paid: null } : {}),
  });
  return ok(cart);
}

async function askCode({ state, calls }: Parts): Promise<Result<HandoffOk, Refusal>> {
  const { cart, goods } = state.getState();
  if (cart?.state !== 'handed_off') return err({ code: 'empty_cart' });
  const priceOf = (skuNo: number | null) => {
    const product = skuNo === null ? undefined : goods?.bySkuNo.get(skuNo);
    return product === undefined ? null : shownPrice(product);
  };
  const lines = cart.lines.map(({ skuNo, gtin, qtyMilli, seenMinor }) => ({
    skuNo,
    gtin,
    qtyMilli,
    seenMinor: priceOf(skuNo) ?? seenMinor,
  }));
  const { storeNo, rev } = cart;
  const answer = await calls.handoff({ storeNo, cartRef: cartRefOf(cart.cartId), rev, totalSeenMinor: null, lines });
  state.setState({ online: answer.ok || answer.error.code !== 'server_unreachable' });
  return answer;
}

async function lookAfterCart(parts: Parts): Promise<CartStateOk['state'] | 'unknown'> {
  const { cart } = parts.state.getState();
  if (cart?.state !== 'handed_off') return 'unknown';
  const cartRef = cartRefOf(cart.cartId);
  const answer = await parts.calls.cartState(cartRef);
  parts.state.setState({ online: answer.ok });
  if (!answer.ok) return 'unknown';
  const { state, no, paidMs } = answer.value;
  if (state === 'paid') await closePaid(parts, cartRef, { no, paidMs: paidMs ?? parts.clock() });
  return state;
}

type PaidFacts = Pick<PaidNote, 'no' | 'paidMs'>;

async function closePaid(parts: Parts, cartRef: string | null, facts: PaidFacts): Promise<void> {
  if (cartRef === null) return;
  const means = { nowMs: parts.clock(), newCartId: parts.newCartId() };
  const closed = await closePaidCart(parts.journal, cartRef, means);
  if (closed.ok) parts.state.setState({ paid: { cartRef, ...facts } });
}

async function wake(parts: Parts, enter: Enter): Promise<void> {
  await learn(parts, enter);
  await resolveNoted(parts);
  await parts.receipts.retry();
}

/** Which store this is, if nobody said so yet, and what it has. */
async function learn(parts: Parts, enter: Enter): Promise<void> {
  if (parts.state.getState().phase === 'no_storage') return;
  if (parts.state.getState().storeNo === null) await findStore(parts, enter);
  await parts.shelf.refresh();
}

/** Nobody said which store this is: with one there is no question, with several the person is asked. */
async function findStore(parts: Parts, enter: Enter): Promise<void> {
  const found = await parts.calls.stores();
  parts.state.setState({ online: found.ok });
  if (!found.ok) return;
  const [first, ...others] = found.value;
  if (first !== undefined && others.length === 0) await enter(first.storeNo, first);
  else parts.state.setState({ stores: found.value });
}

/** Lines noted by their barcode become articles as soon as this phone can know them. */
async function resolveNoted(parts: Parts): Promise<void> {
  for (const { gtin, skuNo } of parts.state.getState().cart?.lines ?? []) {
    if (skuNo !== null || gtin === null) continue;
    const found = await parts.shelf.find({ gtin });
    if (found === 'offline') return;
    if (found === 'unknown') continue;
    await stepHere(parts, { step: 'resolved', gtin, skuNo: found.skuNo, seenMinor: shownPrice(found) });
  }
}
