/** S3: whatever was pushed once, pushed again in any pieces and any order, changes nothing and is answered `dup`. */
import { canonicalText } from '../../src/core/journal.ts';
import { NDJSON, pushOk, SIGNATURE_HEADER, SYNC_PATHS } from '../../src/wire/sync.ts';
import { sha256, signedText } from './model-crypto.ts';
import type { SimTill } from './sim-till.ts';
import { EPOCH_MS, type World } from './world.ts';

const PIECES = 3;
/** Within this a server has done what had come before. */
const UNDER_WAY_MS = 1_000;

export async function resend(world: World): Promise<void> {
  world.network.isOver = true; // else what a page that has gone had sent may come just now
  await world.clockwork.run(world.clockwork.now + UNDER_WAY_MS);
  const before = fingerprint(world);
  for (const till of world.tills) {
    for (let n = 0; n < PIECES; n += 1) await resendPiece(world, till);
  }
  if (fingerprint(world) !== before) world.fail('S3', 'a push sent again changed the books');
}

async function resendPiece(world: World, till: SimTill): Promise<void> {
  const { dice, clockwork } = world;
  const entries = till.entries();
  const from = dice.int(1, Math.max(1, entries.length));
  const lines = entries.slice(from - 1, from - 1 + dice.int(1, 20));
  const last = lines.at(-1);
  const [server] = world.servers;
  if (last === undefined || server === undefined) return;
  const { deviceId, incarnation } = till.life;
  const header = canonicalText({
    proto: 1, deviceId, incarnation, from, to: last.seq, headHash: last.hash, headSeq: entries.length,
    bodyDigest: sha256(lines.map(({ bytes }) => bytes).join('\n')),
    timeMs: EPOCH_MS + Math.round(clockwork.now),
    nonce: dice.hex(32),
  }); // prettier-ignore
  const body = new TextEncoder().encode([header, ...lines.map(({ bytes }) => bytes)].join('\n'));
  const headers = { 'content-type': NDJSON, [SIGNATURE_HEADER]: signedText(till.key, header) };
  let told: unknown;
  void server.handle({ method: 'POST', path: SYNC_PATHS.push, headers, body }).then((answered) => {
    told = JSON.parse(new TextDecoder().decode(answered.body));
  });
  await clockwork.run(clockwork.now + 5_000, () => told !== undefined);
  const answer = pushOk.safeParse(told);
  const isDup = answer.success && answer.data.results.every(({ status }) => status === 'dup');
  if (!isDup && world.violation === null)
    world.fail('S3', `${from} to ${last.seq} sent again: ${JSON.stringify(told)}`);
}

function fingerprint({ shop: { data } }: World): string {
  const effects = [...data.effect.values()].map(({ entryId, status }) => `${entryId} ${status}`);
  const stock = [...data.stock.values()].map(({ skuNo, onHandMilli }) => `${skuNo} ${onHandMilli}`);
  const sizes = [data.entry.size, data.sale.size, data.goods_return.size, data.branch.size, data.stock_move.size];
  return sha256([...effects, ...stock, ...sizes].sort().join('\n'));
}
