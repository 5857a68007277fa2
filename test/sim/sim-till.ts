/**
 * One till of the world: a browser profile with its disk and clock, and the pages open in it. A page runs the product's
 * own till (`OpenTill`): its commits, its catalogue, its engine and driver, its race for leader.
 */
import { genesisHash } from '../../src/core/journal.ts';
import { sha256Hex } from '../../src/client/sha256-hex.ts';
import { OpenTill } from '../../src/client/open-till.ts';
import type { CryptoPort } from '../../src/client/auth/device-key.ts';
import type { Identity } from '../../src/client/auth/enrol.ts';
import { CacheDb } from '../../src/client/db/cache-db.ts';
import {
  APP_SCHEMA,
  JournalDb,
  type EntryRow,
  type KeyRow,
  type Meta,
  type MetaKey,
} from '../../src/client/db/journal-db.ts';
import { retireDatabase } from '../../src/client/db/open-database.ts';
import type { TillDeps } from '../../src/client/till-deps.ts';
import type { PublicJwk } from '../../src/wire/scalars.ts';
import type { Clockwork } from './clockwork.ts';
import type { Dice } from './dice.ts';
import { ModelDb, Shelf, type DiskFaults, type Host, type Image } from './disk.ts';
import { keyText, type Row } from './disk-table.ts';
import { deviceKeyOf, keyOf, modelCrypto } from './model-crypto.ts';
import { ProfileChannel, ProfileLocks } from './tab-locks.ts';

const PLACE = { indexedDB: {} as IDBFactory, IDBKeyRange: {} as typeof IDBKeyRange };
const JOURNAL = new JournalDb('sim', PLACE);
const CACHE = new CacheDb('sim', PLACE);

type TillMeans = {
  readonly clockwork: Clockwork;
  readonly dice: Dice;
  readonly epochMs: number;
  readonly diskFaults: DiskFaults;
  readonly hasLocks: boolean;
  readonly serverKey: PublicJwk;
  readonly orgId: string;
  readonly storeId: string;
  readonly no: number;
  readonly fetchOf: (till: SimTill, host: Host) => typeof fetch;
  readonly onFault: (error: unknown) => void;
  readonly onTab: (tab: SimTab) => void;
  /** Which build of the app a page that is opened now gets. */
  readonly build: () => number;
};

/** What a page loads later is loaded once before any life: fetching code takes real time, and a life has none. */
export const codeLoaded = (): Promise<unknown> => (loaded ??= loadCode());
let loaded: Promise<unknown> | null = null;
const loadCode = () =>
  Promise.all([
    import('../../src/client/auth/ask-signed.ts'),
    import('../../src/client/auth/enrol.ts'),
    import('../../src/client/auth/pin.ts'),
    import('../../src/client/db/new-life.ts'),
    import('../../src/client/db/retention.ts'),
    import('../../src/client/rescue.ts'),
    import('../../src/client/sync/run-sync.ts'),
  ]);

/** Rows as they lie on a disk. */
const laid = (keyPath: string, rows: readonly Row[]): Map<string, { readonly key: unknown; readonly row: Row }> =>
  new Map(rows.map((row) => [keyText(row[keyPath]), { key: row[keyPath], row }]));

const ZEROS = new Uint8Array(65_536);

export class SimTab implements Host {
  alive = true;
  /** Accesses to the disk left before the page is killed; null: none is planned. */
  fuse: number | null = null;
  device: OpenTill | null = null;
  refused = 0;
  leaving = false; // nobody looks at it any more
  /** A newer build in another page has taken the databases. */
  isRetired = false;
  /** Lets go of the databases. */
  letGo: () => void = () => undefined;
  readonly owner: SimTill;
  readonly build: number;
  readonly #onWake: (() => void)[] = [];

  constructor(owner: SimTill, build: number) {
    this.owner = owner;
    this.build = build;
  }

  step = (): boolean => {
    if (this.fuse !== null && this.alive && (this.fuse -= 1) < 0) this.owner.kill(this);
    return this.alive;
  };

  wake(): void {
    if (this.alive) for (const wake of this.#onWake) wake();
  }

  onWake = (wake: () => void): (() => void) => {
    this.#onWake.push(wake);
    return () => {
      const at = this.#onWake.indexOf(wake);
      if (at >= 0) this.#onWake.splice(at, 1);
    };
  };
}

/** Whole milliseconds, as browsers wait: less than one is one, or time would stand still between two of them. */
const timerMs = (ms: number): number => (ms <= 0 ? 0 : Math.max(1, Math.trunc(ms)));

/** A browser profile at one moment: what a copy of its disk, or its backup, holds. */
export type Profile = { readonly journal: Image; readonly cache: Image; readonly mark: string | null };

export class SimTill {
  readonly journal = new Shelf(JOURNAL);
  readonly cache = new Shelf(CACHE);
  readonly tabs: SimTab[] = [];
  wallOffsetMs = 0;
  drift = 1;
  #mark: string | null = null;
  readonly #locks = new ProfileLocks();
  readonly #channel: ProfileChannel;
  readonly #means: TillMeans;
  readonly #crypto: CryptoPort;
  readonly #firstKey: PublicJwk;
  #enrolments = 1;
  #upgrading = 0; // to which build's schema: a page that is opened meanwhile waits for it
  /** Who it was while its disk does not say. */
  #was: Identity;

  /** `original`: this is a copy of its machine, as it stands. */
  constructor(means: TillMeans, original: SimTill | null = null) {
    this.#means = means;
    const { dice, no, serverKey, orgId, storeId } = means;
    this.#channel = new ProfileChannel(means);
    this.#firstKey = keyOf(`till ${no}`);
    this.#crypto = modelCrypto(() => keyOf(`till ${no} as enrolled ${(this.#enrolments += 1)}`));
    if (original !== null) {
      this.#was = original.identity;
      this.putBack(original.profile());
      return;
    }
    const { thumbprint, kid } = deviceKeyOf(this.key);
    const ids = { deviceId: dice.uuid(), incarnation: dice.uuid(), openedEntryId: dice.uuid() };
    this.#was = {
      key: 'identity', ...ids, incarnationNo: 1, orgId, orgNo: 1, storeId, storeNo: 1, tillCode: `T${no}`, tillNo: no,
      kid, thumbprint, serverKey, waiting: false,
    }; // prettier-ignore
    const { deviceId, incarnation } = ids;
    const hash = genesisHash(sha256Hex, deviceId, incarnation);
    const head = { key: 'head', incarnation, seq: 0, hash, wallMs: 0 };
    const acked = { key: 'acked', seq: 0, hash };
    const device = { name: 'device', key: this.#firstKey, publicJwk: this.#firstKey };
    const keys = laid('name', [device, { name: 'pepper', key: {}, publicJwk: null }]);
    this.journal.write(
      new Map([
        ['meta', laid('key', [this.#was, head, acked])],
        ['keys', keys],
      ]),
    );
  }

  wallMs = (): number => Math.round(this.#means.epochMs + this.#means.clockwork.now * this.drift + this.wallOffsetMs);

  get live(): readonly SimTab[] {
    return this.tabs.filter(({ alive }) => alive);
  }

  /** Which device it is, in which life of its journal. */
  get life(): Identity {
    return this.#stored ?? this.#was;
  }

  get identity(): Identity {
    return this.life;
  }

  get #stored(): Identity | undefined {
    return this.journal.get('meta', 'identity') as Identity | undefined;
  }

  get isEnrolled(): boolean {
    return this.#stored !== undefined;
  }

  get key(): PublicJwk {
    return (this.journal.get('keys', 'device') as KeyRow | undefined)?.publicJwk ?? this.#firstKey;
  }

  /** Entries of the life it is in; the same array while nothing changes and there was no other. */
  entries(): readonly EntryRow[] {
    const rows = this.allEntries();
    const { incarnation } = this.life;
    const isOnly = rows[0]?.incarnation === incarnation && rows.at(-1)?.incarnation === incarnation;
    return isOnly ? rows : rows.filter((row) => row.incarnation === incarnation);
  }

  /** Entries of every life. */
  allEntries(): readonly EntryRow[] {
    return this.journal.rows<EntryRow>('entries');
  }

  /** What waits: for the server, or for being journalled again in a new life. */
  get pending(): number {
    const copying = this.meta('copying');
    const unsent = (this.meta('head')?.seq ?? 0) - (this.meta('acked')?.seq ?? 0);
    return unsent + (copying?.parts ?? []).reduce((sum, { after, to }) => sum + to - after, 0);
  }

  /** What the journal has noted of itself. */
  meta<K extends MetaKey>(key: K): Meta<K> | undefined {
    return this.journal.get('meta', key) as Meta<K> | undefined;
  }

  /** Opens a page; it boots by itself. */
  open(): SimTab {
    const { clockwork, dice, diskFaults, onFault, onTab } = this.#means;
    const tab = new SimTab(this, this.#means.build());
    const schema = Math.max(this.schema, this.#upgrading);
    if (tab.build > schema) this.#upgrade(tab.build);
    this.tabs.push(tab);
    const world = { clockwork, dice, faults: diskFaults };
    const journal = new ModelDb(this.journal, tab, world) as unknown as JournalDb;
    const cache = new ModelDb(this.cache, tab, world) as unknown as CacheDb;
    const deps = this.#deps(tab);
    const readOnly = schema > tab.build; // as tillOf in open-till-device.ts says it
    const device = new OpenTill({ deps, journal, cache, isRetired: () => tab.isRetired, readOnly });
    tab.letGo = () => [journal, cache].forEach(retireDatabase);
    tab.device = device;
    onTab(tab);
    device.state.subscribe(({ phase }) => {
      if (phase === 'broken_storage') this.#loadAnew(tab);
    });
    device.sync.start();
    if (!this.isEnrolled) {
      device.showUnenrolled();
      return tab;
    }
    const keys = { key: deviceKeyOf(this.key), pepper: {} as CryptoKey };
    device.begin(this.life, keys).catch((error: unknown) => {
      onFault(error);
      this.#loadAnew(tab);
    });
    return tab;
  }

  /** The least build that may write. */
  get schema(): number {
    return (this.journal.get('meta', 'schema') as Meta<'schema'> | undefined)?.minAppSchema ?? APP_SCHEMA;
  }

  /**
   * The next build's step of the journal's schema. Every other page lets go of the databases; what they had begun there
   * ends before it.
   */
  #upgrade(minAppSchema: number): void {
    for (const tab of this.live) {
      tab.isRetired = true;
      tab.letGo();
      tab.device?.retire();
    }
    this.#upgrading = minAppSchema;
    this.journal.take(() => {
      this.journal.write(new Map([['meta', laid('key', [{ key: 'schema', minAppSchema }])]]));
      this.journal.free();
    });
  }

  /** The page says it cannot go on, and somebody loads it again. */
  #loadAnew(tab: SimTab): void {
    if (!tab.alive) return;
    this.#means.clockwork.after(2_000, () => {
      if (!tab.alive) return;
      this.kill(tab);
      this.open();
    });
  }

  /** The page is gone between two instructions. */
  kill(tab: SimTab): void {
    tab.alive = false;
    this.#locks.forget(tab);
    this.#channel.forget(tab);
    const at = this.tabs.indexOf(tab);
    if (at >= 0) this.tabs.splice(at, 1);
  }

  #killAll(): void {
    for (const tab of [...this.tabs]) this.kill(tab);
    this.#upgrading = 0;
  }

  powerCut(): void {
    this.#killAll();
    for (const shelf of [this.journal, this.cache]) shelf.powerCut(this.#means.dice);
  }

  /** The browser has deleted its databases, keys and all. The mark lies elsewhere, and may stay. */
  evict({ withMark }: { readonly withMark: boolean }): void {
    this.#killAll();
    this.#was = this.life;
    for (const shelf of [this.journal, this.cache]) shelf.wipe();
    if (!withMark) this.#mark = null;
  }

  /** How far its mark says this life has come. */
  get markedSeq(): number {
    const mark = JSON.parse(this.#mark ?? '{}') as { readonly incarnation?: string; readonly headSeq?: number };
    return mark.incarnation === this.life.incarnation ? (mark.headSeq ?? 0) : 0;
  }

  profile(): Profile {
    return { journal: this.journal.image(), cache: this.cache.image(), mark: this.#mark };
  }

  /** An older disk, or another machine's. What the browser keeps outside its databases may not be on it. */
  putBack(profile: Profile, { withMark = true } = {}): void {
    this.#killAll();
    this.journal.putBack(profile.journal);
    this.cache.putBack(profile.cache);
    if (withMark) this.#mark = profile.mark;
  }

  #deps(tab: SimTab): TillDeps {
    const { clockwork, dice, fetchOf, hasLocks, onFault } = this.#means;
    const bornMs = clockwork.now - dice.int(0, 1000);
    return {
      face: 'sim',
      marker: {
        get: () => this.#mark,
        set: (value) => (tab.alive ? void (this.#mark = value) : undefined),
        clear: () => (tab.alive ? void (this.#mark = null) : undefined),
      },
      place: PLACE,
      origin: 'http://shop',
      app: 'sim',
      fetch: fetchOf(this, tab),
      crypto: this.#crypto,
      randomBytes: (size) => (size > 64 ? ZEROS.subarray(0, size) : dice.bytes(size)),
      random: dice.next,
      newId: dice.uuid,
      clock: this.wallMs,
      mono: () => (clockwork.now - bornMs) * this.drift,
      setTimer: (ms, fire) =>
        clockwork.after(timerMs(ms / this.drift), () => {
          if (tab.alive) fire();
        }),
      stretchPin: () => Promise.reject(new Error('nobody signs in here')),
      openSearch: () => ({
        change: () => undefined,
        renew: () => undefined,
        find: () => Promise.resolve([]),
        close: () => undefined,
      }),
      fold: null,
      locks: hasLocks ? this.#locks.of(tab) : null,
      openChannel: (_name, onNews) => this.#channel.join(tab, onNews),
      storage: null,
      onWake: tab.onWake,
      onFault,
    };
  }
}
