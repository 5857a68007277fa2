/**
 * A till as its screens and commands see it: one object made at start by `openTillDevice` (the app, the replay tool
 * and tests make it, nothing else). Screens read `state` and `catalogue`; commands call `commit`.
 *
 * Invariants: nothing here that a sale needs awaits the network; `commit` resolves only after the strict transaction is
 * complete; `state` is derived from the two databases and the sync engine, never the other way round.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { Holding } from '../core/value.ts';
import type { HeldCart } from '../core/held-cart.ts';
import type { Product } from '../core/product.ts';
import type { PromotionBook } from '../core/promotion-book.ts';
import type { TaxBook } from '../core/tax-book.ts';
import type { Result } from '../core/result.ts';
import type { Return, Sale } from '../core/sale.ts';
import type { ShiftFact } from '../core/shift-fact.ts';
import type { StaffRow, StreamRow } from '../wire/catalogue.ts';
import type { EntryBody, EntryKind } from '../wire/entry.ts';
import type { Refusal } from '../wire/refusal.ts';

export type TillIdentity = {
  readonly deviceId: string;
  readonly incarnation: string;
  readonly incarnationNo: number;
  readonly orgId: string;
  readonly orgNo: number;
  readonly storeId: string;
  readonly storeNo: number;
  readonly tillCode: string; // T3
  readonly tillNo: number;
  readonly kid: string; // of the device key, 8 hex
};

export type OpenShift = {
  readonly shiftId: string;
  readonly shiftNo: number;
  readonly staffId: string; // who has it now
  readonly floatMinor: number;
  readonly openedMs: number;
  readonly openedSeq: number;
  readonly businessDate: string;
};

/** What the next shift and its Z continue from: kept by committing, so it is right offline and after a restart. */
export type TillCounters = {
  readonly receiptNo: number; // of the last sale or return in this incarnation
  readonly shiftNo: number; // of the last shift opened
  readonly zNo: number; // of the last shift closed
  readonly grandTotalMinor: number; // from the last shift closed
};

/** A sale or return in this device's journal, as lists and reprints need it. */
export type LocalSale = {
  readonly saleId: string; // of a return: its returnId
  readonly no: string;
  readonly shiftId: string;
  readonly cartId: string | null;
  readonly incarnation: string;
  readonly seq: number;
  readonly entryId: string;
  readonly hash: string; // of the entry: its first 16 hex stand in the receipt's QR
  readonly wallMs: number;
  readonly staffId: string | null;
  readonly totalMinor: number;
  readonly printed?: boolean; // the first paper was made: the next one is a copy
  readonly copies?: number; // papers beyond the first that were made of it
} & (
  | { readonly kind: 'sale'; readonly body: Sale }
  | { readonly kind: 'return'; readonly body: Return; readonly isVoid?: boolean } // a void is a return of everything
);

export type TillState = {
  /**
   * `revoked`: the server takes no new facts into its books; those made are still sent and kept there.
   * `broken_storage`: the journal cannot be read as a whole; nothing is sold on it, what can be read may be rescued.
   */
  readonly phase:
    'opening' | 'unenrolled' | 'waiting' | 'ready' | 'revoked' | 'older_app' | 'no_storage' | 'broken_storage';
  readonly identity: TillIdentity | null;
  /** What was here and is gone: the browser has deleted this till's data. Told until it is enrolled anew. */
  readonly lost: { readonly tillCode: string; readonly unsent: number } | null;
  readonly thumbprint: string | null; // of the device key, 64 hex: compared with the office's when `waiting`
  readonly settings: StreamRow<'settings'> | null;
  readonly store: StreamRow<'store'> | null;
  readonly staff: readonly StaffRow[]; // of this store, active
  readonly signedIn: StaffRow | null; // memory only
  readonly shift: OpenShift | null;
  readonly headSeq: number; // of the last entry: a Z report's lastSeq
  readonly pending: number; // entries past the acked head
  readonly ackedSeq: number; // the acked head of this incarnation: later entries wait
  readonly oldestPendingMs: number | null;
  readonly attention: number; // things that need a person
  readonly online: boolean; // the server answered lately: for words on the screen only, no rule rests on it
  readonly lastSyncMs: number | null;
  readonly reading: boolean; // products are on their way into memory: people may sign in, nothing is sold yet
  readonly loading: { readonly done: number; readonly total: number } | null; // first catalogue on its way
  readonly persisted: boolean | null;
  readonly storageFull: boolean;
  readonly offsetMs: number | null;
  readonly counters: TillCounters;
  readonly frozen: boolean; // the server holds another history of this till: nothing is sent, selling goes on
  /** `refused`: the server does not know this till. `waiting`: for an admin's word, also when it is let in again. */
  readonly access: 'open' | 'waiting' | 'revoked' | 'refused';
  readonly isRevoked: boolean; // as the server or the shop's own rows say
  /** This till practises: nothing here is sold, sent or in the drawer. Absent on a real one. */
  readonly practice?: { readonly sinceMs: number };
  readonly reloadNeeded: boolean; // a newer build opened the databases in another tab
};

/** Unsent facts in a file, to be carried by hand (wire/rescue-file.ts). */
export type RescueExport = {
  readonly name: string; // of the file
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly code: string; // opens it; kept nowhere
  readonly entries: number;
  readonly unreadable: number; // rows the disk did not give back
};

/** A member's stored value or points lent to this till, as far as they are not spent yet. */
export type Grant = Holding & {
  readonly grantId: string;
  readonly memberId: string;
  readonly leaseUntilMs: number;
  readonly saleEntryId?: string; // fetched for this payment; absent: to spend offline
};
export interface GrantShelf {
  all(): Promise<readonly Grant[]>;
  keep(grant: Grant): Promise<void>;
}

export type Oversold = { readonly skuNo: number; readonly onHandMilli: number };

/** The catalogue in memory. Synchronous: the sale path never waits for a second row. */
export interface Catalogue {
  readonly size: number;
  product(skuNo: number): Product | undefined;
  /** Exact by GTIN-14 or the shop's own code; a code falls back to the other case when that is unique. */
  byGtin(gtin14: string): Product | undefined;
  byCode(code: string): Product | undefined;
  /** On hand in this store as shown: server's figure + this till's own facts not yet counted in. Thousandths. */
  onHandMilli(skuNo: number): number | undefined;
  /** Carts put aside in this store, the oldest first: the server's rows with this till's own facts joined. */
  heldCarts(): readonly HeldCart[];
  /** Tills of this store, as the server named them. */
  tills(): readonly StreamRow<'till'>[];
  /** Products of which less than nothing is on hand: sold, and never counted in. */
  oversold(): readonly Oversold[];
  /** Every store of the shop. */
  stores(): readonly StreamRow<'store'>[];
  /** Goods on their way to this store; what was received here is not among them. */
  transfers(): readonly StreamRow<'transfer'>[];
  /** What takes something off in this shop, and the taxes of a store, indexed. */
  promotions(): PromotionBook;
  taxes(storeId: string): TaxBook;
  /** Members of the shop, masked; what one had when this store last heard. */
  /** Whose card or telephone this keyed hash is of. */
  membersBy(what: 'card' | 'phone', hash: string): readonly StreamRow<'member'>[];
  standing(memberId: string): StreamRow<'standing'> | undefined;
  categories(): readonly StreamRow<'category'>[];
  /** First page and category pages of the grid, by rank. */
  inCategory(categoryId: string | null, limit: number, offset: number): readonly Product[];
  /** Up to 30, best first (exact code, name prefix, initials prefix, substring, then rank). */
  search(query: string): Promise<readonly Product[]>;
  /** Keys tills may check codes with. */
  key(kid: string): StreamRow<'key'> | undefined;
  /** `pbVersion` to stamp on sales. */
  version(): string;
  /** Called after any change of rows, with the skuNos touched (null: everything). */
  subscribe(listener: (touched: ReadonlySet<number> | null) => void): () => void;
}

/** Rows written in the same transaction as the entry. Only Dexie calls may be awaited inside. */
export type CommittedEntry = {
  readonly seq: number;
  readonly entryId: string;
  readonly hash: string;
  readonly bytes: string;
  readonly repeated: boolean; // the same entryId was committed before: this is that entry
  readonly receiptNo: string | null; // as it stands in the entry
};

export interface TillDevice {
  readonly state: StoreApi<TillState>;
  readonly catalogue: Catalogue;
  /** Becomes a till, or is let in again as the till it is, when the server does not know it or has turned it away. */
  enrol(code: string, name: string): Promise<Result<TillIdentity, Refusal>>;
  signIn(staffId: string, pin: string): Promise<Result<StaffRow, Refusal>>;
  signOut(): void;
  /** Proves who approves one act, by the same rules and throttle as `signIn`; nobody is signed in or out by it. */
  approve(staffId: string, pin: string): Promise<Result<StaffRow, Refusal>>;
  /**
   * Makes a fact durable, then wakes the push. `entryId` is the idempotency key. Local rows that follow from the kind
   * (sale list, open shift, receipt number, cart away) are written in the same transaction.
   * The receipt number of a sale or return (`body.no`) is set inside the transaction, so two tabs never share one: read
   * it from the answer.
   * Refuses: `journal_full`, `outcome_unknown`, `cart_too_large`, `older_app`, `no_open_shift`, `shift_open_already`,
   * `try_later` (a Z report that misses a sale made meanwhile in another tab: count again).
   */
  commit<K extends EntryKind>(fact: {
    readonly kind: K;
    readonly entryId: string;
    readonly body: EntryBody<K>;
    readonly closesCart?: string;
  }): Promise<Result<CommittedEntry, Refusal>>;
  /** Whether an entry with this body stays below the journal's limit: asked before payment ("split the sale"). */
  fits<K extends EntryKind>(kind: K, body: EntryBody<K>): boolean;
  /** Sales and returns of a shift, oldest first. */
  salesOfShift(shiftId: string): Promise<readonly LocalSale[]>;
  /** Everything that counts in a shift, read from the journal itself: X and Z are made of it. In no order. */
  factsOfShift(shift: OpenShift): Promise<readonly ShiftFact[]>;
  /** The first paper of a sale or return was made. A mark of this device alone. */
  markPrinted(saleId: string): Promise<void>;
  /** Newest first. */
  recentSales(limit: number): Promise<readonly LocalSale[]>;
  /** Newest first, of all this device holds, the first `limit` that are wanted. */
  heldSales(isWanted: (row: LocalSale) => boolean, limit: number): Promise<readonly LocalSale[]>;
  /** Cart kept on disk at each step; needs a `cartId`. A cart that was closed by a sale stays closed. */
  saveCart(cart: { readonly cartId: string }): Promise<void>;
  openCarts(): Promise<readonly unknown[]>;
  readonly grants: GrantShelf;
  /** ES256 over bytes by the device key (R||S): receipts. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
  /** A signed request to the server (claim a 6-digit code); resolves to a refusal when the server can't be reached. */
  ask<T>(method: 'GET' | 'POST', path: string, body: unknown, parse: (json: unknown) => T): Promise<Result<T, Refusal>>;
  /**
   * The file that carries unsent facts to the office, and the code that opens it. Refuses: `storage_broken` - nothing
   * can be read; `insecure_page`.
   */
  rescue(): Promise<Result<RescueExport, Refusal>>;
  /**
   * Leaves the shop: databases and key are deleted. Refuses: `facts_unsent` - entries the server lacks and no rescue
   * file holds; `shift_open_already`.
   */
  leaveShop(): Promise<Result<null, Refusal>>;
  readonly sync: { wake(): void; start(): void; stop(): Promise<void> };
  close(): Promise<void>;
}
