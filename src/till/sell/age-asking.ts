/** Acts around goods that are not for everybody: ask how old the customer is, once for a cart, and take the answer. */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import { type AgeCheck, ageToAsk } from '../../core/age-check.ts';
import type { CartLine } from '../../core/cart.ts';
import type { Counter } from '../counter.ts';
import { refuse } from '../notices.ts';

/** Of a bundle the highest age of its parts counts too. */
const minAgeOf =
  ({ tools }: Pick<Counter, 'tools'>) =>
  (skuNo: number): number => {
    const { catalogue } = tools.device;
    const { minAge = 0, parts = [] } = catalogue.product(skuNo) ?? {};
    return Math.max(minAge, ...parts.map((part) => catalogue.product(part.skuNo)?.minAge ?? 0));
  };

/** Asks when something in the cart needs an age nobody has confirmed. True when the question is on the screen. */
export function askForAge(counter: Counter): boolean {
  const { lines, ageCheck } = counter.hand.getState().cart;
  const age = ageToAsk(lines.map(({ skuNo }) => skuNo), minAgeOf(counter), ageCheck); // prettier-ignore
  if (age !== null) counter.view.setState({ askingAge: age });
  return age !== null;
}

/** The lines that cannot be sold as long as nobody confirms an age. */
export function linesForAge(counter: Counter): readonly CartLine[] {
  const { lines, ageCheck } = counter.hand.getState().cart;
  return lines.filter(({ skuNo }) => ageToAsk([skuNo], minAgeOf(counter), ageCheck) !== null);
}

/** Who is signed in answers for it. */
export function confirmAge(counter: Counter, check: Omit<AgeCheck, 'staffId'>): void {
  const { hand, view, tools, announcer } = counter;
  const staffId = tools.device.state.getState().signedIn?.staffId;
  if (staffId === undefined) {
    refuse(counter, { code: 'signed_out' });
    return;
  }
  hand.getState().step({ step: 'age_checked', check: { ...check, staffId } });
  view.setState({ askingAge: null });
  const age = i18n.number(check.age);
  announcer.say(t`Age confirmed: ${age} or more`);
}
