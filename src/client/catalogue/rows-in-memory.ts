/** How rows of the two streams are held in memory: products as bytes, stock by number, the few others as they came. */
import type { Product } from '../../core/product.ts';
import type { StoredRow } from '../db/cache-db.ts';
import { rowOf } from '../sync/kept-row.ts';
import type { ProductBook } from './product-book.ts';
import type { SearchRow } from './search-shelf.ts';
import type { SmallRows } from './small-rows.ts';

/** Rows small enough in number to be kept by table and id. */
const SMALL = [
  'category',
  'staff',
  'store',
  'key',
  'settings',
  'till',
  'promotion',
  'tax',
  'held',
  'transfer',
  'member',
  'standing',
] as const;
export type SmallTable = (typeof SMALL)[number];

const OF_STORE: ReadonlySet<string> = new Set(['till', 'stock', 'held', 'transfer', 'standing']);
/** Whether rows of the table come by this stream. */
export const isOf = (stream: string, table: string): boolean => OF_STORE.has(table) === (stream !== 'org');

/** What the rows of streams become in memory. */
export type RowsInMemory = {
  readonly products: ProductBook;
  readonly stock: Map<number, number>;
  readonly small: SmallRows;
};

/** Takes a row in; gives what of it is searched. */
export function fill({ products, stock, small }: RowsInMemory, row: StoredRow): SearchRow | null {
  const product = rowOf(row, 'product');
  if (product !== null) {
    products.put(product);
    return product.status === 'stopped' ? null : searchRow(product);
  }
  if (row.t === 'stock') fillStock(stock, row);
  else fillSmall(small, row);
  return null;
}

export function fillStock(stock: Map<number, number>, row: StoredRow): void {
  const told = rowOf(row, 'stock');
  if (row.d === 1) stock.delete(Number(row.id));
  else if (told !== null) stock.set(told.skuNo, told.onHandMilli);
}

export function fillSmall(small: SmallRows, row: StoredRow): void {
  if (row.d === 1) small.drop(row);
  else if (SMALL.some((table) => table === row.t)) small.put(row);
}

export const searchRow = ({ skuNo, search: text, rank }: Product): SearchRow => ({ skuNo, text, rank });

export const searchChanged = (before: Product | undefined, { search, rank, status }: Product): boolean =>
  before?.search !== search || before.rank !== rank || before.status !== status;
