/** The rows a batch of facts turns into, by table; the org is the transaction's. */
import type { FactTables } from '../db/tables-facts.ts';
import type { MemberTables } from '../db/tables-members.ts';
import type { StockTables } from '../db/tables-stock.ts';
import type { ShopTables } from '../db/tables-shop.ts';

type Row<T extends keyof FactTables> = Omit<FactTables[T], 'org_id'>;
type StockRow<T extends keyof StockTables> = Omit<StockTables[T], 'org_id'>;
type MemberRow<T extends keyof MemberTables> = Omit<MemberTables[T], 'org_id'>;

/** A shift's row: written whole when it is new, else only the columns named. */
export type ShiftRow = { readonly row: Row<'shift'>; readonly update: readonly (keyof Row<'shift'>)[] };

export type FactRows = {
  readonly sale: Row<'sale'>[];
  readonly sale_line: Row<'sale_line'>[];
  readonly sale_tender: Row<'sale_tender'>[];
  readonly goods_return: Row<'goods_return'>[];
  readonly return_line: Row<'return_line'>[];
  readonly return_tender: Row<'return_tender'>[];
  readonly audit_note: Row<'audit_note'>[];
  readonly cart_claim: Row<'cart_claim'>[];
  readonly shift_event: Row<'shift_event'>[];
  readonly hold_event: Row<'hold_event'>[];
  readonly stock_move: Omit<ShopTables['stock_move'], 'org_id'>[];
  readonly stock_count: StockRow<'stock_count'>[];
  readonly stock_transfer: StockRow<'stock_transfer'>[];
  readonly manual_discount: StockRow<'manual_discount'>[];
  readonly ledger_line: MemberRow<'ledger_line'>[];
  readonly value_grant: MemberRow<'value_grant'>[];
  readonly shift: ShiftRow[];
};

export const noRows = (): FactRows => ({
  sale: [],
  sale_line: [],
  sale_tender: [],
  goods_return: [],
  return_line: [],
  return_tender: [],
  audit_note: [],
  cart_claim: [],
  shift_event: [],
  hold_event: [],
  stock_move: [],
  stock_count: [],
  stock_transfer: [],
  manual_discount: [],
  ledger_line: [],
  value_grant: [],
  shift: [],
});
