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

export const NO_VALUE: Value = { principalMinor: toMinor(0), giftMinor: toMinor(0) };
