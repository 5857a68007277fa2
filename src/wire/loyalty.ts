/**
 * Members, points and stored value as they cross a border: the shop's rules, rows tills read, bodies of entries, what a
 * till asks the server for. Since schema 8.
 *
 * A till is told no name and no telephone: a masked label, and keyed hashes by which it finds who stands before it.
 */
import * as z from 'zod/mini';
import { hex64, int, minor, nat, positive, text, uuid } from './scalars.ts';

const value = {
  principalMinor: minor.check(z.refine((of) => of >= 0)),
  giftMinor: minor.check(z.refine((of) => of >= 0)),
};

/** More points for one unit of a currency would be a slip of the hand. */
export const MOST_PER_UNIT = 10_000;
/** More than anybody saves up, asked for in one payment. */
export const MOST_LEAST = 1_000_000;

export const loyaltyRules = z.object({
  perMinor: z.nullable(positive),
  valueMaxMinor: z.nullable(minor.check(z.refine((of) => of > 0))),
  gifts: z.readonly(
    z
      .array(
        z.strictObject({
          fromMinor: minor.check(z.refine((of) => of > 0)),
          giftMinor: minor.check(z.refine((of) => of > 0)),
        }),
      )
      .check(z.maxLength(5)),
  ),
  // So many points for one unit of the currency, `least` of them in a payment. Since schema 9; absent, null: none pay.
  pay: z.optional(
    z.nullable(
      z.strictObject({ perUnit: positive.check(z.maximum(MOST_PER_UNIT)), least: nat.check(z.maximum(MOST_LEAST)) }),
    ),
  ),
});

/** A member as a cart carries it. */
export const cartMember = z.strictObject({ memberId: uuid, label: text(60) });
export const saleMember = z.strictObject({
  memberId: uuid,
  label: text(60),
  points: nat,
  perMinor: z.nullable(positive),
});
export const tenderValue = z.strictObject({ memberId: uuid, grantId: uuid, ...value });
export const tenderPoints = z.strictObject({ memberId: uuid, grantId: uuid, points: nat, perUnit: positive });

/** In the org's stream. `phoneHash`: of a member who gave a telephone. */
export const memberRow = z.object({
  memberId: uuid,
  cardHash: hex64,
  phoneHash: z.nullable(hex64),
  label: text(60),
  tier: z.nullable(text(40)),
  state: z.enum(['active', 'ended']),
});
/** In a store's stream: what a member had when this store's tills last changed or asked it. */
export const standingRow = z.object({
  memberId: uuid,
  points: int,
  valueMinor: minor,
  asOfMs: int,
});

const granted = { grantId: uuid, memberId: uuid, ...value, points: z.optional(positive) }; // points since schema 9
export const loyaltyBodies = {
  'value.topped_up': z.strictObject({
    topUpId: uuid,
    shiftId: uuid,
    memberId: uuid,
    label: text(60),
    ...value,
    method: z.enum(['cash', 'card_external', 'custom']),
    typeId: z.optional(uuid),
    name: z.optional(text(60)),
    code: z.optional(text(40)), // the card's approval number
  }),
  'grant.given': z.strictObject({ ...granted, deviceId: uuid, leaseUntilMs: int }),
  'grant.returned': z.strictObject(granted),
  'grant.written_off': z.strictObject({ ...granted, userId: uuid, by: text(60) }),
} as const;
