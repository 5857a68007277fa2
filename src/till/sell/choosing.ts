/** Acts around what is chosen with a product: asking before it is sold, and changing it on a line. */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import type { CartOption, Chosen } from '../../core/cart.ts';
import { asksFirst } from '../../core/options.ts';
import { nameIn, type OptionGroup } from '../../core/product.ts';
import { langOf } from '../../ui/lang.ts';
import { offerUndo } from '../../ui/toast.tsx';
import type { Choosing, Counter } from '../counter.ts';
import { isBusy, putIn } from './filling.ts';

/** Which choices of each group are taken, by their places. */
export type Taken = readonly (readonly number[])[];

/** A choice as it stands on the line, in the till's language now. */
export const chosenOf = (groups: readonly OptionGroup[], taken: Taken): CartOption[] =>
  groups.flatMap(({ choices }, at) =>
    (taken[at] ?? []).flatMap((place) => {
      const choice = choices[place];
      return choice === undefined
        ? []
        : [{ name: nameIn(choice.names, langOf(i18n.locale)), deltaMinor: choice.deltaMinor }];
    }),
  );

/** What of a line's options the product still has, by place: each name once, in either language. */
export function takenOf(groups: readonly OptionGroup[], options: readonly CartOption[]): Taken {
  const left = [...options];
  return groups.map(({ choices }) =>
    choices.flatMap(({ names }, place) => {
      const at = left.findIndex(({ name }) => name === names.zh || name === names.en);
      if (at === -1) return [];
      left.splice(at, 1);
      return [place];
    }),
  );
}

/** One more choice of a group, or one less; in a group of one the new choice takes the place of the old. */
export function withChoice(groups: readonly OptionGroup[], taken: Taken, at: number, place: number): Taken {
  const mine = taken[at] ?? [];
  const { max = 1 } = groups[at] ?? {};
  const room = max === 1 ? [] : mine;
  const next = mine.includes(place)
    ? mine.filter((one) => one !== place)
    : room.length < max
      ? [...room, place].sort((a, b) => a - b)
      : mine;
  return groups.map((_group, i) => (i === at ? next : (taken[i] ?? [])));
}

/** Opens what is chosen with a line, and what is said of it. */
export function openOptions({ hand, tools, view }: Counter, lineId: number): void {
  const line = hand.getState().cart.lines.find((each) => each.lineId === lineId);
  const product = line === undefined ? undefined : tools.device.catalogue.product(line.skuNo);
  if (line === undefined || product === undefined) return;
  const what = { qtyMilli: line.qtyMilli, unitMinor: line.overrideMinor };
  view.setState({ choosing: { product, lineId, what, by: 'tap' } });
}

/**
 * Before money is asked for: goods of a phone that somebody has to be asked about. True when the question is on the
 * screen.
 */
export function askForOptions(counter: Counter): boolean {
  const { hand, tools } = counter;
  const open = hand.getState().cart.lines.find(({ skuNo, options }) => {
    const product = tools.device.catalogue.product(skuNo);
    return options === undefined && product !== undefined && asksFirst(product);
  });
  if (open !== undefined) openOptions(counter, open.lineId);
  return open !== undefined;
}

/** Takes what was chosen: a new line, or another state of the line, which Undo takes back. */
export function choose(counter: Counter, { product, lineId, what, by }: Choosing, chosen: Chosen): void {
  const { hand, view, toasts } = counter;
  view.setState({ choosing: null });
  if (isBusy(counter)) return;
  if (lineId === null) {
    putIn(counter, { product, what, by, chosen, merge: false });
    return;
  }
  const before = hand.getState().cart.lines.find((each) => each.lineId === lineId);
  if (before === undefined) return;
  hand.getState().step({ step: 'payment_left' });
  hand.getState().step({ step: 'line_chosen', lineId, ...chosen });
  const name = nameIn(product.names, langOf(i18n.locale));
  offerUndo(toasts, { done: t`Changed: ${name}`, undo: t`Undo` }, () =>
    hand.getState().step({ step: 'line_chosen', lineId, options: before.options ?? null, note: before.note ?? '' }),
  );
}
