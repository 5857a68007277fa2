/** Entries that count in the sums of a shift (shift.ts). */
import type { CashMoved, DrawerOpened } from './drawer.ts';
import type { Value } from './value.ts';
import type { Return, Sale, TenderMethod } from './sale.ts';

/** Money paid onto a member's card, and by which way. */
type ToppedUp = Value & {
  readonly shiftId: string;
  readonly method: TenderMethod;
  readonly typeId?: string | undefined;
  readonly name?: string | undefined;
};

/** Who did it, and when by the till's clock. */
type By = { readonly staffId: string | null; readonly wallMs: number };

/** Facts that count in a shift. Others in the journal do not matter here. */
export type ShiftFact = By &
  (
    | { readonly kind: 'sale.completed'; readonly body: Sale }
    | { readonly kind: 'return.completed' | 'sale.voided'; readonly body: Return }
    | { readonly kind: 'cash.moved'; readonly body: CashMoved }
    | { readonly kind: 'drawer.opened'; readonly body: DrawerOpened }
    | { readonly kind: 'value.topped_up'; readonly body: ToppedUp }
  );

/** Kinds of entries that are such facts. */
export const SHIFT_KINDS = [
  'sale.completed',
  'return.completed',
  'sale.voided',
  'cash.moved',
  'drawer.opened',
  'value.topped_up',
] as const;
