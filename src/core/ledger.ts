/**
 * The double-entry ledger of points and stored value: what each fact moves, from which account to which.
 *
 * Invariants: the lines of one fact sum to zero in points and in money; balances are sums of lines and are kept nowhere
 * else, so the order facts arrive in changes nothing. A grant that is spent beyond what is left of it (it was written
 * off meanwhile) goes below zero: that is the member's debt, and it counts against the balance.
 * Not here: the points a return takes back, which rest on its sale too (the server's loyalty.ts).
 */
import type { SaleMember } from './loyalty.ts';
import {
  type Holding,
  holdingOf,
  NO_HOLDING,
  plusHolding,
  type TenderPoints,
  type TenderValue,
  type Value,
} from './value.ts';
import { type Minor, toMinor } from './money.ts';

export type Account =
  | 'member_points' // points a member has
  | 'points_issued'
  | 'member_principal' // money a member paid in
  | 'member_gift' // money the shop added
  | 'grant_principal' // the same, reserved for one till
  | 'grant_gift'
  | 'grant_points'
  | 'paid_in'
  | 'gift_given'
  | 'value_spent'
  | 'points_spent';

export type LedgerLine = {
  readonly lineNo: number;
  readonly memberId: string;
  readonly account: Account;
  readonly grantId: string | null; // of the accounts of a grant
  readonly ref: string; // the sale, top-up or grant it is of
  readonly amount: number; // points or minor units, signed
};

/** Facts that move points or stored value, as their entries' bodies have them. */
type Sold = {
  readonly saleId: string;
  readonly member?: SaleMember | undefined;
  readonly tenders: readonly OfMember[];
};
type OfMember = { readonly value?: TenderValue | undefined; readonly points?: TenderPoints | undefined };
type GivenBack = { readonly returnId: string; readonly plan: readonly OfMember[] };
type Granted = Value & {
  readonly grantId: string;
  readonly memberId: string;
  readonly points?: number | undefined; // a grant of points
};
type ToppedUp = Value & { readonly topUpId: string; readonly memberId: string };

type Move = readonly [Account, number];
type Of = { readonly memberId: string; readonly grantId?: string; readonly ref: string };

const numbered = (parts: readonly (readonly [Of, readonly Move[]])[]): LedgerLine[] =>
  parts
    .flatMap(([{ memberId, grantId, ref }, moves]) =>
      moves
        .filter(([, amount]) => amount !== 0)
        .map(([account, amount]) => {
          const ofGrant = account.startsWith('grant_');
          return { memberId, account, grantId: ofGrant ? (grantId ?? null) : null, ref, amount };
        }),
    )
    .map((line, at) => ({ lineNo: at + 1, ...line }));

/** Points go to the member; what was spent leaves the grant it was reserved in. */
export function linesOfSale({ saleId, member, tenders }: Sold): LedgerLine[] {
  const earned: [Of, Move[]][] =
    member === undefined
      ? []
      : [
          [
            { memberId: member.memberId, ref: saleId },
            [
              ['member_points', member.points],
              ['points_issued', -member.points],
            ],
          ],
        ];
  const spent = tenders.flatMap((tender): [Of, Move[]][] => {
    const held = holdingOf(tender);
    if (held === null) return [];
    const { memberId, grantId, principalMinor, giftMinor, points } = held;
    return [
      [
        { memberId, grantId, ref: saleId },
        [
          ['grant_principal', 0 - principalMinor],
          ['grant_gift', 0 - giftMinor],
          ['value_spent', principalMinor + giftMinor],
          ['grant_points', 0 - points],
          ['points_spent', points],
        ],
      ],
    ];
  });
  return numbered([...earned, ...spent]);
}

/** What was spent goes back to the member, not to the grant: any till may give it again. */
export const linesOfReturn = ({ returnId, plan }: GivenBack): LedgerLine[] =>
  numbered(
    plan.flatMap((row): [Of, Move[]][] => {
      const held = holdingOf(row);
      if (held === null) return [];
      const { memberId, principalMinor, giftMinor, points } = held;
      return [
        [
          { memberId, ref: returnId },
          [
            ['member_principal', principalMinor],
            ['member_gift', giftMinor],
            ['value_spent', 0 - principalMinor - giftMinor],
            ['member_points', points],
            ['points_spent', 0 - points],
          ],
        ],
      ];
    }),
  );

export const linesOfTopUp = ({ topUpId, memberId, principalMinor, giftMinor }: ToppedUp): LedgerLine[] =>
  numbered([
    [
      { memberId, ref: topUpId },
      [
        ['member_principal', principalMinor],
        ['paid_in', 0 - principalMinor],
        ['member_gift', giftMinor],
        ['gift_given', 0 - giftMinor],
      ],
    ],
  ]);

/** Reserved for a till, or (`sign` -1) free again: given back by it, or written off. */
export const linesOfGrant = (
  { grantId, memberId, principalMinor, giftMinor, points = 0 }: Granted,
  sign: 1 | -1,
): LedgerLine[] =>
  numbered([
    [
      { memberId, grantId, ref: grantId },
      [
        ['member_principal', -sign * principalMinor],
        ['grant_principal', sign * principalMinor],
        ['member_gift', -sign * giftMinor],
        ['grant_gift', sign * giftMinor],
        ['member_points', -sign * points],
        ['grant_points', sign * points],
      ],
    ],
  ]);

/** Points a return takes back of its sale. Numbered past what the return itself posts. */
export const linesOfReversal = (of: { memberId: string; saleId: string }, points: number): LedgerLine[] =>
  points === 0
    ? []
    : [
        { account: 'member_points' as const, amount: -points },
        { account: 'points_issued' as const, amount: points },
      ].map((line, at) => ({ lineNo: REVERSALS + at, memberId: of.memberId, grantId: null, ref: of.saleId, ...line }));

/** Lines from here on rest on more than one fact. */
export const REVERSALS = 1001;

/** What a member has. `points` and `value` are less what is owed; what is reserved lies with tills. */
export type Standing = {
  readonly points: number;
  readonly reservedPoints: number;
  readonly owedPoints: number;
  readonly value: Value;
  readonly reservedMinor: Minor;
  readonly owedMinor: Minor;
};

/** Sums of a member's accounts; those of grants by grant. */
export type AccountSum = Pick<LedgerLine, 'account' | 'grantId' | 'amount'>;

export function standingOf(sums: readonly AccountSum[]): Standing {
  const of = (account: Account): number =>
    sums.filter((sum) => sum.account === account).reduce((all, { amount }) => all + amount, 0);
  const grants = [...grantsOf(sums).values()];
  const owed = grants.reduce((all, { principalMinor: p, giftMinor: g }) => all - Math.min(0, p) - Math.min(0, g), 0);
  const owedPoints = grants.reduce((all, { points }) => all - Math.min(0, points), 0);
  const held = grants.reduce((all, { principalMinor: p, giftMinor: g }) => all + Math.max(0, p) + Math.max(0, g), 0);
  // A debt is taken from the gift last: it was money that is owed.
  const principal = of('member_principal') - owed;
  const gift = of('member_gift');
  return {
    points: of('member_points') - owedPoints,
    reservedPoints: grants.reduce((all, { points }) => all + Math.max(0, points), 0),
    owedPoints,
    value: {
      principalMinor: toMinor(gift > 0 && principal < 0 ? Math.min(0, principal + gift) : principal),
      giftMinor: toMinor(principal < 0 ? Math.max(0, gift + principal) : gift),
    },
    reservedMinor: toMinor(held),
    owedMinor: toMinor(owed),
  };
}

/** What is left of each grant; below zero is overdrawn. */
export function grantsOf(sums: readonly AccountSum[]): Map<string, Holding> {
  const grants = new Map<string, Holding>();
  for (const { account, grantId, amount } of sums) {
    if (grantId === null) continue;
    grants.set(grantId, plusHolding(grants.get(grantId) ?? NO_HOLDING, { ...NO_HOLDING, ...partOf(account, amount) }));
  }
  return grants;
}

function partOf(account: Account, amount: number): Partial<Holding> {
  if (account === 'grant_points') return { points: amount };
  return account === 'grant_gift' ? { giftMinor: toMinor(amount) } : { principalMinor: toMinor(amount) };
}
