/**
 * An amount of stored value: what was paid in and what the shop added are never mixed. Here is what each sale may need;
 * what only members need is in loyalty.ts.
 */
import { type Minor, toMinor } from './money.ts';

/** Money a member has with the shop: what was paid in, and what the shop added. */
export type Value = { readonly principalMinor: Minor; readonly giftMinor: Minor };

/** A member's stored value in a payment or in a refund of it. `grantId`: of the reserve it was spent from. */
export type TenderValue = Value & { readonly memberId: string; readonly grantId: string };

export const sumOfValue = ({ principalMinor, giftMinor }: Value): Minor => toMinor(principalMinor + giftMinor);

/** Two amounts together, or with `sign` -1 what is left of the first. */
export const plusValue = (a: Value, b: Value, sign: 1 | -1 = 1): Value => ({
  principalMinor: toMinor(a.principalMinor + sign * b.principalMinor),
  giftMinor: toMinor(a.giftMinor + sign * b.giftMinor),
});

/** Points a member pays with, or gets back of it. `perUnit`: so many counted for one unit of the currency. */
export type TenderPoints = {
  readonly memberId: string;
  readonly grantId: string; // of the reserve they were spent from
  readonly points: number;
  readonly perUnit: number;
};

/** What lies reserved: money, or points. */
export type Holding = Value & { readonly points: number };

/** Two holdings together, or with `sign` -1 what is left of the first. */
export const plusHolding = (a: Holding, b: Holding, sign: 1 | -1 = 1): Holding => ({
  ...plusValue(a, b, sign),
  points: a.points + sign * b.points,
});

/** What a tender takes of a reserve, or gives back of it; null: it is of no member. */
export function holdingOf({
  value,
  points,
}: {
  readonly value?: TenderValue | undefined;
  readonly points?: TenderPoints | undefined;
}): (Holding & { readonly memberId: string; readonly grantId: string }) | null {
  if (value !== undefined) return { ...value, points: 0 };
  return points === undefined ? null : { ...NO_VALUE, ...pick(points) };
}
const pick = ({ memberId, grantId, points }: TenderPoints) => ({ memberId, grantId, points });

export const NO_VALUE: Value = { principalMinor: toMinor(0), giftMinor: toMinor(0) };
export const NO_HOLDING: Holding = { ...NO_VALUE, points: 0 };
