/** What a till asks the server of members while it is online, and what cards are hashed with. */
import * as z from 'zod/mini';
import { loyaltyBodies, standingRow } from './loyalty.ts';
import { int, minor, positive, uuid } from './scalars.ts';

export const GRANT_PATH = '/till/members/grant';
export const STANDING_PATH = '/till/members/standing';
/** `grantId` is made by the till: asked again, the same answer comes. */
export const grantAsked = z.union([
  z.strictObject({ grantId: uuid, memberId: uuid, amountMinor: minor.check(z.refine((of) => of > 0)) }),
  z.strictObject({ grantId: uuid, memberId: uuid, points: positive }), // since schema 9
]);
export type GrantAsked = z.infer<typeof grantAsked>;
export const grantAnswer = z.object({
  ...loyaltyBodies['grant.returned'].shape,
  leaseUntilMs: int,
});
export type GrantAnswer = z.infer<typeof grantAnswer>;
export const standingAsked = z.strictObject({ memberId: uuid });
export const standingAnswer = standingRow;

/** What the keyed hash of a card or a telephone is made of. */
export const memberText = (key: string, what: 'card' | 'phone', plain: string): string => `${key} ${what} ${plain}`;
