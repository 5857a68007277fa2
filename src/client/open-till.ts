/**
 * A till whose databases are open (till-device.ts says what it promises). Holds no rule of the shop: it stamps,
 * commits, reads and tells, and keeps `state` in step with the databases, also when another tab wrote them.
 */
import { createStore } from 'zustand/vanilla';
import { assert } from '../core/assert.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { StaffRow } from '../wire/catalogue.ts';
import type { Refusal } from '../wire/refusal.ts';
import { deviceKeys } from './auth/device-key.ts';
import type { Identity } from './auth/enrol.ts';
import { openJournal } from './auth/open-journal.ts';
import type { SignedDeps } from './auth/signed-http.ts';
import { MemoryCatalogue } from './catalogue/catalogue.ts';
import type { CacheDb } from './db/cache-db.ts';
import type { Committed } from './db/commit-entry.ts';
import { freeSpace } from './db/free-space.ts';
import { readAgain } from './db/open-database.ts';
import { putMeta, readMeta, type EntryRow, type JournalDb } from './db/journal-db.ts';
import { createBreather } from './sync/breather.ts';
import type { EngineState } from './sync/engine-state.ts';
import { createServerClock } from './sync/server-clock.ts';
import { careFor, type TillCare } from './till-care.ts';
import { leaveTill, rescueOf } from './leave-till.ts';
import { clockShift, commitOnTill, committedEntry, fitsOneEntry, stampNow } from './till-commit.ts';
import type { TabChannel, TabNews, TillDeps } from './till-deps.ts';
import { askAsTill, checkOnTill, enrolTill, type Keys, type PinsKept } from './till-people.ts';
import { leaveMark, raiseMark, readMark } from './till-marker.ts';
import { TillShelf } from './till-shelf.ts';
import type { CommittedEntry, TillDevice, TillState } from './till-device.ts';
import { followLife, type TillLife } from './till-life.ts';
import { begunAs, isLetIn, isSamePlace, journalState, OPENING, publicIdentity, registerState } from './till-state.ts';
import { isSameReach, newsOf, shopState, tellNews, type Reach, type Stage } from './till-state.ts';
import { createTillSync, storeStream, type TillSync } from './till-sync.ts';

export type OpenTillParts = PinsKept & {
  readonly deps: TillDeps;
  readonly journal: JournalDb;
  readonly cache: CacheDb;
  readonly isRetired: () => boolean;
  readonly readOnly: boolean; // a newer build has been here: read and send, write nothing
};

/** What an enrolled till has and another has not. */
type Enrolled = { readonly identity: Identity; readonly keys: Keys; readonly sync: TillSync };

export class OpenTill extends TillShelf implements TillDevice {
  readonly state = createStore<TillState>(() => OPENING);
  readonly catalogue: MemoryCatalogue;
  readonly sync: TillDevice['sync'];
  readonly #parts: OpenTillParts & { readonly onDiskTrouble: () => void };
  readonly #http: SignedDeps;
  readonly #channel: TabChannel | null;
  #enrolled: Enrolled | null = null;
  #becoming: Promise<void> | null = null;
  #engine: Reach = { access: 'open', greeted: false, outdated: false, reachable: false };
  #syncing = false;
  #stage: Stage = 'opening';
  #isNew = false; // nobody has confirmed this device yet
  #leads = false; // this tab syncs: what it knows of the network is first hand
  #headWallMs = 0;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #care: TillCare;
  readonly #life: TillLife;
  #closed = false;
  readonly #isOut = () => this.#enrolled === null && this.#stage === 'open'; // it asks for a code

  constructor(parts: OpenTillParts) {
    super(parts);
    const { onFault: report } = parts.deps;
    const onFault = (error: unknown) => {
      if (!this.#closed) this.#care.told(error); // what was under way when everything was closed breaks off
    };
    this.#parts = { ...parts, deps: { ...parts.deps, onFault }, onDiskTrouble: () => this.#care.mend() };
    const { deps, journal, cache } = this.#parts;
    this.#http = { ...deps, serverClock: createServerClock(deps) };
    this.#channel = deps.openChannel?.(`${deps.face}-tabs`, (news) => this.#safely(this.#hear(news))) ?? null;
    this.catalogue = new MemoryCatalogue({ cache, journal, breathe: createBreather(deps), search: deps.openSearch() });
    this.catalogue.subscribe(() => this.#showShop());
    const tell = (change: Partial<TillState>) => this.#show(change);
    this.#care = careFor({ ...this.#parts, report, tell, onMended: () => this.#readAnew() });
    this.#life = followLife({
      ...this.#parts,
      freeSpace: () => freeSpace(journal, cache),
      onLife: (identity) => this.#moveTo(identity),
      onCopied: (rows) => this.#copied(rows),
    });
    this.sync = {
      wake: () => {
        this.#enrolled?.sync.tell({ is: 'tapped' });
        this.#channel?.post({ of: 'wake' });
      },
      start: () => {
        this.#syncing = true;
        this.#enrolled?.sync.start();
      },
      stop: async () => {
        this.#syncing = false;
        await this.#enrolled?.sync.stop();
      },
    };
  }

  // --- becoming a till ----------------------------------------------------------------------------------------------
  showUnenrolled(): void {
    this.#stage = 'open';
    const mark = readMark(this.#parts.deps.marker);
    const lost = mark && { tillCode: mark.tillCode, unsent: Math.max(0, mark.headSeq - mark.ackedSeq) };
    this.#show({ lost });
  }

  /** Takes up the identity: the journal's marks, own facts, people and then products, syncing if it was asked for. */
  async begin(identity: Identity, keys: Keys): Promise<void> {
    const { deps, journal, cache, readOnly, onDiskTrouble } = this.#parts;
    if (!readOnly) await openJournal({ ...deps, db: journal }, identity, readMark(deps.marker));
    const sync = createTillSync({
      deps, journal, cache, identity, ...keys, onDiskTrouble,
      http: this.#http,
      onState: (engine) => this.#follow(engine),
      onShown: (stream) => this.#shown(stream),
      onProgress: (stream, done, total) => this.#progress(stream, done, total),
      onMarks: () => this.#marked(),
      onHeard: () => this.#heard(),
    }); // prettier-ignore
    const before = [this.#enrolled, this.#stage] as const;
    this.#enrolled = { identity, keys, sync };
    await this.#takeUp(this.#enrolled).catch(async (error: unknown) => {
      [this.#enrolled, this.#stage] = before; // half begun: the next look at the journal begins anew
      this.#show({});
      await sync.close();
      throw error;
    });
  }

  async #takeUp({ identity, sync }: Enrolled): Promise<void> {
    this.catalogue.belongTo({ ...identity, storeStream: storeStream(identity) });
    this.#isNew = identity.waiting;
    if (this.#isNew) this.#engine = { ...this.#engine, access: 'waiting' };
    this.#show(begunAs(identity));
    await this.#refresh();
    await this.catalogue.takeUpOwn(); // also where no stock was heard of yet: what is unsent must be readable
    this.#show({ reading: true });
    const { people, whole } = this.catalogue.readAll(sync.streams, this.#parts.deps.setTimer);
    whole.then(() => this.#show({ reading: false }), (error: unknown) => this.#breakDown(error)); // prettier-ignore
    await people;
    if (this.#stage === 'opening') this.#stage = 'open';
    this.#showShop();
    this.#care.tend();
    this.#channel?.post({ of: 'joined' });
    if (this.#syncing) sync.start();
    if (!this.#parts.readOnly) this.#safely(this.#life.look()); // what a kill has left half done
  }

  /** Begins once, where this tab's own enrolling and another tab's word of it come together. */
  #become(identity: Identity, keys: Keys): Promise<void> {
    if (this.#becoming === null && this.#enrolled !== null) return this.#life.look();
    return (this.#becoming ??= this.begin(identity, keys).finally(() => (this.#becoming = null)));
  }

  /** The journal is in another life now, or the till was let in again: what names the old one is made anew. */
  async #moveTo(identity: Identity, isAnew = false): Promise<void> {
    const before = this.#enrolled;
    if (before === null || (!isAnew && isSamePlace(before.identity, identity))) return;
    await before.sync.close();
    if (this.#closed) return;
    await this.begin(identity, before.keys);
    this.#channel?.post({ of: 'identity' });
  }

  /** Facts of an older life stand in this one now: counted, shown and sent like new ones. */
  #copied(rows: readonly EntryRow[]): void {
    for (const row of rows) this.catalogue.committed(row);
    this.#safely(this.#refresh());
    this.#channel?.post({ of: 'entry' });
  }

  async enrol(code: string, name: string): ReturnType<TillDevice['enrol']> {
    const is = this.#enrolled?.identity ?? null;
    if (is !== null && isLetIn(this.state.getState())) return ok(publicIdentity(is));
    const done = await enrolTill({ ...this.#parts, http: this.#http }, { code, name, is });
    if (!done.ok) return done;
    const { identity, keys } = done.value;
    await (is === null ? this.#become(identity, keys) : this.#moveTo(identity, true));
    this.#channel?.post({ of: 'identity' });
    this.#care.askToKeep();
    return ok(publicIdentity(identity));
  }

  // --- people -------------------------------------------------------------------------------------------------------
  async signIn(staffId: string, pin: string): Promise<Result<StaffRow, Refusal>> {
    const person = await this.approve(staffId, pin);
    if (person.ok) this.#show({ signedIn: person.value });
    return person;
  }

  signOut = (): void => this.#show({ signedIn: null });

  async approve(staffId: string, pin: string): Promise<Result<StaffRow, Refusal>> {
    const staff = this.state.getState().staff.find((row) => row.staffId === staffId);
    if (this.#enrolled === null || staff === undefined) return err({ code: 'wrong_pin' });
    const checked = await checkOnTill({ ...this.#parts, ...this.#enrolled.keys }, staff, pin);
    const isWrong = !checked.ok && checked.error.code === 'wrong_pin';
    if (isWrong) await this.commit({ kind: 'pin.failed', entryId: this.#parts.deps.newId(), body: { staffId } });
    return checked;
  }

  // --- facts --------------------------------------------------------------------------------------------------------
  async commit(fact: Parameters<TillDevice['commit']>[0]): Promise<Result<CommittedEntry, Refusal>> {
    const { deps, readOnly, ...place } = this.#parts;
    if (this.#enrolled === null) return err({ code: 'device_unknown' });
    if (readOnly) return err({ code: 'older_app' });
    if (this.#stage === 'broken_storage') return err({ code: 'storage_broken' });
    const shift = fact.kind === 'clock.shifted' ? null : clockShift(deps, this.#headWallMs);
    if (shift !== null) await this.commit(shift);
    const stamp = { entryId: fact.entryId, ...stampNow(deps, this.#http.serverClock, this.state.getState()) };
    const done = await commitOnTill({ ...place, till: this.#enrolled.identity, setTimer: deps.setTimer }, fact, stamp);
    // What lies between was stored by a try that seemed to fail, or by another tab: all or nothing of it is shown.
    const isNext = !done.ok || done.value.row.seq <= this.state.getState().headSeq + 1;
    if (!isNext) await readAgain(place.journal, () => this.catalogue.readOwn()).catch(deps.onFault);
    if (done.ok) this.#committed(done.value, deps.clock());
    else if (done.error.code === 'journal_full') this.#care.full();
    return done.ok ? ok(committedEntry(done.value)) : done;
  }

  /** State, stock and push hear of a fact at once; other tabs too. */
  #committed({ row, entry, register, repeated }: Committed, nowMs: number): void {
    // Another tab has moved to another life: its numbers are read with it. None where this page's beginning has failed.
    const isOurs = row.incarnation === (this.#enrolled?.identity.incarnation ?? row.incarnation);
    if (!isOurs) this.#marked();
    const { headSeq, pending, oldestPendingMs } = this.state.getState();
    // A first try whose outcome was unknown may have stored it: then it is repeated, and still news to this page.
    if (!isOurs || (repeated && row.seq <= headSeq)) return;
    this.#headWallMs = entry.wallMs;
    raiseMark(this.#parts.deps.marker, row);
    this.#show({
      ...registerState(register),
      headSeq: Math.max(headSeq, row.seq),
      pending: pending + Math.max(0, row.seq - headSeq),
      oldestPendingMs: oldestPendingMs ?? nowMs,
      storageFull: false,
    });
    this.catalogue.committed(row);
    this.#enrolled?.sync.committed(row.seq);
    this.#channel?.post({ of: 'entry' });
  }

  fits: TillDevice['fits'] = (_kind, body) => fitsOneEntry(body);
  sign: TillDevice['sign'] = (bytes) => {
    assert(this.#enrolled !== null, 'only an enrolled till signs');
    return this.#enrolled.keys.key.sign(Uint8Array.from(bytes));
  };

  ask: TillDevice['ask'] = async (method, path, body, parse) =>
    this.#enrolled === null
      ? err({ code: 'device_unknown' })
      : askAsTill(this.#http, this.#enrolled, { method, path, body }, parse);

  rescue: TillDevice['rescue'] = async () =>
    this.#enrolled === null ? err({ code: 'device_unknown' }) : rescueOf(this.#parts, this.#enrolled);

  leaveShop: TillDevice['leaveShop'] = () => leaveTill(this.#parts, () => this.close());

  async close(): Promise<void> {
    this.#closed = true;
    this.#channel?.close();
    await this.#life.close();
    await this.#care.settled();
    await this.#enrolled?.sync.close();
    await this.catalogue.settled();
    await this.#turn;
    for (const open of [this.catalogue, this.#parts.journal, this.#parts.cache]) open.close();
  }

  retire(): void {
    this.#show({ reloadNeeded: true }); // a newer build in another tab has taken the databases,
    this.#safely(this.sync.stop()); // and what it writes there this page could not send
  }

  // --- what comes from syncing and from other tabs -------------------------------------------------------------------
  #follow({ booted, lead, ...engine }: EngineState): void {
    if (!booted) return; // another tab leads: it tells what it hears
    const before = this.#engine;
    this.#leads = lead;
    this.#engine = engine;
    if (isSameReach(before, engine)) return;
    if (before.access === 'waiting' && engine.access === 'open') this.#safely(this.#confirmed());
    this.#show(newsOf(engine));
    this.#tellNet();
  }

  async #confirmed(): Promise<void> {
    if (this.#enrolled === null) return; // else an admin has let this device in
    const { key: _key, ...identity } = this.#enrolled.identity;
    await putMeta(this.#parts.journal, 'identity', { ...identity, waiting: false });
    this.#channel?.post({ of: 'marks' });
  }

  #heard(): void {
    this.#show({ lastSyncMs: this.#parts.deps.clock(), offsetMs: this.#http.serverClock.offsetMs() });
    if (this.#http.serverClock.offsetMs() !== null) this.#care.heard(this.#http.serverClock.serverMs());
    this.#tellNet();
  }

  #tellNet(): void {
    const { online, lastSyncMs } = this.state.getState();
    this.#channel?.post({ of: 'net', online, lastSyncMs });
  }

  async #shown(stream: string): Promise<void> {
    this.#channel?.post({ of: 'shown', stream }); // it is on disk, whether this tab can read it or not
    if (stream === 'org' && !this.catalogue.has(stream)) this.#show({ reading: true, loading: null });
    const { whole } = this.catalogue.readAll([stream], this.#parts.deps.setTimer);
    await whole.finally(() => this.#show({ reading: false }));
  }

  #progress(stream: string, done: number, total: number): void {
    if (stream !== 'org' || this.catalogue.has(stream)) return;
    this.#show({ loading: { done, total }, reading: true });
    this.#safely(this.catalogue.readAhead(stream)); // people sign in meanwhile
  }

  #marked(): void {
    this.#safely(this.#refresh());
    this.#channel?.post({ of: 'marks' });
  }

  async #hear(news: TabNews): Promise<void> {
    if (news.of === 'entry') await this.catalogue.readOwn();
    if (news.of === 'entry' || news.of === 'marks') await this.#refresh();
    if (news.of === 'shown') await this.catalogue.catchUp(news.stream);
    if (news.of === 'identity' || (news.of === 'joined' && this.#isOut())) await this.#join();
    if (news.of === 'joined' && this.#leads) this.#tellNet();
    if (news.of === 'wake') this.#enrolled?.sync.tell({ is: 'tapped' });
    if (news.of === 'net') this.#show({ online: news.online, lastSyncMs: news.lastSyncMs });
  }

  /** Work nobody waits for: what breaks it is told. */
  #safely(work: Promise<unknown>): void {
    work.catch(this.#parts.deps.onFault);
  }

  /** A database failed meanwhile: whatever could not be read is read again. */
  async #readAnew(): Promise<void> {
    if (this.#enrolled === null) return this.#isOut() ? this.#join() : undefined; // joining may be what failed
    await this.#refresh();
    await this.catalogue.readOwn();
    for (const stream of this.#enrolled.sync.streams) await this.catalogue.catchUp(stream);
    if (this.#stage === 'broken_storage') this.#stage = 'open'; // all is read
    this.#show({ reading: false });
    await this.#life.look();
  }

  /** Another tab has enrolled this device, or moved it to another life. */
  async #join(): Promise<void> {
    const { journal, deps } = this.#parts;
    const is = await readMeta(journal, 'identity');
    if (is !== undefined) await this.#become(is, await deviceKeys(journal, deps.crypto));
  }

  // --- state --------------------------------------------------------------------------------------------------------
  /** Reads the journal's marks anew, one reading after the other, so that an older one never comes last. */
  #refresh(): Promise<void> {
    const { journal, deps } = this.#parts;
    const isOurs = (read: { incarnation: string }) => read.incarnation === this.#enrolled?.identity.incarnation;
    const turn = this.#turn.then(async () => {
      let read = await journalState(journal);
      // A commit of this tab was faster than the reading: read again, or the list would lose it for a moment.
      while (isOurs(read) && read.headSeq < this.state.getState().headSeq) read = await journalState(journal);
      if (!isOurs(read) || read.frozen || read.left > 0) this.#safely(this.#life.look());
      if (!isOurs(read)) return; // numbers of another life: shown when this till has moved there
      const { headWallMs, waiting, incarnation: _life, mark, left: _left, ...shown } = read;
      this.#headWallMs = headWallMs;
      if (mark !== null) leaveMark(deps.marker, mark);
      if (this.#isNew && !waiting) this.#engine = { ...this.#engine, access: 'open' };
      this.#isNew = waiting;
      this.#show(shown);
      this.#enrolled?.sync.tell({ is: 'committed', headSeq: shown.headSeq });
    });
    this.#turn = turn.catch(() => undefined); // the caller hears of it
    return turn;
  }

  /** What the catalogue says of this shop and its people. */
  #showShop(): void {
    if (this.#enrolled === null) return;
    this.#show(shopState(this.catalogue, this.#enrolled.identity, this.state.getState().signedIn));
  }

  #show(change: Partial<TillState>): void {
    const till = { stage: this.#stage, isEnrolled: this.#enrolled !== null, isNew: this.#isNew };
    tellNews(this.state, change, { ...this.#parts, ...this.#engine, ...till });
  }

  /** What is on disk cannot be read to its end: nothing is sold on it. */
  #breakDown(error: unknown): void {
    this.#parts.deps.onFault(error);
    this.#stage = 'broken_storage';
    this.#show({});
  }
}
