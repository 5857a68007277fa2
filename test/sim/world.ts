/**
 * The simulated shop: tills, a network, server processes over one database, and a record of what people were told.
 * What happens in it is scenes.ts; what must hold is watch.ts and judge.ts.
 */
import { APP_SCHEMA, type EntryRow } from '../../src/client/db/journal-db.ts';
import type { NewFact } from '../../src/client/db/local-book.ts';
import { noRows, type FactRows } from '../../src/server/journal/fact-rows.ts';
import { SYNC_PATHS, type EnrolRequest } from '../../src/wire/sync.ts';
import { Clockwork } from './clockwork.ts';
import { Dice } from './dice.ts';
import type { Host } from './disk.ts';
import { running } from './disk.ts';
import { EnrolCodes } from './enrol-codes.ts';
import { CALM_ENGINE, CALM_NET, planOf, type Plan } from './faults.ts';
import { INITIAL_MILLI, SKUS } from './goods.ts';
import { keyOf } from './model-crypto.ts';
import { Network, type NetFaults } from './network.ts';
import { ServerProcess, type Asked, type ServerMeans } from './server-process.ts';
import type { EngineFaults, OpenShop, ShopDatabase } from './shop-database.ts';
import { chainKey } from './shop-tables.ts';
import { SimTill, type Profile, type SimTab } from './sim-till.ts';

/** An act of a person at a till: what was wanted, and whether the till said it is done. */
export type Act = {
  readonly till: SimTill;
  readonly entryId: string;
  readonly fact: NewFact;
  readonly closesCart: string | null;
  done: boolean;
};

/** An invariant that does not hold. */
class Violation extends Error {
  override readonly name = 'Violation';
  readonly id: string;
  constructor(id: string, what: string) {
    super(`${id}: ${what}`);
    this.id = id;
  }
}

export const EPOCH_MS = Date.UTC(2026, 10, 21, 9);
/** From a hello's answer to what a slow disk has of it. */
const HEARD_MS = 3_000;
/** Errors that only a mistake in our own code throws. */
const OURS = new Set(['TypeError', 'AssertionError', 'ReferenceError', 'RangeError', 'ConstraintError', 'SchemaError']);

/** A life asked for by its seed tells all it did. */
const DEBUG = process.env['SIM_SEED'] !== undefined;
const KEPT_LINES = DEBUG ? Infinity : 25;

export class World {
  readonly clockwork = new Clockwork();
  readonly dice: Dice;
  readonly plan: Plan;
  readonly faultNames: readonly string[];
  readonly shop: ShopDatabase;
  readonly storeId: string;
  readonly orgId: string;
  readonly serverKey = keyOf('server');
  readonly network: Network;
  readonly codes: EnrolCodes;
  readonly servers: ServerProcess[] = [];
  readonly tills: SimTill[] = [];
  readonly acts: Act[] = [];
  /** Entry ids our code fails on, in this build. */
  readonly choked = new Set<string>();
  readonly rejected = new Set<string>();
  /** Every fact any till ever committed, with each hash it was journalled under. */
  readonly journalled = new Map<string, { readonly row: EntryRow; readonly hashes: Set<string> }>();
  /** By life and number, what any till ever wrote there: copies of a disk write different facts under one number. */
  readonly numbered = new Map<string, Set<string>>();
  /** What a disk put back has taken from a till: what the server had acknowledged, and what may be gone with it. */
  readonly undone = { stored: new Set<string>(), unsent: new Set<string>() };
  /** Journals that were deleted: how far the mark that stayed says each had come, and the one that came after. */
  readonly evictions: { readonly till: SimTill; readonly chain: string; readonly marked: number; heir: string }[] = [];
  /** Devices there are two of, or whose disk was put back: their chains may part. */
  readonly copied = new Set<string>();
  /** All that a reason was ever given for to be kept aside: entry ids our code failed on, lines to be stored only. */
  readonly excused = { ids: new Set<string>(), lines: new Set<string>() };
  /** Tills that have taken in a hello since all was healed: what a restore or a copy has changed shows by that. */
  readonly greeted = new Set<SimTill>();
  /** Which build of the app is deployed. The next one takes a step of the journal's schema. */
  newestBuild: number = APP_SCHEMA;
  /** No fault is played: before the shop opens, and when all was healed. */
  healed = true;
  violation: Violation | null = null;
  readonly lines: string[] = [];
  traceHash = 0x811c9dc5;
  onTab: (tab: SimTab) => void = () => undefined;
  onTill: (till: SimTill) => void = () => undefined;
  onAsk: (till: SimTill, page: Host, asked: Asked) => void = () => undefined;
  settled: () => void = () => undefined;
  readonly #down = new Map<SimTill, boolean>();

  constructor(seed: number, openShop: OpenShop, always: readonly string[]) {
    this.dice = new Dice(seed);
    this.shop = openShop(this);
    this.clockwork.rest = this.shop.rest;
    const { plan, names } = planOf(this.dice, always);
    this.plan = plan;
    this.codes = new EnrolCodes(plan.tills);
    this.faultNames = names;
    this.storeId = this.dice.uuid();
    this.orgId = this.dice.uuid();
    this.network = new Network(this.clockwork, this.dice);
    this.clockwork.stuck = () => this.fail('L2', 'something runs again and again and time stands still');
    this.clockwork.settled = () => {
      if (running.tx !== null) {
        running.end();
        running.tx = null;
      }
      running.db = null;
      this.settled();
    };
    for (let n = 0; n < plan.servers; n += 1) this.#startServer();
    for (let no = 1; no <= plan.tills; no += 1) this.#addTill(no);
    this.#found();
  }

  trace(text: string): void {
    const line = `${this.clockwork.now.toFixed(0)} ${text}`;
    for (let at = 0; at < line.length; at += 1)
      this.traceHash = Math.imul(this.traceHash ^ line.charCodeAt(at), 0x01000193);
    this.lines.push(line);
    if (this.lines.length > KEPT_LINES) this.lines.shift();
  }

  fail = (id: string, what: string): void => {
    this.violation ??= new Violation(id, what);
    this.trace(`VIOLATION ${id} ${what}`);
  };

  /** What the office ever brought into stock and the server still knows of, by product. */
  get delivered(): ReadonlyMap<number, number> {
    const sums = new Map<number, number>();
    for (const { sku_no: skuNo, delta_milli: delta, reason } of this.shop.data.stock_move.values()) {
      if (reason === 'receive') sums.set(skuNo, (sums.get(skuNo) ?? 0) + delta);
    }
    return sums;
  }

  get stream(): `store:${string}` {
    return `store:${this.storeId}`;
  }

  // --- servers -------------------------------------------------------------------------------------------------------
  #engine = (): EngineFaults => (this.healed ? { ...CALM_ENGINE, many: this.plan.engine.many } : this.plan.engine);
  net = (): NetFaults => (this.healed ? CALM_NET : this.plan.net);

  #startServer(): ServerProcess {
    const { shop, clockwork, dice, plan, serverKey: key } = this;
    const server = new ServerProcess({
      shop, clockwork, dice, key,
      faults: this.#engine,
      epochMs: EPOCH_MS,
      onCrash: (who) => this.crash(who),
      onReport: (what) => this.trace(`server: ${what}`),
      chokesOn: (line) => [...this.rejected].some((id) => line.includes(id)),
      projectionFails: (entryId) => this.choked.has(entryId),
      onStoreOnly: (lines) => {
        for (const line of lines) this.excused.lines.add(line);
      },
      pageBytes: plan.pageBytes,
      admit: (request, serverMs) => this.#admit(request, serverMs),
    }); // prettier-ignore
    this.servers.push(server);
    return server;
  }

  async #admit(request: EnrolRequest, serverMs: number): ReturnType<ServerMeans['admit']> {
    const { orgId, storeId, serverKey, shop } = this;
    const serverEpoch = shop.data.org.get('')?.serverEpoch ?? '';
    const admitted = this.codes.admit(request, { orgId, storeId, serverKey, serverEpoch, serverMs });
    if ('refused' in admitted) return { code: admitted.refused };
    const { deviceId, incarnation, key } = request;
    const { tillNo } = admitted.answer;
    if (admitted.isNew) await shop.enrol({ deviceId, incarnation, tillNo, keyJwk: JSON.stringify(key) });
    return admitted.answer;
  }

  crash(server: ServerProcess): void {
    if (!server.life.alive) return;
    this.trace('server dies');
    server.die();
    this.network.cut((of) => of === server);
    this.servers.splice(this.servers.indexOf(server), 1);
    this.clockwork.after(this.healed ? 100 : this.dice.int(200, Math.max(1_000, this.plan.serverDownMs)), () => {
      if (this.servers.length < this.plan.servers) this.startServer();
    });
  }

  startServer(): void {
    this.trace('server starts');
    const server = this.#startServer();
    server.retryOpen(null).catch(this.onFault);
  }

  /** A page that is opened gets the newest build, or the one its service worker still has. */
  #buildOfNewPage(): number {
    const isOlder = this.newestBuild > APP_SCHEMA && !this.healed && this.dice.chance(0.4);
    return isOlder ? APP_SCHEMA : this.newestBuild;
  }

  // --- tills ---------------------------------------------------------------------------------------------------------
  setDown(till: SimTill, down: boolean): void {
    this.#down.set(till, down);
  }

  isDown = (till: SimTill): boolean => !this.healed && this.#down.get(till) === true;

  /** A second machine with the disk of the first: the same keys, the same journal. */
  cloneTill(original: SimTill): SimTill {
    this.trace(`T${original.identity.tillNo} is cloned`);
    this.copied.add(original.identity.deviceId);
    return this.#addTill(original.identity.tillNo, original);
  }

  /** The disk of a till is an older one. */
  putBack(till: SimTill, profile: Profile, withMark: boolean): void {
    this.trace(`T${till.identity.tillNo} has its disk put back`);
    this.copied.add(till.identity.deviceId);
    this.#undo(till, () => till.putBack(profile, { withMark }));
  }

  /** The browser deletes all a till has. What nobody knows to be done is begun by nobody any more. */
  evict(till: SimTill, withMark: boolean): void {
    this.trace(`T${till.identity.tillNo} has its data deleted`);
    for (const before of this.evictions) if (before.till === till) before.heir ||= chainKey(till.life);
    this.evictions.push({ till, chain: chainKey(till.life), marked: withMark ? till.markedSeq : 0, heir: '' });
    this.#undo(till, () => till.evict({ withMark }));
    for (const act of this.acts.filter((one) => one.till === till && !one.done)) this.forget(act);
  }

  /** The till said no, or is gone: there is nothing to be paid. */
  forget(act: Act): void {
    const at = this.acts.indexOf(act);
    if (at >= 0) this.acts.splice(at, 1);
  }

  /**
   * Notes what a till has no longer, and whether the server had it: what is acknowledged in any of the lives that hold
   * it. A life left tells how far it was agreed on; a fact of it that waits in the present one is not stored yet.
   */
  #undo(till: SimTill, change: () => void): void {
    const agreed = new Map(
      (till.meta('oldLives')?.lives ?? []).map((life) => [life.incarnation, life.agreed?.seq ?? 0]),
    );
    agreed.set(till.life.incarnation, till.meta('acked')?.seq ?? 0);
    const before = till.allEntries();
    change();
    const kept = new Set(till.allEntries().map(({ entryId }) => entryId));
    const gone = before.filter(({ entryId }) => !kept.has(entryId));
    const isStored = ({ incarnation, seq }: EntryRow): boolean => seq <= (agreed.get(incarnation) ?? Infinity);
    const stored = new Set(gone.filter(isStored).map(({ entryId }) => entryId));
    for (const { entryId } of gone) this.undone[stored.has(entryId) ? 'stored' : 'unsent'].add(entryId);
  }

  #addTill(no: number, original: SimTill | null = null): SimTill {
    const { clockwork, dice, plan, serverKey, orgId, storeId } = this;
    const till = new SimTill({
      clockwork, dice, serverKey, orgId, storeId, no,
      epochMs: EPOCH_MS,
      diskFaults: plan.disk,
      hasLocks: plan.hasLocks,
      fetchOf: (owner, host) => this.#fetchOf(owner, host),
      onFault: this.onFault,
      onTab: (tab) => this.onTab(tab),
      build: () => this.#buildOfNewPage(),
    }, original); // prettier-ignore
    if (plan.acts.clock > 0) till.wallOffsetMs = dice.pick([0, 3_600_000, -86_400_000, 3e11]);
    this.tills.push(till);
    this.onTill(till);
    return till;
  }

  #fetchOf(till: SimTill, host: Host): typeof fetch {
    return this.network.fetchOf(host, {
      who: till.identity.tillCode,
      server: () => (this.servers.length === 0 ? null : this.dice.pick(this.servers)),
      faults: this.net,
      isDown: () => this.isDown(till) && !this.plan.oneWay,
      answersCut: () => this.isDown(till) && this.plan.oneWay,
      onAnswer: ({ path }, { status, body }) => {
        if (DEBUG)
          this.trace(`T${till.identity.tillNo} ${path} -> ${status} ${new TextDecoder().decode(body).slice(0, 90)}`);
        return this.healed && path === SYNC_PATHS.hello && status === 200 ? () => this.#heard(till, host) : null;
      },
      onThrown: ({ path }, error) => {
        if (path === SYNC_PATHS.push) this.fail('L4', `a push failed as a whole: ${String(error)}`);
      },
      onAsk: (asked) => {
        if (DEBUG) this.trace(`T${till.identity.tillNo} ${asked.path} ${asked.body.length}`);
        this.onAsk(till, host, asked);
      },
    });
  }

  /** The page has the answer: what it makes of it is on its disk a little later, unless the page or the disk fails. */
  #heard(till: SimTill, page: Host): void {
    const { refused } = page;
    this.clockwork.after(HEARD_MS, () => {
      if (page.alive && page.refused === refused) this.greeted.add(till);
    });
  }

  /** What broke without anybody waiting for it. The world's own failures have names of their own; the rest is ours. */
  onFault = (error: unknown): void => {
    const name = error instanceof Error ? error.name : String(error);
    this.trace(`fault ${name} ${error instanceof Error ? error.message : ''}`);
    const isOurs = OURS.has(name);
    if (isOurs) this.fail('F0', error instanceof Error ? (error.stack ?? error.message) : name);
  };

  /** Goods the office brings in: a move of its own. */
  delivery(skuNo: number, deltaMilli: number): FactRows['stock_move'][number] {
    return {
      store_id: this.storeId, sku_no: skuNo, entry_id: this.dice.uuid(), line_no: 1, delta_milli: deltaMilli,
      reason: 'receive', ref: 'office', at_ms: EPOCH_MS, happened_ms: EPOCH_MS, lot: null, expiry: null,
    }; // prettier-ignore
  }

  #found(): void {
    const { orgId, storeId } = this;
    const tills = this.tills.map(({ identity: { deviceId, incarnation, tillNo }, key }) => ({
      deviceId, incarnation, tillNo, keyJwk: JSON.stringify(key),
    })); // prettier-ignore
    this.shop.found({ orgId, storeId, serverEpoch: this.dice.uuid(), tills });
  }

  /** Goods on the shelves, before anything goes wrong. */
  async fillShop(): Promise<void> {
    let filled = false;
    const opening = this.servers[0]?.write(async (tx) => {
      const rows = SKUS.map((skuNo) => ({ t: 'stock', id: String(skuNo), r: { skuNo, onHandMilli: INITIAL_MILLI } }));
      await tx.addStock(this.storeId, new Map(SKUS.map((skuNo) => [skuNo, INITIAL_MILLI])));
      await tx.addFacts({ ...noRows(), stock_move: SKUS.map((skuNo) => this.delivery(skuNo, INITIAL_MILLI)) });
      tx.putState(this.stream, rows);
      tx.putState('org', [{ t: 'note', id: 'n0', r: { text: 'open' } }]);
    });
    opening?.then(() => (filled = true), this.onFault);
    await this.clockwork.run(1_000, () => filled);
  }
}
