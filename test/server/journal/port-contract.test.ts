/**
 * The journal's port has two implementations: over SQL, and in memory for simulated lives. One script of operations is
 * played on both, and every answer must be the same; so what a simulated life shows of the server holds of the real
 * one.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalText, genesisHash } from '../../../src/core/journal.ts';
import { journalDoor } from '../../../src/server/db/journal-tx.ts';
import { accept } from '../../../src/server/journal/accept.ts';
import { readPages } from '../../../src/server/journal/feed.ts';
import { answerHello } from '../../../src/server/journal/hello.ts';
import type { FeedPort, JournalDoor, JournalTx } from '../../../src/server/journal/port.ts';
import type { EntryBody } from '../../../src/wire/entry.ts';
import { pushHeader, type Stream } from '../../../src/wire/sync.ts';
import { returnOf, saleOf } from '../../support/facts.ts';
import { Clockwork } from '../../sim/clockwork.ts';
import { Dice } from '../../sim/dice.ts';
import { CALM_ENGINE } from '../../sim/faults.ts';
import { Shop, ShopDoor } from '../../sim/shop-door.ts';
import { onBothEngines } from '../engines.ts';
import { serverWorld, STORE, type ServerWorld } from '../server-world.ts';
import { sha256Hex, type TestTill } from '../test-till.ts';

const STEPS = 100;
const STREAM: Stream = `store:${STORE}`;
const PROMISED = { durability: 'fsync' as const, safe: true };

/** An empty shop in memory, with the org, the devices and the streams of the one over SQL. */
async function memoryDoor(sql: JournalDoor, tills: readonly TestTill[]): Promise<JournalDoor> {
  const shop = new Shop();
  const { data } = shop;
  const org = await sql.write((tx) => tx.org());
  data.org.set('', org);
  await sql.read(async (port) => {
    for (const { deviceId, incarnation } of tills) {
      const device = await port.device(deviceId);
      if (device !== null) data.device.set(deviceId, { ...device, incarnation, incarnationNo: 1 });
    }
    for (const stream of ['org', STREAM] as const) {
      data.stream_head.set(stream, await port.head(stream));
      for (const line of await port.rowsAfter(stream, 0, 1000)) {
        data.feed.set(`${stream} ${line.t} ${line.id}`, { stream, ...line });
        data.mark.set(`${stream} ${String(line.s)}`, (await port.markAt(stream, line.s)) ?? '');
      }
    }
  });
  const door = new ShopDoor({
    shop, clockwork: new Clockwork(), dice: new Dice(1), faults: () => CALM_ENGINE, process: { alive: true },
    onCrash: () => undefined, projectionFails: () => false,
  }); // prettier-ignore
  // Enrolment has opened their chains.
  const genesis = (till: TestTill) => genesisHash(sha256Hex, till.deviceId, till.incarnation);
  await door.write(async (tx) => {
    for (const till of tills) await tx.openHead(chainOf(till), genesis(till), 0);
  });
  return door;
}

/** What has been said so far, to be asked about and said again. */
type Script = {
  readonly dice: Dice;
  readonly tills: readonly TestTill[];
  readonly sales: EntryBody<'sale.completed'>[];
  readonly returns: EntryBody<'return.completed'>[];
  readonly entryIds: string[];
  step: number;
};

function someFact({ dice, sales, returns, entryIds }: Script, till: TestTill): void {
  const roll = dice.next();
  const goods = () => ({ skuNo: dice.int(1, 4), qtyMilli: dice.int(1, 3) * 1000 });
  if (roll < 0.5 || sales.length === 0) {
    const sale = saleOf(Array.from({ length: dice.int(1, 3) }, goods), {
      ...(dice.chance(0.1) && sales.length > 0 ? { cartId: dice.pick(sales).cartId, sourceQr: 'O0:x' } : {}),
    });
    sales.push(sale);
    entryIds.push(till.fact('sale.completed', sale));
  } else if (roll < 0.75) {
    returns.push(returnOf(dice.pick(sales)));
    entryIds.push(till.fact('return.completed', returns.at(-1)!));
  } else if (roll < 0.85) {
    entryIds.push(till.fact('stock.moved', { moves: [{ ...goodsMoved(dice), reason: 'receive', ref: 'x' }] }));
  } else entryIds.push(till.fact('pin.failed', { staffId: STORE }));
}

const goodsMoved = (dice: Dice) => ({ skuNo: dice.int(1, 4), deltaMilli: dice.int(-5, 5) * 1000 || 1000 });

/** A push of some lines of the till, as its header would say it. */
function pushOf(script: Script, till: TestTill, lines: readonly string[], from: number, storeOnly: boolean) {
  const header = {
    proto: 1, deviceId: till.deviceId, incarnation: till.incarnation, from, to: from + lines.length - 1,
    headHash: sha256Hex(lines.at(-1) ?? ''), headSeq: Math.max(till.lines.length, from + lines.length - 1),
    bodyDigest: sha256Hex(lines.join('\n')), timeMs: nowOf(script), nonce: script.dice.hex(32),
    ...(storeOnly ? { storeOnly } : {}),
  }; // prettier-ignore
  return { header: pushHeader.parse(header), headerText: canonicalText(header), signature: new Uint8Array(64), lines };
}

const nowOf = ({ step }: Script): number => 1_790_000_000_000 + step * 1000;
const chainOf = ({ deviceId, incarnation }: TestTill) => ({ deviceId, incarnation });

/** One step for both: made once, so that chance and chains are the same. */
function nextAct(script: Script): (door: JournalDoor) => Promise<unknown> {
  const { dice, tills } = script;
  const till = dice.pick(tills.slice(0, 3));
  const roll = dice.next();
  if (roll < 0.6) {
    const sent = dice.int(0, Math.max(0, till.lines.length - 1));
    for (let n = dice.int(1, 4); n > 0; n -= 1) someFact(script, till);
    const from = dice.chance(0.7) ? 1 : dice.chance(0.7) ? sent + 1 : till.lines.length; // whole, some again, a gap
    const push = pushOf(script, till, till.lines.slice(from - 1), from, dice.chance(0.15));
    const batchId = dice.uuid();
    return (door) => accept({ ...meansOf(script, door), ids: () => batchId }, push);
  }
  if (roll < 0.65) {
    const other = [...till.lines.slice(0, -1), (till.lines.at(-1) ?? '').replace('"seq"', '"sep"')];
    const push = pushOf(script, till, other, 1, false); // a chain that breaks off, or forks: of the last till only
    const [forked, batchId] = [{ ...push, header: { ...push.header, ...chainOf(tills[3]!) } }, dice.uuid()];
    return (door) => accept({ ...meansOf(script, door), ids: () => batchId }, forked);
  }
  if (roll < 0.8) {
    const rows = Array.from({ length: dice.int(1, 5) }, () => ({
      t: 'stock', id: String(dice.int(1, 6)), r: dice.chance(0.3) ? null : { skuNo: 1, onHandMilli: dice.int(0, 9) },
    })); // prettier-ignore
    const [fails, skuNo] = [dice.chance(0.3), dice.int(1, 4)];
    return async (door) => {
      const work = door.write(async (tx) => {
        tx.putState(STREAM, rows);
        await tx.addStock(STORE, new Map([[skuNo, 0]]));
        if (fails) throw new Error('all of it is undone');
      });
      return work.then(() => 'kept', String);
    };
  }
  return otherAct(script, till);
}

function otherAct(script: Script, till: TestTill): (door: JournalDoor) => Promise<unknown> {
  const { dice, entryIds } = script;
  const [id, epoch] = [entryIds.length > 0 ? dice.pick(entryIds) : 'none', dice.uuid()];
  if (dice.chance(0.4)) {
    const hello = {
      proto: 1 as const, schema: 1, app: 'x', ...chainOf(till), headSeq: till.lines.length, headHash: till.headHash,
      ackedSeq: 0, ackedHash: genesisHash(sha256Hex, till.deviceId, till.incarnation), serverEpoch: null,
      storage: { persisted: true, usage: 1, quota: 2, dataLoss: false }, wallMs: nowOf(script), monoMs: 1,
    }; // prettier-ignore
    return async (door) => {
      const device = await door.read((port) => port.device(till.deviceId));
      const answer = await answerHello({ ...meansOf(script, door), ids: () => epoch }, device!, hello, PROMISED);
      return { ...answer, marks: Object.entries(answer.marks ?? {}).map(([stream, mark]) => [stream, mark !== '']) };
    };
  }
  if (dice.chance(0.3)) return (door) => door.write((tx) => tx.renewEpoch(epoch));
  if (dice.chance(0.5)) {
    const ruling = { status: 'parked' as const, code: 'projection_failed' as const, awaits: null };
    const place = { ...chainOf(till), seq: dice.int(1, 9) };
    const isPlaced = dice.chance(0.3);
    return (door) => door.write((tx) => (isPlaced ? tx.placeEffect(id, place) : tx.setEffect(id, ruling)));
  }
  return (door) =>
    door.write(async (tx) => {
      await tx.incarnationOpened(chainOf(till), 1);
      return tx.openLives(till.deviceId);
    });
}

const meansOf = (script: Script, door: JournalDoor) => ({
  door,
  clock: () => nowOf(script),
  sha256Hex,
  verify: () => Promise.resolve(true),
  promise: () => Promise.resolve(PROMISED),
  report: () => undefined,
});

const sorted = <T>(rows: Iterable<T>): T[] => [...rows].sort((a, b) => (canonicalText(a) < canonicalText(b) ? -1 : 1));

/** Everything the rules ask of a transaction. */
async function asked({ tills, sales, returns, entryIds }: Script, tx: JournalTx) {
  const saleIds = sales.slice(-8).map(({ saleId }) => saleId);
  const taken = await tx.takenBy({
    saleIds,
    cartIds: sales.slice(-8).map(({ cartId }) => cartId),
    numbers: sales.slice(-8).map(({ no }) => ({ storeId: STORE, no })),
  });
  const chains = [];
  for (const till of tills) {
    const chain = chainOf(till);
    const hashes = await tx.storedHashes(chain, 2, till.lines.length);
    const { kind, state, storeId, keyJwk } = (await tx.device(till.deviceId))!;
    const lives = [await tx.openLives(till.deviceId), await tx.openings(till.deviceId)];
    const isForked = await tx.isTaskOpen('till_forked', `${till.deviceId} ${till.incarnation}`);
    chains.push([await tx.lockHead(chain), hashes, lives, isForked, kind, state, storeId, keyJwk]);
  }
  return {
    chains,
    org: await tx.org(),
    head: await tx.head(STREAM),
    effects: sorted(await tx.effects(entryIds.slice(-20))),
    waiting: (await tx.waitingFor(saleIds)).map(({ effect, bytes, device }) => [effect, bytes, device.deviceId]),
    sold: sorted(
      [...(await tx.soldOf(saleIds))].map(([id, { sold, returned }]) => [id, sorted(sold), sorted(returned)]),
    ),
    taken: [sorted(taken.saleIds), sorted(taken.cartIds), sorted(taken.numbers)],
    returns: sorted(await tx.returnsKnown(returns.slice(-8).map(({ returnId }) => returnId))),
  };
}

/** Everything a pull asks; marks are drawn at random, so only whether there is one. */
async function pulled({ tills, step }: Script, port: FeedPort) {
  const head = await port.head(STREAM);
  const after = Math.min(head, step % 7);
  const marks = [];
  for (let seq = 1; seq <= head + 1; seq += 1) marks.push((await port.markAt(STREAM, seq)) !== null);
  const mark = after === 0 ? '' : ((await port.markAt(STREAM, after)) ?? '');
  const chain = chainOf(tills[step % tills.length]!);
  const asks = { proto: 1 as const, schema: 1, maxBytes: 300 + (step % 5) * 400, incarnation: chain.incarnation };
  const pages = await readPages(port, chain, {
    ...asks,
    streams: [{ stream: STREAM, gen: 'x', after, mark }],
  });
  return {
    head,
    marks,
    pages: pages.map((page) => ({
      ...page,
      mark: '',
      ...('afterMark' in page && { afterMark: page.afterMark === mark }),
    })),
    rows: await port.rowsAfter(STREAM, after, 4),
    counts: [await port.countAfter(STREAM, after, 3), await port.countAll(STREAM)],
    applied: await port.applied(chain, 3),
    sums: await port.sums(STREAM),
    epoch: await port.serverEpoch(),
    snapshot: await port.newestSnapshot('org'),
  };
}

onBothEngines('the port in memory and over SQL', (engine) => {
  let world: ServerWorld;
  beforeAll(async () => {
    world = await serverWorld(engine);
  });
  afterAll(() => world.close());

  test(`${String(STEPS)} steps of one script are answered alike`, async () => {
    const tills = [await world.till(), await world.till(), await world.till(), await world.till()];
    const sql = journalDoor(world.door, world.deps.orgId);
    const memory = await memoryDoor(sql, tills);
    const script: Script = { dice: new Dice(7), tills, sales: [], returns: [], entryIds: [], step: 0 };
    const told = new Set<string>();
    for (script.step = 1; script.step <= STEPS; script.step += 1) {
      const act = nextAct(script);
      const [right, mine] = [await act(sql), await act(memory)];
      expect(mine, `step ${String(script.step)}`).toEqual(right);
      const question = (tx: JournalTx) => asked(script, tx);
      expect(await memory.write(question), `after step ${String(script.step)}`).toEqual(await sql.write(question));
      const pull = (port: FeedPort) => pulled(script, port);
      expect(await memory.read(pull), `pulled after ${String(script.step)}`).toEqual(await sql.read(pull));
      for (const [word] of JSON.stringify(right ?? null).matchAll(/"(?:applied|parked|dup|gap|fork|broken_chain)"/g))
        told.add(word);
    }
    expect([...told].sort()).toEqual(['"applied"', '"broken_chain"', '"dup"', '"fork"', '"gap"', '"parked"']);
  });
});
