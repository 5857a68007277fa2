import { describe, expectTypeOf, test } from 'vitest';
import type { CashMoved, DrawerOpened, HandedOver } from '../../src/core/drawer.ts';
import type { TaxRate } from '../../src/core/line-tax.ts';
import type { CartHeld, HeldCart } from '../../src/core/held-cart.ts';
import type { Role as RoleOfRules } from '../../src/core/permission.ts';
import type { Category, Product } from '../../src/core/product.ts';
import type { Promotion } from '../../src/core/promotion.ts';
import type { Return, Sale } from '../../src/core/sale.ts';
import type { ShiftClosed } from '../../src/core/shift.ts';
import type { StockCounted, StockMoved } from '../../src/core/stock.ts';
import type { TenderRules } from '../../src/core/take-tender.ts';
import type { ProductRow, Role, StreamRow } from '../../src/wire/catalogue.ts';
import type { Cart } from '../../src/core/cart.ts';
import type { EntryBody } from '../../src/wire/entry.ts';
import type { KeptCart } from '../../src/wire/kept-cart.ts';

// The rules own behaviour types, the wire owns shapes. These do not compile when the two drift apart.
type ReadOnly<T> = T extends (infer E)[]
  ? readonly ReadOnly<E>[]
  : T extends number | string | boolean | null | undefined
    ? T
    : { readonly [K in keyof T]: ReadOnly<T[K]> };

describe('wire and rules agree on', () => {
  test('a sale', () => {
    expectTypeOf<ReadOnly<EntryBody<'sale.completed'>>>().toEqualTypeOf<ReadOnly<Sale>>();
  });

  test('a return', () => {
    expectTypeOf<ReadOnly<EntryBody<'return.completed'>>>().toEqualTypeOf<ReadOnly<Return>>();
  });

  test('a Z report', () => {
    expectTypeOf<ReadOnly<EntryBody<'shift.closed'>>>().toEqualTypeOf<ReadOnly<ShiftClosed>>();
  });

  test('what happens to a drawer', () => {
    expectTypeOf<ReadOnly<EntryBody<'cash.moved'>>>().toEqualTypeOf<ReadOnly<CashMoved>>();
    expectTypeOf<ReadOnly<EntryBody<'drawer.opened'>>>().toEqualTypeOf<ReadOnly<DrawerOpened>>();
    expectTypeOf<ReadOnly<EntryBody<'shift.handed_over'>>>().toEqualTypeOf<ReadOnly<HandedOver>>();
  });

  test('what happens to goods', () => {
    expectTypeOf<ReadOnly<EntryBody<'stock.moved'>>>().toEqualTypeOf<ReadOnly<StockMoved>>();
    expectTypeOf<ReadOnly<EntryBody<'stock.counted'>>>().toEqualTypeOf<ReadOnly<StockCounted>>();
  });

  test('ways of paying', () => {
    expectTypeOf<ReadOnly<NonNullable<StreamRow<'settings'>['tenders']>>>().toEqualTypeOf<
      ReadOnly<Omit<TenderRules, 'foreign'>>
    >();
    expectTypeOf<ReadOnly<NonNullable<StreamRow<'store'>['foreignCash']>>>().toEqualTypeOf<
      ReadOnly<TenderRules['foreign']>
    >();
  });

  test('a product and a category', () => {
    expectTypeOf<ReadOnly<ProductRow>>().toEqualTypeOf<ReadOnly<Product>>();
    expectTypeOf<ReadOnly<StreamRow<'category'>>>().toEqualTypeOf<ReadOnly<Category>>();
  });

  test('a promotion and a tax', () => {
    expectTypeOf<ReadOnly<StreamRow<'promotion'>>>().toEqualTypeOf<ReadOnly<Promotion>>();
    expectTypeOf<ReadOnly<StreamRow<'tax'>>>().toEqualTypeOf<ReadOnly<TaxRate>>();
  });

  test('a cart that is put aside', () => {
    expectTypeOf<ReadOnly<EntryBody<'cart.held'>>>().toEqualTypeOf<ReadOnly<CartHeld>>();
    expectTypeOf<ReadOnly<StreamRow<'held'>>>().toEqualTypeOf<ReadOnly<HeldCart>>();
  });

  test('a cart on the disk', () => {
    expectTypeOf<ReadOnly<KeptCart['cart']>>().toEqualTypeOf<ReadOnly<Cart>>();
  });

  test('roles', () => {
    expectTypeOf<Role>().toEqualTypeOf<RoleOfRules>();
  });
});
