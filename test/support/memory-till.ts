/**
 * A till device in memory, for tests of screens and commands that need no database: the same interface and the same
 * answers as the real one for what the counter does. Commits are counted, numbered and idempotent by entry id;
 * `nextOutcome` makes one fail. It never leaves the process and verifies nothing.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  Catalogue,
  CommittedEntry,
  Grant,
  GrantShelf,
  LocalSale,
  TillDevice,
  TillState,
} from '../../src/client/till-device.ts';
import type { Promotion } from '../../src/core/promotion.ts';
import { promotionBook } from '../../src/core/promotion-book.ts';
import { NO_TAXES } from '../../src/core/tax-book.ts';
import { toGtin14 } from '../../src/core/gtin.ts';
import type { Product } from '../../src/core/product.ts';
import { err, ok } from '../../src/core/result.ts';
import { type Holding, holdingOf, plusHolding, sumOfValue } from '../../src/core/value.ts';
import { SHIFT_KINDS, type ShiftFact } from '../../src/core/shift-fact.ts';
import type { Role, StaffRow, StreamRow } from '../../src/wire/catalogue.ts';
import type { EntryBody, EntryKind } from '../../src/wire/entry.ts';
import type { RefusalCode } from '../../src/wire/refusal.ts';
import { OwnHolds } from '../../src/client/catalogue/own-holds.ts';
import type { HeldCart } from '../../src/core/held-cart.ts';
import { uuidOf } from './builders.ts';

type Journalled = { readonly kind: EntryKind; readonly entryId: string; readonly body: unknown };

export type MemoryTill = TillDevice & {
  readonly journal: Journalled[];
  readonly carts: Map<string, unknown>;
  /** Carts put aside as the server tells of them. */
  readonly toldHolds: HeldCart[];
  /** The next commit answers so. `unknown_but_saved`: it is in the journal, but the answer was lost. */
  nextOutcome: RefusalCode | 'unknown_but_saved' | null;
  /** What the server answers to `ask`. */
  answer: (path: string, body: unknown) => unknown;
};

export const aPerson = (n: number, role: Role, names: { zh: string; en: string }): StaffRow => ({
  staffId: uuidOf(n),
  names,
  role,
  storeIds: [uuidOf(2)],
  pin: { salt: 'AAAA', mKib: 19_456, t: 2, p: 1, verifier: 'AAAA' },
  active: true,
});

export const STAFF: readonly StaffRow[] = [
  aPerson(11, 'cashier', { zh: '李娜', en: 'Li Na' }),
  aPerson(12, 'manager', { zh: '王芳', en: 'Wang Fang' }),
  aPerson(13, 'senior', { zh: '赵强', en: 'Zhao Qiang' }),
];

const SETTINGS: StreamRow<'settings'> = {
  orgId: uuidOf(1),
  orgNo: 7,
  names: { zh: '转角便利店', en: 'Corner Shop' },
  currency: 'CNY',
  taxMode: 'included',
  shopOrigin: 'https://shop.example',
  receiptFooter: { zh: '谢谢惠顾', en: 'Thank you' },
  lang: 'zh',
  shopCatalogueMax: 5000,
};

const START: TillState = {
  phase: 'ready',
  identity: {
    deviceId: uuidOf(3), incarnation: uuidOf(4), incarnationNo: 1, orgId: uuidOf(1), orgNo: 7, storeId: uuidOf(2),
    storeNo: 1, tillCode: 'T2', tillNo: 2, kid: '0a1b2c3d',
  }, // prettier-ignore
  lost: null,
  thumbprint: null,
  settings: SETTINGS,
  store: {
    storeId: uuidOf(2), storeNo: 1, code: 'A', names: { zh: '中山路店', en: 'Zhongshan Road' }, tz: 'Asia/Shanghai',
    address: { zh: '中山路 12 号', en: '12 Zhongshan Road' }, walkIn: true,
  }, // prettier-ignore
  staff: STAFF,
  signedIn: STAFF[0] ?? null,
  shift: null,
  pending: 0,
  ackedSeq: 0,
  headSeq: 0,
  oldestPendingMs: null,
  attention: 0,
  online: true,
  lastSyncMs: Date.UTC(2026, 10, 21, 6, 5),
  reading: false,
  loading: null,
  persisted: true,
  storageFull: false,
  offsetMs: 0,
  counters: { receiptNo: 0, shiftNo: 0, zNo: 0, grandTotalMinor: 0 },
  frozen: false,
  access: 'open',
  isRevoked: false,
  reloadNeeded: false,
};

type Options = {
  readonly products: readonly Product[];
  readonly promotions?: readonly Promotion[];
  readonly categories?: readonly StreamRow<'category'>[];
  readonly onHandMilli?: (skuNo: number) => number | undefined;
  readonly state?: Partial<TillState>;
  readonly nowMs?: () => number;
};

/** What a till's databases would hold, and how a fact changes what is shown. */
function memoryBook(store: StoreApi<TillState>, nowMs: () => number) {
  const journal: Journalled[] = [];
  const sales: LocalSale[] = [];
  const facts: ShiftFact[] = [];
  const set = (change: Partial<TillState>) => store.setState(change);

  const apply = <K extends EntryKind>(kind: K, entryId: string, body: EntryBody<K>): CommittedEntry => {
    const { counters, pending } = store.getState();
    const isNumbered = kind === 'sale.completed' || kind === 'return.completed' || kind === 'sale.voided';
    const receiptNo = isNumbered ? `T2-${String(counters.receiptNo + 1).padStart(6, '0')}` : null;
    journal.push({ kind, entryId, body: isNumbered ? { ...body, no: receiptNo } : body });
    const seq = journal.length;
    const hash = seq.toString(16).padStart(64, '0');
    if ((SHIFT_KINDS as readonly string[]).includes(kind)) {
      const by = { staffId: store.getState().signedIn?.staffId ?? null, wallMs: nowMs() };
      facts.push({ kind, body, ...by } as unknown as ShiftFact);
    }
    if (isNumbered) sales.push(localSale({ kind, entryId, body, seq, hash, no: receiptNo ?? '' }, store, nowMs));
    set({
      pending: pending + 1,
      headSeq: seq,
      counters: { ...counters, receiptNo: counters.receiptNo + (isNumbered ? 1 : 0) },
    });
    follow(kind, body, seq);
    if (kind === 'receipt.reprinted') {
      const { saleId, copyNo } = body as EntryBody<'receipt.reprinted'>;
      mark(saleId, { copies: copyNo });
    }
    return { seq, entryId, hash, bytes: '', repeated: false, receiptNo };
  };

  const follow = (kind: EntryKind, body: unknown, openedSeq: number) => {
    const { counters, signedIn } = store.getState();
    if (kind === 'shift.opened') {
      const { shiftId, shiftNo, floatMinor } = body as EntryBody<'shift.opened'>;
      const staffId = signedIn?.staffId ?? '';
      const shift = { shiftId, shiftNo, floatMinor, staffId, openedMs: nowMs(), openedSeq, businessDate: '2026-11-21' };
      set({ shift, counters: { ...counters, shiftNo } });
    }
    if (kind === 'shift.closed') {
      const { zNo, grandTotalMinor } = body as EntryBody<'shift.closed'>;
      set({ shift: null, counters: { ...counters, zNo, grandTotalMinor } });
    }
    const { shift } = store.getState();
    if (kind === 'shift.handed_over' && shift !== null) set({ shift: { ...shift, staffId: signedIn?.staffId ?? '' } });
  };
  const mark = (saleId: string, change: { printed?: true; copies?: number }): void => {
    const at = sales.findIndex((row) => row.saleId === saleId);
    if (sales[at] !== undefined) sales[at] = { ...sales[at], ...change };
  };
  return { apply, journal, sales, facts, mark };
}

function localSale(
  row: {
    kind: EntryKind;
    entryId: string;
    body: unknown;
    seq: number;
    hash: string;
    no: string;
  },
  store: StoreApi<TillState>,
  nowMs: () => number,
): LocalSale {
  const { entryId, seq, hash, no } = row;
  const shared = {
      no, entryId, seq, hash, incarnation: uuidOf(4), wallMs: nowMs(),
      staffId: store.getState().signedIn?.staffId ?? null,
    }; // prettier-ignore
  if (row.kind === 'sale.completed') {
    const body = { ...(row.body as EntryBody<'sale.completed'>), no };
    const { saleId, shiftId, cartId, totals } = body;
    return { ...shared, saleId, shiftId, cartId, totalMinor: totals.totalMinor, kind: 'sale', body };
  }
  const body = { ...(row.body as EntryBody<'return.completed'>), no };
  return {
    ...shared,
    saleId: body.returnId,
    shiftId: body.shiftId,
    cartId: null,
    totalMinor: body.totalMinor,
    kind: 'return',
    body,
    ...(row.kind === 'sale.voided' ? { isVoid: true } : {}),
  };
}

const wholeGrant = ({ points = 0, ...held }: EntryBody<'grant.returned'>) => ({ ...held, points });

/** Grants lent to this till, and what facts take off them. */
function memoryGrants() {
  const grants = new Map<string, Grant>();
  const shelf: GrantShelf = {
    all: () => Promise.resolve([...grants.values()]),
    keep: (grant) => Promise.resolve(void grants.set(grant.grantId, grant)),
  };
  const take = (taken: Holding & Pick<Grant, 'grantId'>) => {
    const grant = grants.get(taken.grantId);
    if (grant === undefined) return;
    const left = { ...grant, ...plusHolding(grant, taken, -1) };
    if (left.points + sumOfValue(left) === 0) grants.delete(taken.grantId);
    else grants.set(taken.grantId, left);
  };
  const follow = (kind: EntryKind, body: unknown) => {
    if (kind === 'grant.returned') take(wholeGrant(body as EntryBody<'grant.returned'>));
    if (kind !== 'sale.completed') return;
    for (const tender of (body as EntryBody<'sale.completed'>).tenders) {
      const held = holdingOf(tender);
      if (held !== null) take(held);
    }
  };
  return { shelf, follow };
}

/** A till that is enrolled, loaded and signed in, with no shift open. PIN of everybody: 246810. */
export function memoryTill({
  products,
  promotions = [],
  categories = [],
  onHandMilli,
  state,
  nowMs = () => Date.now(),
}: Options): MemoryTill {
  const store = createStore<TillState>()(() => ({ ...START, ...state }));
  const { apply, journal, sales, facts, mark } = memoryBook(store, nowMs);
  const committed = new Map<string, CommittedEntry>();
  const carts = new Map<string, unknown>();
  const holds = memoryHolds();
  const grants = memoryGrants();
  const closed = new Set<string>(); // a cart that was paid stays paid, however late a save comes
  const prove = (staffId: string, pin: string) => {
    const person = store.getState().staff.find((each) => each.staffId === staffId);
    return person === undefined || pin !== '246810' ? err({ code: 'wrong_pin' } as const) : ok(person);
  };

  const device: MemoryTill = {
    state: store,
    catalogue: { ...memoryCatalogue(products, categories, onHandMilli, promotions), heldCarts: holds.joined },
    journal,
    carts,
    toldHolds: holds.told,
    nextOutcome: null,
    answer: () => {
      throw new Error('this test expects no question to the server');
    },
    enrol: () => Promise.resolve(err({ code: 'enrol_code_unknown' })),
    signIn: (staffId, pin) => {
      const person = prove(staffId, pin);
      if (person.ok) store.setState({ signedIn: person.value });
      return Promise.resolve(person);
    },
    signOut: () => store.setState({ signedIn: null }),
    approve: (staffId, pin) => Promise.resolve(prove(staffId, pin)),
    commit: ({ kind, entryId, body, closesCart }) => {
      const before = committed.get(entryId);
      if (before !== undefined) return Promise.resolve(ok({ ...before, repeated: true }));
      const outcome = device.nextOutcome;
      device.nextOutcome = null;
      if (outcome !== null && outcome !== 'unknown_but_saved') return Promise.resolve(err({ code: outcome }));
      const entry = apply(kind, entryId, body);
      committed.set(entryId, entry);
      grants.follow(kind, body);
      holds.add(entry, { kind, body, staffId: store.getState().signedIn?.staffId ?? null, wallMs: nowMs() });
      if (closesCart !== undefined) {
        carts.delete(closesCart);
        closed.add(closesCart);
      }
      return Promise.resolve(outcome === null ? ok(entry) : err({ code: 'outcome_unknown' }));
    },
    salesOfShift: (shiftId) => Promise.resolve(sales.filter((row) => row.shiftId === shiftId)),
    factsOfShift: ({ shiftId }) => Promise.resolve(facts.filter((fact) => fact.body.shiftId === shiftId)),
    recentSales: (limit) => Promise.resolve(sales.toReversed().slice(0, limit)),
    markPrinted: async (saleId) => mark(saleId, { printed: true }),
    heldSales: (isWanted, limit) => Promise.resolve(sales.toReversed().filter(isWanted).slice(0, limit)),
    saveCart: (cart) => {
      if (!closed.has(cart.cartId)) carts.set(cart.cartId, structuredClone(cart));
      return Promise.resolve();
    },
    grants: grants.shelf,
    openCarts: () => Promise.resolve([...carts.values()].toReversed()),
    ask: (_method, path, body, parse) => Promise.resolve(ok(parse(device.answer(path, body)))),
    ...ALONE,
  };
  return device;
}

/** Carts put aside: as this till journalled them, beside what the server told. */
function memoryHolds() {
  const own = new OwnHolds();
  const told: HeldCart[] = [];
  const add = (
    { seq, entryId, hash }: CommittedEntry,
    fact: { kind: EntryKind; body: unknown; staffId: string | null; wallMs: number },
  ) => own.add({ incarnation: uuidOf(4), seq, entryId, hash, kind: fact.kind, bytes: JSON.stringify(fact) }, uuidOf(3));
  return { add, told, joined: () => own.joined(told) };
}

/** What a till in memory has nothing to do for. */
const ALONE = {
  sign: () => Promise.resolve(new Uint8Array(64).fill(7)),
  fits: () => true,
  sync: { wake: () => undefined, start: () => undefined, stop: () => Promise.resolve() },
  rescue: () => Promise.resolve(err({ code: 'storage_broken' } as const)),
  leaveShop: () => Promise.resolve(ok(null)),
  close: () => Promise.resolve(),
};

function memoryCatalogue(
  products: readonly Product[],
  categories: readonly StreamRow<'category'>[],
  onHandMilli: (skuNo: number) => number | undefined = () => undefined,
  promotions: readonly Promotion[] = [],
): Catalogue {
  const book = promotionBook(promotions);
  const bySkuNo = new Map(products.map((product) => [product.skuNo, product]));
  const byGtin = new Map(products.flatMap((product) => product.gtins.map((gtin) => [toGtin14(gtin) ?? gtin, product])));
  const wordsOf = (product: Product) =>
    `${product.names.zh ?? ''} ${product.names.en ?? ''} ${product.search}`.toLowerCase();
  return {
    size: products.length,
    product: (skuNo) => bySkuNo.get(skuNo),
    byGtin: (gtin14) => byGtin.get(gtin14),
    byCode: (code) => products.find((product) => product.code?.toLowerCase() === code.toLowerCase()),
    onHandMilli,
    heldCarts: () => [],
    tills: () => [],
    membersBy: () => [],
    standing: () => undefined,
    oversold: () => [],
    stores: () => [],
    transfers: () => [],
    promotions: () => book,
    taxes: () => NO_TAXES,
    categories: () => categories,
    inCategory: (categoryId, limit, offset) =>
      products
        .filter((product) => categoryId === null || product.category === categoryId)
        .slice(offset, offset + limit),
    search: (query) =>
      Promise.resolve(products.filter((product) => wordsOf(product).includes(query.toLowerCase())).slice(0, 30)),
    key: () => undefined,
    version: () => 'a1b2:7',
    subscribe: () => () => undefined,
  };
}
