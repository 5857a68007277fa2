/**
 * A stocktake in the hand: which product is being counted, and what was counted before it. A product is written down
 * when the next one begins, so what was counted survives this page; only the one in the hand is lost with it.
 *
 * Invariants: a count holds from the moment its product was first touched, so what is sold while it is counted comes
 * off; products are written one after another in the order they were counted; nothing shows what the books say of a
 * product before it is written down.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { assert } from '../../core/assert.ts';
import { qtyText } from '../../core/currency.ts';
import type { Product } from '../../core/product.ts';
import { readQty } from '../../ui/format.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { countStart, countStock, type CountStart } from '../commands/move-stock.ts';
import type { TillTools } from '../commands/tools.ts';

export type InHand = {
  readonly product: Product;
  readonly text: string; // as typed or scanned so far
  readonly isTyped: boolean; // the first digit typed takes the place of what was scanned
  readonly start: CountStart;
  readonly booksMilli: number; // what the books said when it began
  readonly entryId: string;
};

export type Counted = {
  readonly product: Product;
  readonly countedMilli: number;
  readonly start: CountStart;
  readonly booksMilli: number;
};

type CountHand = {
  readonly current: InHand | null;
  readonly done: readonly Counted[]; // newest first, each product once
  readonly isSaving: boolean;
};

export type CountStore = {
  readonly state: StoreApi<CountHand>;
  /** A product was scanned or chosen: the one in the hand is written down, or it is one more of it. */
  take(product: Product, how: 'scan' | 'pick'): Promise<void>;
  type(text: string): void;
  /** Counts the product in the hand again from nothing. */
  anew(): void;
  /** Writes down the product in the hand. */
  save(): Promise<void>;
};

type Deps = {
  readonly tools: TillTools;
  readonly countId: string;
  readonly approverId: string | null;
  readonly onRefusal: (refusal: Refusal) => void;
};

const PIECE = 1000;

type State = StoreApi<CountHand>;

/** Writes down the product in the hand. False: it stays there, because its figure is none or it could not be kept. */
async function write({ tools, countId, approverId, onRefusal }: Deps, state: State): Promise<boolean> {
  const { current } = state.getState();
  if (current === null || current.text === '') return true; // only chosen: nothing was counted
  const countedMilli = readQty(current.text);
  if (countedMilli === null) return false;
  const { product, start, booksMilli, entryId } = current;
  const { skuNo } = product;
  state.setState({ isSaving: true });
  const done = await countStock(tools, { ...start, entryId, countId, skuNo, countedMilli, approverId });
  state.setState({ isSaving: false });
  if (!done.ok) {
    onRefusal(done.error);
    return false;
  }
  state.setState(({ done: rows }) => ({
    current: null,
    done: [{ product, countedMilli, start, booksMilli }, ...rows.filter((row) => row.product.skuNo !== skuNo)],
  }));
  return true;
}

export function createCountStore(deps: Deps): CountStore {
  const { tools } = deps;
  const state = createStore<CountHand>()(() => ({ current: null, done: [], isSaving: false }));
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => (turn = turn.then(work));

  const begin = (product: Product, how: 'scan' | 'pick'): void => {
    const before = state.getState().done.find((row) => row.product.skuNo === product.skuNo);
    const start = before?.start ?? countStart(tools);
    assert(start !== null, 'a till that counts is enrolled');
    const booksMilli = before?.booksMilli ?? tools.device.catalogue.onHandMilli(product.skuNo) ?? 0;
    const first = how === 'scan' && product.unit === 'pcs' ? PIECE : 0;
    const qtyMilli = (before?.countedMilli ?? 0) + first;
    const text = qtyMilli === 0 ? '' : qtyText(qtyMilli);
    state.setState({ current: { product, text, isTyped: false, start, booksMilli, entryId: tools.newId() } });
  };

  const set = (change: (current: InHand) => Partial<InHand>): void =>
    state.setState(({ current }) => ({
      current: current === null ? null : { ...current, entryId: tools.newId(), ...change(current) }, // another count
    }));

  return {
    state,
    take: (product, how) =>
      inTurn(async () => {
        const { current } = state.getState();
        if (current?.product.skuNo === product.skuNo) {
          if (how === 'scan') set(({ text }) => ({ isTyped: false, text: qtyText((readQty(text) ?? 0) + PIECE) }));
          return;
        }
        if (await write(deps, state)) begin(product, how);
      }),
    type: (text) =>
      set((current) => ({
        isTyped: true,
        text: current.isTyped ? text : text.slice(current.text.length), // the pad adds at the end
      })),
    anew: () => {
      const start = countStart(tools);
      assert(start !== null, 'a till that counts is enrolled');
      set(({ product }) => ({
        text: '',
        isTyped: true,
        start,
        booksMilli: tools.device.catalogue.onHandMilli(product.skuNo) ?? 0,
      }));
    },
    save: () =>
      inTurn(async () => {
        await write(deps, state);
      }),
  };
}
