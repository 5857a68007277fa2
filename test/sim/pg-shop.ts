/**
 * The shop's database on a real PostgreSQL. Statements of all processes wait at one gate (pg-gate.ts); how long is
 * drawn from the world's dice, so transactions interleave at every statement in an order that follows from the seed.
 */
import type { Clockwork } from './clockwork.ts';
import type { Dice } from './dice.ts';
import { Gate, type Seen } from './pg-gate.ts';
import type { PgPlace } from './pg-place.ts';
import { PgLink } from './pg-process.ts';
import type { Backup } from './pg-rows.ts';
import type { Line } from './pg-wire.ts';
import type { Founding, ProcessMeans, ShopDatabase, ShopLink } from './shop-database.ts';
import { noData, type Data } from './shop-tables.ts';

/** Virtual ms a statement waits before it goes; where statements interleave on purpose, the longer ones too. */
const PAUSE_MS = 4;
const LONG_PAUSE_MS = 40;

export class PgShop implements ShopDatabase {
  data: Data = noData();
  readonly listeners: ShopDatabase['listeners'] = new Set();
  onCommit: () => void = () => undefined;
  readonly #gate: Gate;
  readonly #place: PgPlace;
  readonly #clockwork: Clockwork;
  readonly #dice: Dice;
  readonly #links = new Set<PgLink>();
  #orgId = '';
  #storeId = '';
  #founded: Promise<void> = Promise.resolve();
  #isSeen = true; // `data` is what is committed

  constructor(place: PgPlace, seen: Seen, { clockwork, dice }: { clockwork: Clockwork; dice: Dice }) {
    this.#place = place;
    this.#clockwork = clockwork;
    this.#dice = dice;
    this.#gate = new Gate(
      place,
      {
        onHeld: (line) => this.#later(line, () => this.#linkOf(line)?.proceed(line)),
        onBack: (line) => this.#later(line, () => this.#linkOf(line)?.answer(line)),
      },
      seen,
    );
    this.#gate.keeps = (line) => this.#linkOf(line)?.isUnheard(line) === true;
    this.#gate.onCommitted = () => {
      this.#isSeen = false;
    };
    this.#gate.onRest = () => this.#look();
  }

  rest = (): Promise<void> => this.#gate.rest();

  found(shop: Founding): void {
    this.#orgId = shop.orgId;
    this.#storeId = shop.storeId;
    this.#founded = this.#gate.work(() => this.#place.rows.found(shop));
  }

  enrol(till: Founding['tills'][number]): Promise<void> {
    this.#isSeen = false;
    return this.#gate.work(() => this.#place.rows.enrol(this.#orgId, this.#storeId, [till]));
  }

  connect(means: ProcessMeans): ShopLink {
    const orgId = () => this.#founded.then(() => this.#orgId);
    const link = new PgLink(this.#gate, orgId, { ...means, appUrl: this.#place.appUrl });
    this.#links.add(link);
    return link;
  }

  backup(): (serverEpoch: string | null) => void {
    const backup: Backup = this.#gate.work(() => this.#place.rows.backup(this.#orgId));
    return (serverEpoch) => {
      this.#isSeen = false;
      this.#gate.work(() => this.#place.rows.restore(this.#orgId, backup, serverEpoch)).catch(this.#gate.fail);
    };
  }

  async close(): Promise<void> {
    for (const link of this.#links) link.die();
    await this.#gate.rest();
  }

  #linkOf = (line: Line): PgLink | undefined => [...this.#links].find(({ crew }) => crew.wire.lines.has(line));

  #later(line: Line, act: () => void): void {
    const most = this.#linkOf(line)?.isSlow === true && this.#dice.chance(0.1) ? LONG_PAUSE_MS : PAUSE_MS;
    this.#clockwork.after(this.#dice.int(0, most), act);
  }

  /** What was committed since, for the checks and for those who wait for news. */
  async #look(): Promise<void> {
    if (this.#isSeen) return;
    this.#isSeen = true;
    const before = this.data.stream_head;
    this.data = await this.#place.rows.look(this.#orgId);
    this.onCommit();
    const moved = [...this.data.stream_head].filter(([stream, seq]) => (before.get(stream) ?? 0) < seq);
    if (moved.length === 0) return;
    this.#clockwork.after(1, () => {
      for (const tell of this.listeners) tell(Object.fromEntries(moved));
    });
  }
}
