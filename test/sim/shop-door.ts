/**
 * The door to the shop's database for one server process: transactions that wait for each other's locks, meet
 * deadlocks, lose their commit's answer, or die with their process.
 *
 * Invariants: numbers of a stream are drawn under the lock of its head, held to the commit; what a dead process had not
 * committed never was.
 */
import { genesisHash } from '../../src/core/journal.ts';
import { StorageFault } from '../../src/server/db/door.ts';
import type { FeedPort, JournalDoor, JournalPort, JournalTx } from '../../src/server/journal/port.ts';
import { sha256 } from './model-crypto.ts';
import type { Founding, ProcessMeans, ShopDatabase, ShopLink } from './shop-database.ts';
import { chainKey, copyOf, noData, Rows, type Data, type FeedRecord } from './shop-tables.ts';
import { openOf } from './shop-effects.ts';
import { feedPortOf, journalTxOf, type TxMeans } from './shop-tx.ts';

type Owner = { readonly waitsFor: Set<Owner>; dead: boolean };
type Held = { readonly by: Set<Owner>; shared: boolean };
class Again extends Error {}

/** The database: outlives every process. */
export class Shop implements ShopDatabase {
  data: Data = noData();
  readonly rest = null;
  readonly listeners: ShopDatabase['listeners'] = new Set();
  onCommit: () => void = () => undefined;
  readonly #locks = new Map<string, Held>();
  #changed: (() => void)[] = [];

  #storeId = '';

  found({ storeId, serverEpoch, tills }: Founding): void {
    this.data.org.set('', { currency: 'GBP', serverEpoch });
    this.#storeId = storeId;
    for (const till of tills) this.#add(till);
  }

  async enrol(till: Founding['tills'][number]): Promise<void> {
    this.#add(till);
  }

  /** The device and the head of its chain, as enrolment leaves them. */
  #add({ deviceId, incarnation, keyJwk }: Founding['tills'][number]): void {
    const device = { deviceId, storeId: this.#storeId, kind: 'till' as const, state: 'open' as const, keyJwk };
    this.data.device.set(deviceId, { ...device, incarnation, incarnationNo: 1 });
    const hash = genesisHash(sha256, deviceId, incarnation);
    this.data.head.set(chainKey({ deviceId, incarnation }), { seq: 0, hash, announcedSeq: 0, state: 'open' });
  }

  connect(means: ProcessMeans): ShopLink {
    const door = new ShopDoor({ ...means, shop: this });
    return {
      door,
      doing: (work) => work(),
      kept: async () => openOf(new Rows(this.data), () => true),
      newestSnapshot: async (stream) => this.data.snapshot.get(stream),
      keepSnapshot: async (stream, kept) => {
        this.data.snapshot.set(stream, kept);
      },
      die: () => door.die(),
    };
  }

  backup(): (serverEpoch: string | null) => void {
    const copy = copyOf(this.data);
    return (serverEpoch) => {
      this.data = copyOf(copy);
      const org = this.data.org.get('');
      if (org !== undefined && serverEpoch !== null) this.data.org.set('', { ...org, serverEpoch });
      this.#locks.clear();
      this.#wake();
    };
  }

  async close(): Promise<void> {}

  /** Waits until the lock is ours. Throws when waiting would be for ever. */
  async lock(name: string, owner: Owner, held: Set<string>, shared: boolean): Promise<void> {
    for (;;) {
      const others = this.#inTheWay(name, owner, shared);
      if (others.length === 0) break;
      owner.waitsFor.clear();
      for (const other of others) owner.waitsFor.add(other);
      if (others.some((other) => reaches(other, owner))) {
        owner.waitsFor.clear(); // it gives up, and waits for nobody
        throw new Again('deadlock');
      }
      await new Promise<void>((resolve) => this.#changed.push(resolve));
    }
    owner.waitsFor.clear();
    const lock = this.#locks.get(name) ?? { by: new Set<Owner>(), shared };
    this.#locks.set(name, lock);
    lock.shared &&= shared;
    lock.by.add(owner);
    held.add(name);
  }

  #inTheWay(name: string, owner: Owner, shared: boolean): Owner[] {
    const lock = this.#locks.get(name);
    if (lock === undefined || (shared && lock.shared)) return [];
    return [...lock.by].filter((other) => other !== owner && !other.dead);
  }

  free(names: Iterable<string>, owner: Owner): void {
    for (const name of names) {
      const lock = this.#locks.get(name);
      lock?.by.delete(owner);
      if (lock?.by.size === 0) this.#locks.delete(name);
    }
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#changed.splice(0)) wake();
  }
}

const reaches = (from: Owner, to: Owner): boolean =>
  [...from.waitsFor].some((next) => !next.dead && (next === to || reaches(next, to)));

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

type Means = Omit<ProcessMeans, 'clock'> & { readonly shop: Shop };

const TRIES = 10;
/** Share of statements before which others get their turn, where writers are side by side. */
const PAUSED = 0.5;

export class ShopDoor implements JournalDoor {
  readonly #means: Means;
  readonly #open = new Set<{ owner: Owner; held: Set<string> }>();

  constructor(means: Means) {
    this.#means = means;
  }

  /** The process is gone: nobody holds its locks any more. */
  die(): void {
    for (const { owner, held } of this.#open) {
      owner.dead = true;
      this.#means.shop.free(held, owner);
    }
    this.#open.clear();
  }

  async write<T>(work: (tx: JournalTx) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#write(work);
      } catch (cause) {
        if (!(cause instanceof Again)) throw cause;
        if (tries === TRIES) throw new StorageFault('busy', { cause });
        await this.#means.clockwork.sleep(this.#means.dice.int(1, 20 * tries));
        if (!this.#means.process.alive) return never();
      }
    }
  }

  async read<T>(work: (tx: FeedPort & Pick<JournalPort, 'device'>) => Promise<T>): Promise<T> {
    if (!this.#means.process.alive) return never();
    const rows = new Rows(this.#means.shop.data);
    return work({ ...feedPortOf(rows), device: async (id) => rows.get('device', id) ?? null });
  }

  async #write<T>(work: (tx: JournalTx) => Promise<T>): Promise<T> {
    const { shop, clockwork, dice, process } = this.#means;
    const faults = this.#means.faults();
    const { data } = shop;
    if (dice.chance(faults.diskFull)) throw new StorageFault('disk_full');
    if (dice.chance(faults.busy)) throw new Again('busy');
    const [rows, owner, held] = [new Rows(data), { waitsFor: new Set<Owner>(), dead: false }, new Set<string>()];
    const open = { owner, held };
    this.#open.add(open);
    const pace = async () => {
      if (process.alive && dice.chance(faults.crash)) this.#means.onCrash();
      if (process.alive && faults.many && dice.chance(PAUSED)) await clockwork.sleep(dice.int(1, 6));
      if (!process.alive) await never();
      if (shop.data !== data) throw new Again('another database');
    };
    const lock = async (name: string, shared?: 'shared') => {
      await pace();
      await shop.lock(name, owner, held, shared === 'shared');
      if (!process.alive) await never();
      if (shop.data !== data) throw new Again('another database');
    };
    const { projectionFails } = this.#means;
    const means: TxMeans = { rows, pace, lock, projectionFails, state: new Map() };
    try {
      if (!faults.many) await lock('the one writer');
      const result = await work(journalTxOf(means));
      const written = await this.#number(means);
      await pace();
      if (rows.collides()) throw new Error('unique key'); // told at the statement by PostgreSQL, here at the end
      const isUnknown = dice.chance(faults.commitUnknown);
      if (!isUnknown || dice.chance(0.5)) this.#commit(rows, written);
      if (isUnknown) throw new StorageFault('commit_unknown');
      return result;
    } finally {
      this.#open.delete(open);
      shop.free(held, owner);
    }
  }

  #commit(rows: Rows, { heads, lines }: Numbered): void {
    const { shop, clockwork } = this.#means;
    rows.commit();
    shop.onCommit();
    if (lines.length === 0) return;
    clockwork.after(1, () => {
      for (const tell of shop.listeners) tell(heads);
    });
  }

  /** Streams in the order of their names, last of all: `put-state.ts` in rows. */
  async #number({ rows, lock, state }: TxMeans): Promise<Numbered> {
    const heads: Record<string, number> = {};
    const lines: FeedRecord[] = [];
    for (const [stream, waiting] of [...state].sort(([a], [b]) => (a < b ? -1 : 1))) {
      await lock(`stream ${stream}`);
      let s = rows.get('stream_head', stream) ?? 0;
      for (const { t, id, r } of waiting.values()) {
        s += 1;
        const line = { stream, t, id, s, body: r === null ? null : JSON.stringify(r) };
        rows.set('feed', `${stream} ${t} ${id}`, line);
        lines.push(line);
      }
      rows.set('stream_head', stream, s);
      rows.set('mark', `${stream} ${s}`, this.#means.dice.hex(12));
      heads[stream] = s;
    }
    return { heads, lines };
  }
}

type Numbered = { readonly heads: Readonly<Record<string, number>>; readonly lines: readonly FeedRecord[] };
