/**
 * The tables as Kysely sees them: one interface per migration, columns as the migrations name them. Booleans are 0 or
 * 1, JSON is text, money and quantities are whole numbers.
 *
 * A part of the server with tables of its own adds a file `tables-<part>.ts` here and its interface to `Tables`.
 */
import type { AccountTables } from './tables-accounts.ts';
import type { FactTables } from './tables-facts.ts';
import type { JournalTables } from './tables-journal.ts';
import type { OfficeTables } from './tables-office.ts';
import type { OfficeUserTables } from './tables-office-user.ts';
import type { PricingTables } from './tables-pricing.ts';
import type { MemberTables } from './tables-members.ts';
import type { PrinterTables } from './tables-printers.ts';
import type { ShopTables } from './tables-shop.ts';
import type { StockTables } from './tables-stock.ts';
import type { ShopperTables } from './tables-shopper.ts';

export interface Tables
  extends
    JournalTables,
    ShopTables,
    FactTables,
    OfficeTables,
    ShopperTables,
    OfficeUserTables,
    PricingTables,
    StockTables,
    MemberTables,
    PrinterTables,
    AccountTables {}
