/**
 * One server process over PostgreSQL: the product's own door, over a wire on which every statement waits for its turn,
 * and what goes wrong with it.
 *
 * Faults are real: an engine that is busy or full raises the error in the very transaction, a process that dies loses
 * its connections, a commit whose answer is lost has happened or has not.
 */
import type { Door } from '../../src/server/db/door.ts';
import { openEffects } from '../../src/server/db/entries-with-effects.ts';
import { journalDoor } from '../../src/server/db/journal-tx.ts';
import { openPostgres } from '../../src/server/db/postgres.ts';
import { addManifest, addPart, newestManifest, partBody } from '../../src/server/db/snapshots.ts';
import type { JournalDoor, JournalTx } from '../../src/server/journal/port.ts';
import type { Stream } from '../../src/wire/sync.ts';
import type { Dice } from './dice.ts';
import type { Crew, Gate } from './pg-gate.ts';
import type { Line } from './pg-wire.ts';
import type { KeptEntry, ProcessMeans, ShopLink } from './shop-database.ts';
import type { KeptSnapshot } from './shop-tables.ts';

const BUSY = ['40P01', '40001', '55P03', '57014'] as const;
const DISK_FULL = '53100';
/** A fault that is drawn for a transaction meets it at one of so many statements, or at its commit. */
const MOST_STATEMENTS = 16;

/** What a transaction is for, and the error the engine is to raise in it, if any. */
type Fate = { readonly isWrite: boolean; readonly code: string | null; statementsLeft: number };

type LinkMeans = ProcessMeans & { readonly appUrl: string };

export class PgLink implements ShopLink {
  readonly door: JournalDoor;
  readonly crew: Crew;
  readonly #gate: Gate;
  readonly #means: LinkMeans;
  readonly #fates = new Map<Line, Fate>();
  /** Statements the engine does and nobody hears of: the connection is cut then, or the process dies. */
  readonly #unheard = new Map<Line, 'cut' | 'die'>();
  readonly #opened: Promise<Door>;
  readonly #orgId: () => Promise<string>;

  /** `orgId` is told when the shop is there. */
  constructor(gate: Gate, orgId: () => Promise<string>, means: LinkMeans) {
    this.#gate = gate;
    this.#means = means;
    this.#orgId = orgId;
    this.crew = gate.crew();
    this.#opened = this.#open();
    this.doing(() => this.#opened).catch(gate.fail);
    const { projectionFails } = means;
    this.door = {
      read: (work) => this.#ask(async (door, org) => journalDoor(door, org).read(work)),
      write: (work) =>
        this.#ask(async (door, org) => journalDoor(door, org).write((tx) => work(choking(tx, projectionFails)))),
    };
  }

  async #open(): Promise<Door> {
    const { appUrl, dice, clock, process } = this.#means;
    const port = await this.crew.wire.open();
    await this.#orgId();
    return openPostgres(Object.assign(new URL(appUrl), { port: String(port) }).href, {
      clock,
      random: (size) => (process.alive ? bytesOf(dice, size) : new Uint8Array(size)),
      onFault: () => undefined, // connections that were cut
    });
  }

  /** What a process that died has asked is never answered: it draws no dice and says nothing any more. */
  async #ask<T>(work: (door: Door, orgId: string) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#opened, await this.#orgId());
    } finally {
      if (!this.crew.alive) await new Promise(() => undefined);
    }
  }

  doing = <T>(work: () => Promise<T>): Promise<T> => this.#gate.doing(this.crew, work);

  die(): void {
    if (!this.crew.alive) return;
    this.#gate.end(this.crew);
    this.#opened.then((door) => door.close()).catch(() => undefined); // its connections are gone
  }

  kept(): Promise<readonly KeptEntry[]> {
    return this.#ask((door, orgId) => door.read(orgId, (tx) => openEffects(tx, (query) => query)));
  }

  newestSnapshot(stream: Stream): Promise<KeptSnapshot | undefined> {
    return this.#ask((door, orgId) =>
      door.read(orgId, async (tx) => {
        const newest = await newestManifest(tx, stream);
        if (newest === null) return undefined;
        const { gen, seq, mark, rows } = newest;
        const body = await partBody(tx, { stream, gen, n: 0 });
        return { gen, seq, mark, rows, text: Buffer.from(body ?? []).toString('utf8') };
      }),
    );
  }

  keepSnapshot(stream: Stream, { gen, seq, mark, rows, text }: KeptSnapshot): Promise<void> {
    return this.#ask((door, orgId) =>
      door.write(orgId, async (tx) => {
        await addPart(tx, { stream, gen }, { n: 0, body: Buffer.from(text) });
        await addManifest(tx, { stream, gen, seq, mark, rows, parts: [] }, this.#means.clock());
      }),
    );
  }

  /** Where statements interleave on purpose, some wait long. */
  get isSlow(): boolean {
    return this.#means.faults().many;
  }

  isUnheard = (line: Line): boolean => this.#unheard.has(line);

  /** The statement's turn has come. */
  proceed(line: Line): void {
    const { dice, faults, process, onCrash } = this.#means;
    if (!process.alive || line.place !== 'held') return;
    const { crash, commitUnknown } = faults();
    if (line.sql.startsWith('begin')) this.#fates.set(line, this.#fateOf(line));
    if (dice.chance(crash)) {
      if (dice.chance(0.5)) {
        onCrash();
        return;
      }
      this.#unheard.set(line, 'die');
    }
    const fate = this.#fates.get(line);
    const isCommit = line.sql.startsWith('commit');
    if (fate?.code != null && ((fate.statementsLeft -= 1) < 0 || isCommit)) {
      this.#fates.delete(line);
      line.raise(fate.code);
      return;
    }
    if (isCommit && fate?.isWrite === true && dice.chance(commitUnknown)) {
      if (dice.chance(0.5)) {
        line.cut();
        return;
      }
      this.#unheard.set(line, 'cut');
    }
    line.go();
  }

  /** Its answer's turn has come. */
  answer(line: Line): void {
    if (line.place !== 'back') return;
    const end = this.#unheard.get(line);
    this.#unheard.delete(line);
    if (end === 'die') this.#means.onCrash();
    else if (end === 'cut') line.cut();
    else line.give();
  }

  #fateOf({ sql }: Line): Fate {
    const { dice, faults } = this.#means;
    const isWrite = sql.includes('read committed');
    const { busy, diskFull } = faults();
    const code = !isWrite ? null : dice.chance(diskFull) ? DISK_FULL : dice.chance(busy) ? dice.pick(BUSY) : null;
    return { isWrite, code, statementsLeft: code === null ? 0 : dice.int(0, MOST_STATEMENTS) };
  }
}

/** A mistake of ours in this build: the tables refuse what some entries turn into. */
const choking = (tx: JournalTx, projectionFails: ProcessMeans['projectionFails']): JournalTx => ({
  ...tx,
  addFacts: async (facts) => {
    const ids = [...facts.sale, ...facts.goods_return, ...facts.audit_note].map(({ entry_id: id }) => id);
    if (ids.some(projectionFails)) throw new Error('a mistake of ours');
    return tx.addFacts(facts);
  },
});

const bytesOf = (dice: Dice, size: number): Uint8Array => Uint8Array.from({ length: size }, () => dice.int(0, 255));
