/**
 * Planted bugs: each is a lie some till has told in the field, as a change of one text in one file. The simulator must
 * find every one of them, by the invariant that is named, or it proves nothing.
 */
import { LIFE_MUTANTS } from './life-mutants.ts';
import type { Mutant } from './mutant.ts';

const CLIENT = 'src/client';
const JOURNAL = 'src/server/journal';
const DB = 'src/server/db';
const ordersOf = (scene: string) => ['--tier', '2', '--orders', scene] as const;

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'ack-before-commit',
    lie: 'the answer is sent, then the commit is made',
    file: `${JOURNAL}/accept.ts`,
    find: 'return await means.door.write((tx) => storePush(tx, means, { ...plan, push, device }));',
    replace: `return await new Promise((resolve, reject) => {
        means.door.write(async (tx) => {
          const stored = await storePush(tx, means, { ...plan, push, device });
          resolve(stored);
          return stored;
        }).catch(reject);
      });`,
    killedBy: ['S1', 'S13', 'U1'],
  },
  {
    name: 'give-up-after-5',
    lie: 'five failures and the queue is left alone',
    file: `${CLIENT}/sync/lane.ts`,
    find: 'const notBeforeMs = turn.nowMs',
    replace: 'const notBeforeMs = (fails > 5 ? Infinity : 0) + turn.nowMs',
    killedBy: ['L1', 'S8'],
  },
  {
    name: 'push-needs-live',
    lie: 'pushes only while the live channel is open',
    file: `${CLIENT}/sync/engine.ts`,
    find: 'return state.headSeq > state.ackedSeq && !state.frozen;',
    replace:
      'return state.headSeq > state.ackedSeq && !state.frozen && state.lanes.live.n === null && state.epoch === null;',
    killedBy: ['L1'],
  },
  {
    name: 'relaxed-journal',
    lie: 'the journal does not wait for the disk',
    file: `${CLIENT}/db/journal-db.ts`,
    find: "chromeTransactionDurability: 'strict'",
    replace: "chromeTransactionDurability: 'relaxed'",
    killedBy: ['S1', 'S7'],
  },
  {
    name: 'await-digest-in-tx',
    lie: 'a digest is awaited between the braces',
    file: `${CLIENT}/db/commit-entry.ts`,
    find: 'const hash = sha256Hex(bytes);',
    replace: 'const hash = sha256Hex(bytes);\n    await new Promise((resolve) => setTimeout(resolve, 1));',
    killedBy: ['S8', 'S1', 'S7', 'F0', 'S14', 'S3'], // no till even begins its journal
  },
  {
    name: 'seq-outside-tx',
    lie: 'the head is read before the transaction',
    file: `${CLIENT}/db/commit-entry.ts`,
    find: "      readMeta(db, 'head'),\n    ]);\n",
    // Read by itself, in a moment of its own: the transaction is over when the answer comes.
    replace: "      readMeta(db, 'head'),\n    ]);\n    await new Promise((resolve) => setTimeout(resolve, 1));\n",
    killedBy: ['S8', 'S7', 'S14', 'S1', 'F0'], // nor does one here
  },
  {
    name: 'new-id-on-retry',
    lie: 'each try of a sale is a new fact',
    file: `${CLIENT}/db/commit-entry.ts`,
    find: 'if (before) return { row: before, entry: readEntry(before), register, repeated: true };',
    replace: '',
    killedBy: ['S3', 'S1'],
  },
  {
    name: 'paid-to-draft',
    lie: 'a cart saved late comes back after it was paid',
    file: `${CLIENT}/db/cart-shelf.ts`,
    find: 'if (before?.cart === null) return;',
    replace: '',
    killedBy: ['S10'],
  },
  {
    name: 'epoch-ignored',
    lie: 'a lower head of the server is not believed: no rewind after a restore',
    file: `${CLIENT}/sync/engine-push.ts`,
    find: 'return { ...state, ackedSeq: seq, safeSeq, epoch',
    replace: 'return { ...state, ackedSeq: Math.max(state.ackedSeq, seq), safeSeq, epoch',
    killedBy: ['S1', 'L1'],
  },
  {
    name: 'hot-retry',
    lie: 'no backoff',
    file: `${CLIENT}/sync/lane.ts`,
    find: 'const fails = lane.fails + 1;',
    replace: 'const fails = 0 * lane.fails;',
    killedBy: ['L2'],
  },
  {
    name: 'clock-locks-out',
    lie: "the server's time is not taken over",
    file: `${CLIENT}/sync/server-clock.ts`,
    find: 'samples = [{ tripMs: Infinity, serverMinusMono: told - mono() }];',
    replace: 'void told;',
    killedBy: ['L1', 'L2', 'S8'],
  },
  {
    name: 'cursor-before-rows',
    lie: 'the cursor is saved without the rows it stands for',
    file: `${CLIENT}/sync/apply.ts`,
    find: '    await eachGathered(cache, stream, base.seq, lay);\n',
    replace: '',
    killedBy: ['S8', 'S9'],
  },
  {
    name: 'publish-half-pull',
    lie: 'each page of a pull is shown by itself, under the number of all',
    file: `${CLIENT}/sync/apply.ts`,
    find: 'return page.more ? gather(deps.cache, page, incoming) : publish(deps.cache, page,',
    replace: 'return publish(deps.cache, { ...page, to: page.head },',
    killedBy: ['S8', 'S9', 'S11'],
  },
  {
    name: 'pull-overwrites-pending',
    lie: "a row of the server's replaces what is pending here",
    file: `${CLIENT}/catalogue/own-stock.ts`,
    find: 'return told === undefined && own === 0 ? undefined : (told ?? 0) + own;',
    replace: 'return told ?? own;',
    killedBy: ['S11', 'S8'],
  },
  {
    name: 'restored-forgets-own',
    lie: 'what was counted in once is not counted again after a restore',
    file: `${CLIENT}/catalogue/catalogue.ts`,
    find: '    if (isMine) this.#takeIn(shown, uncounted);\n',
    replace: '    if (isMine && this.#ownSeq === 0) this.#takeIn(shown, uncounted);\n',
    killedBy: ['S11', 'S8'],
  },
  {
    name: 'mark-not-written',
    lie: 'an acknowledgement that could not be written is believed',
    file: `${CLIENT}/sync/driver.ts`,
    find: '      onFault(error);\n      this.#rereadSoon();\n    }); // prettier-ignore',
    replace: '      onFault(error);\n    }); // prettier-ignore',
    killedBy: ['L1', 'U1'],
  },
  {
    name: 'repeated-is-no-news',
    lie: 'a sale stored by a try that seemed to fail is not told to the page',
    file: `${CLIENT}/open-till.ts`,
    find: '(repeated && row.seq <= headSeq)',
    replace: 'repeated',
    killedBy: ['U2'],
  },
  {
    name: 'half-pull-in-the-way',
    lie: 'pages of a pull nobody goes on with are kept',
    file: `${CLIENT}/sync/apply.ts`,
    find: '  await dropGathered(cache, stream);\n  const base',
    replace: '  const base',
    killedBy: ['S8', 'L2', 'L3'],
  },
  {
    name: 'no-compaction',
    lie: 'generations nobody shows are kept',
    file: `${CLIENT}/sync/apply.ts`,
    find: 'if (cursor?.now && cursor.now.key !== key) await dropGeneration(cache, stream, cursor.now.key);',
    replace: '',
    killedBy: ['L3'],
  },
  {
    name: 'mark-ignored',
    lie: 'a cursor of another history is trusted',
    file: `${JOURNAL}/feed.ts`,
    find: "    return { stream, error: 'history_changed', gen: newGen };\n  return (await",
    replace: '    void 0;\n  return (await',
    killedBy: ['S8', 'S9', 'S11'],
  },
  {
    name: 'parked-counts-as-applied',
    lie: 'parked facts are told as counted in',
    file: `${JOURNAL}/feed.ts`,
    find: 'const applied = { incarnation: chain.incarnation, seq, parked: [...parked] };',
    replace: 'const applied = { incarnation: chain.incarnation, seq, parked: parked.slice(parked.length) };',
    killedBy: ['S11'],
  },
  {
    name: 'deadlock-parks',
    lie: 'a busy engine is a verdict about the entry',
    file: `${JOURNAL}/accept.ts`,
    find: `  } catch (cause) {
    if (cause instanceof StorageFault) throw cause;
    means.report('projection failed'`,
    replace: `  } catch (cause) {
    means.report('projection failed'`,
    killedBy: ['S16', 'S18'],
  },
  {
    name: 'same-id-is-another',
    lie: 'an entry sent again is taken in again',
    file: `${JOURNAL}/store-push.ts`,
    find: 'const fresh = lines.slice(known.length);',
    replace: 'const fresh = lines;',
    killedBy: ['S7', 'S3', 'L1', 'S1', 'S8', 'S12'],
  },
  {
    name: 'reserialised-bytes',
    lie: 'the server stores its own JSON',
    file: `${JOURNAL}/store-push.ts`,
    find: 'await tx.addEntries(batch, lines);',
    replace:
      'await tx.addEntries(batch, lines.map((line) => ({ ...line, bytes: JSON.stringify({ ...line.entry }) })));',
    killedBy: ['S7', 'S12'],
  },
  {
    name: 'batch-fails-as-one',
    lie: 'one entry our code fails on stops all behind it',
    file: `${JOURNAL}/accept.ts`,
    find: "    means.report('careful mode', { deviceId: device.deviceId, cause: String(cause) });",
    replace: '    throw cause;',
    killedBy: ['L4'],
  },
  {
    name: 'absolute-stock',
    lie: 'a move is told as a level',
    file: `${JOURNAL}/move-stock.ts`,
    find: '  return tx.addStock(storeId, sums, new Set(counted.map(({ sku_no }) => sku_no)));',
    replace: '  return tx.addStock(storeId, sums).then((stocked) => ({ ...stocked, onHand: sums }));',
    killedBy: ['S5', 'S8', 'S11'],
  },
  {
    name: 'waits-for-ever',
    lie: 'a return that came before its sale is not decided with it',
    file: `${JOURNAL}/project.ts`,
    find: 'await ruleAgain(tx, await tx.waitingFor(awaited), { atMs, by: rule });',
    replace: 'void ruleAgain;',
    killedBy: ['S18'],
  },
  {
    name: 'waiting-fails-the-sale',
    lie: 'a sale is kept aside because our code fails on a return that waited for it',
    file: `${JOURNAL}/accept.ts`,
    find: 'if (!plan.unread.has(plan.upTo) && awaitedIn(bytes).length > 0) {',
    replace: 'if (awaitedIn(bytes).length > 1_000) {',
    killedBy: ['S16'],
  },
  {
    name: 'tried-at-a-start-only',
    lie: 'what was in the way of an entry goes, and the entry stays kept until a server starts',
    file: `${JOURNAL}/decide-again.ts`,
    find: 'timesBy(untilMs - receivedMs) > timesBy(afterMs - receivedMs)',
    replace: 'timesBy(untilMs - receivedMs) < timesBy(afterMs - receivedMs)',
    killedBy: ['S8'],
  },
  {
    name: 'meets-nobody',
    lie: "a return and its sale, or one phone's cart twice, that come at one moment do not see each other",
    file: `${JOURNAL}/project.ts`,
    find: '  await holdUp(tx, facts);\n',
    replace: '',
    killedBy: ['S18', 'S17'],
  },
  {
    name: 'gap-is-stored',
    lie: 'a push past the end is stored where it does not belong',
    file: `${JOURNAL}/store-push.ts`,
    find: "if (header.from > head.seq + 1) return { error: 'gap', expected: head.seq + 1 };",
    replace: '',
    killedBy: ['S7', 'L1'],
  },
  {
    name: 'unsigned-answers',
    lie: 'an answer is believed without its signature',
    file: `${CLIENT}/sync/requests.ts`,
    find: "if (await session.verify(answer.body, answer.header(SIGNATURE_HEADER) ?? '')) return said;",
    replace: 'return said;',
    killedBy: ['S7', 'S13', 'L1', 'U1', 'S8', 'S9', 'S11', 'S1'],
  },
  // What only a real engine has: looked for on PostgreSQL.
  {
    name: 'autoincrement-cursor',
    lie: 'numbers of a stream are drawn from a sequence',
    file: `${DB}/put-state.ts`,
    find: `  const { seq } = await tx.db
    .insertInto('stream_head')
    .values({ org_id: tx.orgId, stream, seq: by })
    .onConflict((on) => on.columns(['org_id', 'stream']).doUpdateSet({ seq: sql\`stream_head.seq + excluded.seq\` }))
    .returning('seq')
    .executeTakeFirstOrThrow();
  return seq;`,
    replace: `  const drawn = sql\`select max(nextval('planted')) as seq from generate_series(1, \${by}::int)\`;
  const { rows } = await drawn.execute(tx.db);
  await tx.db
    .insertInto('stream_head')
    .values({ org_id: tx.orgId, stream, seq: rows[0].seq })
    .onConflict((on) =>
      on.columns(['org_id', 'stream']).doUpdateSet({ seq: sql\`greatest(stream_head.seq, excluded.seq)\` }))
    .execute();
  return rows[0].seq;`,
    killedBy: ['S9'],
    play: ordersOf('two changes'),
  },
  {
    name: 'xmin-seq-only',
    lie: 'what a running transaction might still precede is hidden, and the cursor goes on without it',
    file: `${DB}/feed-tx.ts`,
    find: "tx.db.selectFrom('feed').where('org_id', '=', tx.orgId)",
    replace: `tx.db.selectFrom('feed')
      .where(sql\`feed.xmin::text::bigint < pg_snapshot_xmin(pg_current_snapshot())::text::bigint\`)
      .where('org_id', '=', tx.orgId)`,
    killedBy: ['S9'],
    play: ordersOf('two sales of one product'),
  },
  {
    name: 'head-not-locked',
    lie: 'two copies of one push read the head of their journal at one moment',
    file: `${DB}/journal-tx.ts`,
    find: "(tx.engine === 'postgres' ? head.forUpdate() : head)",
    replace: 'head',
    killedBy: ['S16', 'S7', 'S8', 'L4', 'F0'],
    play: ordersOf('one push twice'),
  },
  {
    name: 'sales-not-locked',
    lie: 'a return that finds no sale does not wait for those who are adding some',
    file: `${DB}/meetings.ts`,
    find: 'await sql`select ${lock}`.execute(tx.db);',
    replace: 'void lock;',
    killedBy: ['S8'],
    play: ordersOf('a sale and its return'),
  },
  {
    name: 'deadlock-is-ours',
    lie: 'a deadlock is taken for a mistake of ours',
    file: `${DB}/postgres.ts`,
    find: "  '40P01',\n",
    replace: '',
    killedBy: ['S16', 'S8', 'L4'],
    play: ['--tier', '2', '--seeds', '100'],
  },
  ...LIFE_MUTANTS,
];

/** Bugs of the same kind whose code is not there yet, or lies outside this world, and where they are caught instead. */
export const NO_COUNTERPART: Readonly<Record<string, string>> = {
  'delete-on-200': 'no life is 35 days long: test/client/db',
  'delete-at-acked': 'the same',
  'dedupe-24h': 'nothing prunes effects',
  'same-id-is-dup': 'no honest till makes one id twice: test/server/journal/accept.test.ts',
  'adopt-digest': 'the audit is hourly and no life is so long',
  'refusal-forgotten': 'phones journal no intents yet',
  'late-reply-wins': 'what the driver has called off reports nothing: test/client/sync/engine.test.ts',
  'greets-by-number': 'a channel opened anew tells the same: test/client/sync/streams.test.ts',
  'leader-lock-needed': 'the acknowledged head is on disk only: no text to turn into the lie',
};
