/**
 * Two writers and a reader, by the product's own code: what they do, and what must hold whichever way their statements
 * fall. S9: a reader at n has seen every committed change up to n. S7: chains are whole. S5, S8: stock is the sum of
 * its moves, and nothing good is kept aside.
 */
import { canonicalText, genesisHash } from '../../src/core/journal.ts';
import { accept } from '../../src/server/journal/accept.ts';
import { readPages } from '../../src/server/journal/feed.ts';
import type { Push } from '../../src/server/journal/push.ts';
import type { EntryBody, EntryKind } from '../../src/wire/entry.ts';
import { pushHeader, type PushErr, type PushOk, type Stream } from '../../src/wire/sync.ts';
import { returnOf, saleOf } from '../support/facts.ts';
import type { Dice } from './dice.ts';
import type { Part, Play } from './interleave.ts';
import { movesIn } from './goods.ts';
import { keyOf, sha256 } from './model-crypto.ts';
import type { PgPlace } from './pg-place.ts';
import type { PgLink } from './pg-process.ts';
import { chainKey, type Data } from './shop-tables.ts';
import { EPOCH_MS } from './world.ts';

/** A read is of one moment: that of its first statement. A write sees nothing before its second. */
const READ_STOPS = /^begin/;
const EVERY = /^(?!begin)/;
const BOOK_STOPS = /into stock |into "stream_head"|into feed |^commit/;
const CHAIN_STOPS = /from "journal_head"|into entry |^commit/;
const MEETING_STOPS = /advisory|into sale |^commit/;

type Till = { readonly deviceId: string; readonly incarnation: string; readonly lines: string[] };

class Scene {
  readonly orgId: string;
  readonly storeId: string;
  readonly tills: readonly Till[];
  readonly #place: PgPlace;
  readonly #dice: Dice;
  readonly #times: number;
  readonly #told: string[] = []; // what went wrong on the way
  readonly #seen = new Map<string, number>();
  readonly #reads: { readonly to: number; readonly seen: ReadonlyMap<string, number> }[] = [];

  private constructor(place: PgPlace, dice: Dice, reads: number) {
    this.#place = place;
    this.#times = reads;
    this.#dice = dice;
    [this.orgId, this.storeId] = [dice.uuid(), dice.uuid()];
    this.tills = [1, 2].map(() => ({ deviceId: dice.uuid(), incarnation: dice.uuid(), lines: [] }));
  }

  static async open(place: PgPlace, dice: Dice, reads: number): Promise<Scene> {
    const scene = new Scene(place, dice, reads);
    const tills = scene.tills.map((till, at) => ({
      ...till,
      keyJwk: JSON.stringify(keyOf(`till ${at}`)),
      tillNo: at + 1,
    }));
    const { orgId, storeId } = scene;
    await place.rows.found({ orgId, storeId, serverEpoch: dice.uuid(), tills });
    return scene;
  }

  get stream(): Stream {
    return `store:${this.storeId}`;
  }

  till(at: number): Till {
    const till = this.tills[at];
    if (till === undefined) throw new Error('no such till');
    return till;
  }

  /** The till journals this. */
  fact<K extends EntryKind>(till: Till, kind: K, body: EntryBody<K>): void {
    const last = till.lines.at(-1);
    const prev = last === undefined ? genesisHash(sha256, till.deviceId, till.incarnation) : sha256(last);
    const times = { wallMs: EPOCH_MS, monoMs: 1, offsetMs: null, staffId: null, businessDate: '2026-03-01' };
    const place = { seq: till.lines.length + 1, prev, entryId: this.#dice.uuid() };
    till.lines.push(canonicalText({ v: 1, ...place, kind, ...times, body }));
  }

  /** The till's whole journal is pushed. */
  push(till: Till): (link: PgLink) => Promise<void> {
    const push = pushOf(till, this.#dice.hex(32));
    return async (link) => {
      const means = {
        door: link.door,
        clock: () => EPOCH_MS,
        ids: this.#dice.uuid,
        sha256Hex: sha256,
        verify: () => Promise.resolve(true),
        promise: () => Promise.resolve({ durability: 'fsync' as const, safe: true }),
        report: (what: string) => this.#told.push(`S16: ${what}`),
      };
      this.#answered(await accept(means, push));
    };
  }

  #answered(answer: PushOk | PushErr): void {
    if ('error' in answer) this.#told.push(`L4: a good push was answered ${answer.error}`);
  }

  /** The office changes a row of its own and one that both change. */
  change(id: string): (link: PgLink) => Promise<void> {
    const rows = [id, 'both'].map((name) => ({ t: 'note', id: name, r: { text: `by ${id}` } }));
    return (link) =>
      link.door.write((tx) => {
        tx.putState(this.stream, rows);
        return Promise.resolve();
      });
  }

  /** A device that asks for what lies past its cursor, again and again. */
  reader(): Part {
    const cursor = { stream: this.stream, gen: 'x', after: 0, mark: '' };
    const [chain] = this.tills;
    const act = async (link: PgLink) => {
      for (let n = 0; n < this.#times; n += 1) {
        const pull = { proto: 1 as const, schema: 1, maxBytes: 1e6, incarnation: '', streams: [{ ...cursor }] };
        const [page] = await link.door.read((port) => readPages(port, chain ?? this.till(0), pull));
        if (page === undefined || 'error' in page) {
          this.#told.push(`S9: a good cursor was answered ${page?.error ?? 'nothing'}`);
          return;
        }
        for (const { t, id, s } of page.rows) this.#seen.set(`${t} ${id}`, s);
        [cursor.after, cursor.mark] = [page.to, page.mark];
        this.#reads.push({ to: page.to, seen: new Map(this.#seen) });
      }
    };
    return { name: 'r', act, stops: READ_STOPS };
  }

  play(parts: readonly Part[]): Play {
    return { orgId: this.orgId, parts, judge: async () => this.#judge(await this.#place.rows.look(this.orgId)) };
  }

  #judge(data: Data): string | null {
    return this.#told[0] ?? this.#judgeReads(data) ?? this.#judgeChains(data) ?? this.#judgeBooks(data);
  }

  #judgeReads(data: Data): string | null {
    const lines = [...data.feed.values()].filter(({ stream }) => stream === this.stream);
    for (const { to, seen } of this.#reads) {
      for (const { t, id, s } of lines) {
        if (s <= to && seen.get(`${t} ${id}`) !== s)
          return `S9: a reader stands at ${to} without change ${s} of ${t} ${id}`;
      }
    }
    const numbers = lines.map(({ s }) => s);
    const head = data.stream_head.get(this.stream) ?? 0;
    if (new Set(numbers).size < numbers.length || Math.max(0, ...numbers) > head) {
      return `S9: numbers ${numbers.join()} under the head ${head}`;
    }
    return null;
  }

  #judgeChains(data: Data): string | null {
    for (const till of this.tills) {
      const key = chainKey(till);
      for (const [at, bytes] of till.lines.entries()) {
        const stored = data.entry.get(`${key} ${at + 1}`);
        if (stored?.bytes !== bytes || stored.hash !== sha256(bytes))
          return `S7: ${at + 1} is not stored as it was made`;
        const effect = data.effect.get(stored.entryId);
        if (effect?.status !== 'applied') return `S8: ${stored.kind} is ${effect?.status ?? 'without effect'}`;
      }
      const head = data.head.get(key);
      if ((head?.seq ?? 0) !== till.lines.length) return `S7: the head is ${head?.seq ?? 0} of ${till.lines.length}`;
      if (head?.state === 'frozen') return 'S7: a good chain is frozen';
    }
    return null;
  }

  #judgeBooks(data: Data): string | null {
    const sums = new Map<number, number>();
    for (const { skuNo, deltaMilli } of this.tills.flatMap(({ lines }) => lines.flatMap(movesIn))) {
      sums.set(skuNo, (sums.get(skuNo) ?? 0) + deltaMilli);
    }
    for (const [skuNo, right] of sums) {
      const stock = data.stock.get(`${this.storeId} ${skuNo}`)?.onHandMilli;
      const told = JSON.parse(data.feed.get(`${this.stream} stock ${skuNo}`)?.body ?? '{}') as { onHandMilli?: number };
      if (stock !== right || told.onHandMilli !== right) {
        const [is, said] = [String(stock), String(told.onHandMilli)];
        return `S5: stock of ${skuNo} is ${is}, told as ${said}, its moves come to ${right}`;
      }
    }
    return null;
  }
}

function pushOf({ deviceId, incarnation, lines }: Till, nonce: string): Push {
  const header = {
    proto: 1, deviceId, incarnation, from: 1, to: lines.length, headHash: sha256(lines.at(-1) ?? ''),
    headSeq: lines.length, bodyDigest: sha256(lines.join('\n')), timeMs: EPOCH_MS, nonce,
  }; // prettier-ignore
  return { header: pushHeader.parse(header), headerText: canonicalText(header), signature: new Uint8Array(64), lines };
}

function goods(...skuNos: readonly number[]): EntryBody<'sale.completed'> {
  const lines = skuNos.map((skuNo) => ({ skuNo }));
  return saleOf(lines, { currency: 'GBP' });
}

/** Each scene by name. */
export const SCENES: Readonly<Record<string, (scene: Scene) => readonly Part[]>> = {
  'two changes': (scene) => [
    { name: 'a', act: scene.change('a'), stops: EVERY },
    { name: 'b', act: scene.change('b'), stops: EVERY },
    scene.reader(),
  ],
  'two sales of one product': (scene) => {
    for (const [at, till] of scene.tills.entries()) scene.fact(till, 'sale.completed', goods(1, at + 2));
    const part = (name: string, at: number): Part => ({ name, act: scene.push(scene.till(at)), stops: BOOK_STOPS });
    return [part('a', 0), part('b', 1), scene.reader()];
  },
  'one push twice': (scene) => {
    const till = scene.till(0);
    for (const skuNo of [1, 2]) scene.fact(till, 'sale.completed', goods(skuNo));
    const part = (name: string): Part => ({ name, act: scene.push(till), stops: CHAIN_STOPS });
    return [part('a'), part('b'), scene.reader()];
  },
  'a sale and its return': (scene) => {
    const sale = goods(1);
    scene.fact(scene.till(0), 'sale.completed', sale);
    scene.fact(scene.till(1), 'return.completed', { ...returnOf(sale), currency: 'GBP' });
    const part = (name: string, at: number): Part => ({ name, act: scene.push(scene.till(at)), stops: MEETING_STOPS });
    return [part('a', 0), part('b', 1), scene.reader()];
  },
};

/** The scene of this name, in a shop of its own, with so many reads. */
export async function playOf(place: PgPlace, { name, reads, dice }: Wanted): Promise<Play> {
  const scene = await Scene.open(place, dice, reads);
  return scene.play(SCENES[name]?.(scene) ?? []);
}

type Wanted = { readonly name: string; readonly reads: number; readonly dice: Dice };
