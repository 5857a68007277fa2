/**
 * The day's own books, written as the script acts: each shift of each till, goods on hand, vouchers and accounts. Built
 * from the reckoner's figures alone; compared with the shop's books at the end.
 */
import type { BackLine, PaidPart, SoldDeal, TaxPart } from './reckoner.ts';
import { sum } from './reckoner.ts';
import { ALL, goodBy } from './goods.ts';

type Sums = Map<string, number>;
const add = (sums: Sums, key: string, amount: number): void => void sums.set(key, (sums.get(key) ?? 0) + amount);

export type PersonSums = { sales: number; returns: number; salesMinor: number; returnsMinor: number; opens: number };

export type ShiftBook = {
  readonly till: number;
  readonly zNo: number;
  readonly floatMinor: number;
  sales: number;
  returns: number;
  salesMinor: number;
  returnsMinor: number;
  readonly methods: Sums; // kept: less change, less refunds
  foreignMinor: number; // notes of the other currency
  readonly taxes: Sums;
  readonly moves: Map<string, { times: number; minor: number }>; // by reason and direction
  drawerMinor: number; // what is in the drawer, counted as a hand would: put in, given out
  drawerOpens: number;
  readonly persons: Map<string, PersonSums>;
  toppedUp: { times: number; minor: number };
  countedMinor: number | null;
  grandMinor: number;
};

/** A sale as it was rung up, to be returned, voided and found in the books. */
export type Rung = {
  readonly no: string;
  readonly till: number;
  readonly zNo: number;
  readonly kind: string;
  readonly sold: SoldDeal;
  isTouched: boolean; // something of it has come back
};

export type Back = {
  readonly lines: readonly BackLine[];
  readonly plan: readonly { readonly method: string; readonly minor: number; readonly who?: string }[];
};

type Entered = { readonly till: number; readonly by: string };

export class Ledger {
  readonly shifts: ShiftBook[] = [];
  readonly rung: Rung[] = [];
  readonly backs: Back[] = [];
  readonly stock: Sums = new Map(ALL.map(({ code, stockMilli }) => [code, stockMilli]));
  readonly sold: Map<string, { qtyMilli: number; minor: number }> = new Map();
  readonly vouchers: Sums = new Map();
  readonly accounts: Sums = new Map();
  points = 0;
  valueMinor = 0; // on members' cards
  #open = new Map<number, ShiftBook>();

  /** The shift that is open at a till. */
  shift(till: number): ShiftBook {
    const found = this.#open.get(till);
    if (found === undefined) throw new Error(`no shift is open at till ${String(till)}`);
    return found;
  }

  open(till: number, floatMinor: number): void {
    const before = this.shifts.filter((one) => one.till === till);
    const shift: ShiftBook = {
      till,
      zNo: before.length + 1,
      floatMinor,
      ...{ sales: 0, returns: 0, salesMinor: 0, returnsMinor: 0, foreignMinor: 0, drawerOpens: 0 },
      drawerMinor: floatMinor,
      methods: new Map(),
      taxes: new Map(),
      moves: new Map(),
      persons: new Map(),
      toppedUp: { times: 0, minor: 0 },
      countedMinor: null,
      grandMinor: before.at(-1)?.grandMinor ?? 0,
    };
    this.shifts.push(shift);
    this.#open.set(till, shift);
  }

  close(till: number, countedMinor: number): void {
    this.shift(till).countedMinor = countedMinor;
    this.#open.delete(till);
  }

  #person(shift: ShiftBook, by: string): PersonSums {
    const found = shift.persons.get(by) ?? { sales: 0, returns: 0, salesMinor: 0, returnsMinor: 0, opens: 0 };
    shift.persons.set(by, found);
    return found;
  }

  sale({ till, by }: Entered, rung: Pick<Rung, 'no' | 'kind' | 'sold'>): Rung {
    const shift = this.shift(till);
    const { sold } = rung;
    shift.sales += 1;
    shift.salesMinor += sold.totalMinor;
    shift.grandMinor += sold.totalMinor;
    for (const part of sold.paid) this.#take(shift, part);
    if (sold.changeMinor !== 0) {
      add(shift.methods, 'cash', -sold.changeMinor);
      shift.drawerMinor -= sold.changeMinor;
    }
    for (const { code, qtyMilli, grossMinor, offMinor, taxes } of sold.lines) {
      addTaxes(shift.taxes, taxes, 1);
      this.#leave(code, -qtyMilli);
      const before = this.sold.get(code) ?? { qtyMilli: 0, minor: 0 };
      this.sold.set(code, { qtyMilli: before.qtyMilli + qtyMilli, minor: before.minor + grossMinor - offMinor });
    }
    this.points += sold.points;
    const person = this.#person(shift, by);
    person.sales += 1;
    person.salesMinor += sold.totalMinor;
    const kept = { ...rung, till, zNo: shift.zNo, isTouched: false };
    this.rung.push(kept);
    return kept;
  }

  /** Of a bundle its parts leave the shelf, or come back. */
  #leave(code: string, deltaMilli: number): void {
    const { parts } = goodBy(code);
    if (parts === undefined) add(this.stock, code, deltaMilli);
    else for (const part of parts) add(this.stock, part.code, deltaMilli * part.pieces);
  }

  #take(shift: ShiftBook, { method, minor, code, who, usdMinor = 0 }: PaidPart): void {
    add(shift.methods, method, minor);
    if (method === 'cash') shift.drawerMinor += minor;
    shift.foreignMinor += usdMinor;
    if (method === 'voucher' && code !== undefined) add(this.vouchers, code, minor);
    if (method === 'on_account' && who !== undefined) add(this.accounts, who, minor);
    if (method === 'stored_value') this.valueMinor -= minor;
  }

  /** Cash for money on a member's card: no sale. */
  toppedUp(till: number, minor: number): void {
    const shift = this.shift(till);
    const { times, minor: before } = shift.toppedUp;
    shift.toppedUp = { times: times + 1, minor: before + minor };
    add(shift.methods, 'cash', minor);
    shift.drawerMinor += minor;
    this.valueMinor += minor;
  }

  back({ till, by }: Entered, back: Back): void {
    const shift = this.shift(till);
    const minor = sum(back.plan.map((row) => row.minor));
    this.backs.push(back);
    shift.returns += 1;
    shift.returnsMinor += minor;
    for (const row of back.plan) {
      add(shift.methods, row.method, -row.minor);
      if (row.method === 'cash') shift.drawerMinor -= row.minor;
      if (row.method === 'on_account' && row.who !== undefined) add(this.accounts, row.who, -row.minor);
    }
    for (const { code, qtyMilli, refundMinor, taxes, isWaste } of back.lines) {
      addTaxes(shift.taxes, taxes, -1);
      if (!isWaste) this.#leave(code, qtyMilli);
      const before = this.sold.get(code) ?? { qtyMilli: 0, minor: 0 };
      this.sold.set(code, { qtyMilli: before.qtyMilli - qtyMilli, minor: before.minor - refundMinor });
    }
    const person = this.#person(shift, by);
    person.returns += 1;
    person.returnsMinor += minor;
  }

  move(till: number, what: 'pay_in in' | 'pay_out out' | 'skim out', minor: number): void {
    const shift = this.shift(till);
    const { times = 0, minor: before = 0 } = shift.moves.get(what) ?? {};
    shift.moves.set(what, { times: times + 1, minor: before + minor });
    shift.drawerMinor += what.endsWith(' in') ? minor : -minor;
  }

  drawerOpened({ till, by }: Entered): void {
    const shift = this.shift(till);
    shift.drawerOpens += 1;
    this.#person(shift, by).opens += 1;
  }

  /** Somebody did something in the shift that has no figure of its own: moved cash, took it over. */
  seen({ till, by }: Entered): void {
    this.#person(this.shift(till), by);
  }

  moveGoods(code: string, deltaMilli: number): void {
    add(this.stock, code, deltaMilli);
  }

  /** The shelf was counted: so much stands there, whatever the books said. */
  counted(code: string, milli: number): void {
    this.stock.set(code, milli);
  }
}

function addTaxes(sums: Sums, taxes: readonly TaxPart[], sign: 1 | -1): void {
  for (const { key, minor } of taxes) add(sums, key, sign * minor);
}
