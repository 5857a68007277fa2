/**
 * Acts of an exchange: the goods come back first, and what they give back counts toward a new cart. The cart says so on
 * disk before the return is written, so whoever opens the till after a crash sees what is left to do: sell, or hand the
 * money out.
 */
import type { Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { keptOf } from '../cart-store.ts';
import { type Returned, returnGoods } from '../commands/return-goods.ts';
import type { Counter } from '../counter.ts';
import { putAside, mayLeave } from '../sell/holding.ts';

/** A free hand for the new goods: what is in it is put aside. False: it could not be, and why is said. */
export async function freeHand(counter: Counter): Promise<boolean> {
  if (!mayLeave(counter)) return false;
  return counter.hand.getState().cart.lines.length === 0 || (await putAside(counter, null)) !== null;
}

/** Takes the goods back into the exchange. Refuses as the return does; then nothing has begun. */
export async function takeBackFor(
  counter: Counter,
  wanted: Parameters<typeof returnGoods>[1],
  back: Returned['back'],
): Promise<Result<Returned, Refusal>> {
  const { hand, tools, view } = counter;
  const begin = (no: string, { plan }: Returned['back']) =>
    hand.getState().step({ step: 'exchange_begun', exchange: { returnId: wanted.entryId, no, back: plan } });
  begin('', back);
  await tools.device.saveCart(keptOf(hand.getState(), tools.nowMs()));
  const done = await returnGoods(tools, wanted);
  if (done.ok) {
    begin(done.value.back.no, done.value.back);
    // The sale before it stands in the header now: its change would hide what came back.
    view.setState(({ sold }) => ({ sold: sold === null ? null : { ...sold, isShown: false } }));
  } else if (done.error.code !== 'outcome_unknown') hand.getState().step({ step: 'exchange_left' });
  return done;
}

/** Whether the return of an exchange that was cut off stands in the journal: it goes on, or it has never begun. */
export async function findExchange({ hand, tools }: Counter): Promise<void> {
  const { exchange } = hand.getState().cart;
  if (exchange === undefined || exchange.no !== '') return;
  const [row] = await tools.device.heldSales((one) => one.kind === 'return' && one.entryId === exchange.returnId, 1);
  if (hand.getState().cart.exchange !== exchange) return;
  if (row === undefined) hand.getState().step({ step: 'exchange_left' });
  else hand.getState().step({ step: 'exchange_begun', exchange: { ...exchange, no: row.no } });
}
