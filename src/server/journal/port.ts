/**
 * What the journal needs of a database, and nothing else: the port through which `accept`, `project` and `feed` work.
 * One implementation is over the door (db/journal-tx.ts); the simulator has one in memory. No SQL and no query
 * builder here.
 *
 * Every method belongs to one transaction of one org. Order of locks: a journal head, then claims
 * by name, then the sales, then shifts, then stock by product number, then streams; callers keep to it.
 */
import type { SoldBy } from '../../core/check-offers.ts';
import type { ZBefore } from '../../core/check-shift.ts';
import type { AccountSum } from '../../core/ledger.ts';
import type { LoyaltyRules } from '../../core/loyalty.ts';
import type { HeldFact } from '../../core/held-cart.ts';
import type { ShiftFact } from '../../core/shift-fact.ts';
import type { TenderRules } from '../../core/take-tender.ts';
import type { FeedRow, Hello, Stream } from '../../wire/sync.ts';
import type { EffectStatus, KeptFor, TaskCode } from '../../wire/task.ts';
import type { FactRows } from './fact-rows.ts';
import type { People } from './people.ts';

/** One chain: a device in one incarnation. */
export type ChainRef = { readonly deviceId: string; readonly incarnation: string };

export type KnownDevice = {
  readonly deviceId: string;
  readonly storeId: string;
  readonly kind: 'till' | 'register';
  readonly state: 'waiting' | 'open' | 'revoked';
  readonly keyJwk: string;
};

export type ChainHead = {
  readonly seq: number;
  readonly hash: string;
  readonly announcedSeq: number;
  readonly state: 'open' | 'frozen';
  /** Of a life its device has left and this server lacks: which of its entries come again in another, as was said. */
  readonly again?: Numbers;
};
export type Numbers = { readonly from: number; readonly to: number };

export type StoredBatch = ChainRef & {
  readonly batchId: string;
  readonly from: number;
  readonly to: number;
  readonly header: string;
  readonly signature: string;
  readonly branched: boolean; // it forked or broke off: its head never joined the chain
  readonly receivedMs: number;
};

type StoredEntry = {
  readonly seq: number;
  readonly entryId: string;
  readonly kind: string;
  readonly hash: string;
  readonly bytes: string;
};

export type BranchLine = { readonly seq: number; readonly hash: string; readonly bytes: string };

/** What became of an entry id: made once, for ever; only its ruling may change, and while that is open its place. */
export type Effect = ChainRef & {
  readonly entryId: string;
  readonly contentHash: string;
  readonly status: EffectStatus;
  readonly code: KeptFor | null;
  readonly awaits: string | null; // saleId a parked return waits for
  readonly seq: number;
  readonly kind: string;
};

/** An entry whose effect may be decided again. */
export type OpenEffect = {
  readonly effect: Effect;
  readonly bytes: string;
  readonly device: KnownDevice;
  readonly hash: string;
};

export type Task = {
  readonly code: TaskCode;
  readonly subject: string; // one task per code and subject
  readonly storeId: string | null;
  readonly deviceId: string | null;
  readonly facts: Readonly<Record<string, string | number>>;
};

/** The journal itself: heads, bytes, effects. */
export interface JournalPort {
  device(deviceId: string): Promise<KnownDevice | null>;
  /** Locks the head until the transaction ends; null when the chain has none. */
  lockHead(chain: ChainRef): Promise<ChainHead | null>;
  /** A new chain at seq 0. Does nothing when it is there. */
  openHead(chain: ChainRef, genesis: string, atMs: number): Promise<void>;
  saveHead(chain: ChainRef, head: ChainHead): Promise<void>;
  /** The device was heard of: last seen, its own head, its clock. */
  seen(
    deviceId: string,
    at: { readonly ms: number; readonly headSeq: number; readonly offsetMs: number },
  ): Promise<void>;
  /** Incarnations of the device that still take entries. */
  openLives(deviceId: string): Promise<readonly string[]>;
  /** The first entries of all lives of the device: each names the life before it. */
  openings(deviceId: string): Promise<readonly string[]>;
  /** What a device says of itself. The announced head only grows: it is what the loss alarm counts from. */
  noteHello(hello: Hello, atMs: number): Promise<void>;
  /** Another history begins: devices that come compare theirs with the server's. */
  renewEpoch(epoch: string): Promise<void>;
  /** The device works in this incarnation now. */
  incarnationOpened(chain: ChainRef, no: number): Promise<void>;
  storedHashes(chain: ChainRef, from: number, to: number): Promise<readonly string[]>;
  addBatch(batch: StoredBatch): Promise<void>; // the same batch again does nothing
  addEntries(batch: StoredBatch, entries: readonly StoredEntry[]): Promise<void>;
  addBranch(batch: StoredBatch, reason: string, lines: readonly BranchLine[]): Promise<void>;
  effects(entryIds: readonly string[]): Promise<readonly Effect[]>;
  addEffects(effects: readonly Effect[]): Promise<void>;
  setEffect(entryId: string, effect: Pick<Effect, 'status' | 'code' | 'awaits'>): Promise<void>;
  /** The fact has been told again in this life: there its effect counts as pending, or not. */
  placeEffect(entryId: string, place: ChainRef & Pick<Effect, 'seq'>): Promise<void>;
  /** Parked and quarantined entries that wait for one of these sales, oldest first. */
  waitingFor(saleIds: readonly string[]): Promise<readonly OpenEffect[]>;
}

/** The tables facts turn into. */
export interface FactPort {
  /** Nobody else decides about these names (of carts, of sales) until this transaction ends. */
  claim(names: readonly string[]): Promise<void>;
  /**
   * `adding`: this transaction adds sales. `missing`: it is about to say that a sale is not there, so it waits for all
   * who add some, and they for it. Otherwise a return and its sale that come at one moment never see each other.
   */
  lockSales(as: 'adding' | 'missing'): Promise<void>;
  /** Sales by id, with what was sold and returned so far per product. */
  soldOf(saleIds: readonly string[]): Promise<ReadonlyMap<string, SoldGoods>>;
  /** Of these sale ids, carts and receipt numbers, those a stored sale already has. */
  takenBy(query: TakenQuery): Promise<Taken>;
  returnsKnown(returnIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Sales by what receipts carry of their ids (`saleRefOf`): the id of each that is there. */
  salesByRef(refs: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Who may do what: the people known, those who left included. */
  peopleOf(staffIds: readonly string[]): Promise<People>;
  /** What promotions of sales are checked against. */
  soldBy(asked: { readonly promotionIds: readonly string[]; readonly skuNos: readonly number[] }): Promise<SoldBy>;
  /** What is known of carts that were put aside, by hold. */
  knownHolds(heldIds: readonly string[]): Promise<ReadonlyMap<string, KnownHold>>;
  /** What acts at the drawer, ways of paying, vouchers and Z reports are checked against. */
  dayBooks(asked: DayAsked): Promise<DayBooks>;
  /** What facts about members are decided by. */
  memberBooks(asked: MembersAsked): Promise<MemberBooks>;
  org(): Promise<{ readonly currency: string; readonly serverEpoch: string }>;
  /** Adds sales, lines, tenders, returns, notes, claims, shifts, stock moves: everything of a batch at once. */
  addFacts(rows: FactRows): Promise<void>;
  /** Adds up moves per product, ascending, and marks those a count is about. */
  addStock(storeId: string, deltas: ReadonlyMap<number, number>, counted?: ReadonlySet<number>): Promise<Stocked>;
  /** Moves that counts make, beside the rows of facts. */
  addMoves(moves: FactRows['stock_move']): Promise<void>;
  /** All counts of these products in a store. */
  stockCounts(storeId: string, skuNos: readonly number[]): Promise<readonly StoredCount[]>;
  /** Moves of these products received since; where an entry has its effect already, with its place in its journal. */
  movesSince(storeId: string, skuNos: readonly number[], sinceMs: number): Promise<readonly StoredMove[]>;
  /** Both ends of transfers, as far as they are here. */
  transferParts(transferIds: readonly string[]): Promise<readonly TransferPart[]>;
  openTasks(tasks: readonly Task[], atMs: number): Promise<void>;
  isTaskOpen(code: TaskCode, subject: string): Promise<boolean>;
  closeTask(code: TaskCode, subject: string, by: string, atMs: number): Promise<void>;
  putState(stream: Stream, rows: readonly { readonly t: string; readonly id: string; readonly r: unknown }[]): void;
}

/** The new on hand of each product moved, and which of them were ever counted. */
export type Stocked = { readonly onHand: ReadonlyMap<number, number>; readonly counted: readonly number[] };
export type StoredCount = ChainRef & {
  readonly entryId: string;
  readonly skuNo: number;
  readonly countedMilli: number;
  readonly asOfSeq: number;
  readonly happenedMs: number;
};
export type StoredMove = {
  readonly entryId: string;
  readonly skuNo: number;
  readonly deltaMilli: number;
  readonly reason: string;
  readonly ref: string;
  readonly happenedMs: number;
  readonly deviceId: string | null;
  readonly incarnation: string | null;
  readonly seq: number | null;
};
export type TransferPart = {
  readonly transferId: string;
  readonly direction: 'out' | 'in';
  readonly storeId: string;
  readonly otherStoreId: string;
  readonly deviceId: string;
  readonly note: string;
  readonly happenedMs: number;
  readonly lines: readonly { readonly skuNo: number; readonly qtyMilli: number }[];
};

export type MembersAsked = {
  readonly memberIds: readonly string[];
  readonly grantIds: readonly string[];
  readonly saleIds: readonly string[];
};
/** Sums of the ledger by member, whose each grant is, what sales earned and what returns took back of it. */
export type MemberBooks = {
  readonly rules: LoyaltyRules | null; // null: the shop has none, or nobody is asked about
  readonly sums: ReadonlyMap<string, readonly AccountSum[]>;
  readonly grants: ReadonlyMap<string, { readonly memberId: string; readonly deviceId: string }>;
  readonly earned: ReadonlyMap<string, Earned>;
};
type Earned = { readonly memberId: string; readonly points: number; readonly reversed: number };

/** A Z report and where its shift stands in its journal. */
export type ShiftAsked = ChainRef & {
  readonly shiftId: string;
  readonly zNo: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
};
export type DayAsked = {
  readonly staffIds: readonly string[];
  readonly voucherCodes: readonly string[];
  readonly storeIds: readonly string[]; // whose ways of paying are asked for
  readonly soldSkuNos: readonly number[]; // from what age on they are sold
  readonly pbVersions: readonly string[]; // price books: since when each is not the newest
  readonly shifts: readonly ShiftAsked[];
  readonly copies: readonly CopyAsked[];
};
/** Where a copy of a receipt stands in a journal. */
export type CopyAsked = {
  readonly entryId: string;
  readonly deviceId: string;
  readonly incarnation: string;
  readonly seq: number;
};
export type DayBooks = {
  readonly people: People;
  /** Ways of paying of each store. */
  readonly ways: ReadonlyMap<string, TenderRules>;
  /** Per code: what it is worth, where the office knows it, and what was redeemed of it in how many sales. */
  readonly vouchers: ReadonlyMap<string, VoucherUse>;
  readonly shifts: ReadonlyMap<string, ShiftBook>;
  /** From what age on products are sold, of those that are not for everybody. */
  readonly minAges: ReadonlyMap<number, number>;
  /** When something changed for the first time after a price book; those that are still the newest are left out. */
  readonly outdatedMs: ReadonlyMap<string, number>;
  /** How far a drawer may be off before somebody has to agree; null: however far. */
  readonly drawerOffMinor: number | null;
  /** By the entry of each copy: the last sale or return before it in that life of the till; null: none. */
  readonly lastPapers: ReadonlyMap<string, Paper | null>;
};
export type Paper = { readonly saleId: string; readonly staffId: string | null };
export type VoucherUse = {
  readonly faceMinor: number | null;
  readonly usedMinor: number;
  readonly sales: number;
  readonly firstNo: string | null; // receipt that took it first, in the order they came
};
/** `facts`: null where the shift does not stand whole in this journal. */
export type ShiftBook = {
  readonly facts: readonly ShiftFact[] | null;
  readonly floatMinor: number | null;
  readonly before: ZBefore;
};

/** Facts in the order they were received; the store is the one it was put aside in. */
export type KnownHold = { readonly storeId: string; readonly facts: readonly HeldFact[] };

export type SoldGoods = {
  readonly sold: ReadonlyMap<number, number>;
  readonly returned: ReadonlyMap<number, number>; // by whatever names the sale
  readonly shiftId: string;
  readonly hash: string; // of its entry
  readonly totalMinor: number;
  readonly refundedMinor: number; // by those returns
};
type TakenQuery = {
  readonly saleIds: readonly string[];
  readonly cartIds: readonly string[];
  readonly numbers: readonly { readonly storeId: string; readonly no: string }[];
};
type Taken = {
  readonly saleIds: ReadonlySet<string>;
  readonly cartIds: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>; // `storeId no`
};

export type JournalTx = JournalPort & FactPort & Pick<FeedPort, 'head' | 'markAt'>;

/** What a pull reads, all from one moment. */
export interface FeedPort {
  head(stream: Stream): Promise<number>;
  /** The mark of the commit that holds `seq`; null when none is kept. */
  markAt(stream: Stream, seq: number): Promise<string | null>;
  /** Rows past `after`, at most `limit`; tombstones included. */
  rowsAfter(stream: Stream, after: number, limit: number): Promise<readonly FeedLine[]>;
  /** How many rows changed past `after`, counted up to `limit`. */
  countAfter(stream: Stream, after: number, limit: number): Promise<number>;
  countAll(stream: Stream): Promise<number>;
  newestSnapshot(stream: Stream): Promise<SnapshotHead | null>;
  /** How far this chain is stored, and the first `limit` entries of it whose effect is pending. */
  applied(chain: ChainRef, limit: number): Promise<{ readonly seq: number; readonly parked: readonly number[] }>;
  /** The audit's sums: one per bucket that has rows (wire/digest.ts). */
  sums(stream: Stream): Promise<{ bucket: number; sum: string }[]>;
  serverEpoch(): Promise<string>;
}

export type FeedLine = {
  readonly t: FeedRow['t'];
  readonly id: string;
  readonly s: number;
  readonly body: string | null; // JSON text; null: deleted
};
export type SnapshotHead = { readonly gen: string; readonly seq: number };

/** Runs one transaction. `write` may run the work again; see the door. */
export interface JournalDoor {
  write<T>(work: (tx: JournalTx) => Promise<T>): Promise<T>;
  read<T>(work: (tx: FeedPort & Pick<JournalPort, 'device'>) => Promise<T>): Promise<T>;
}
