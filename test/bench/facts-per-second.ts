/**
 * Pushed facts per second: sales of three lines through `accept` (statement checked, chain checked, stored,
 * projected, fed, acknowledged) in batches of 200, against the floor of the same machine: a bare insert of the same
 * bytes, in the same batches, one commit each.
 */
import { randomBytes, webcrypto } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { canonicalText, genesisHash } from '../../src/core/journal.ts';
import { publicJwk } from '../../src/wire/scalars.ts';
import { sha256Hex } from '../../src/server/auth/sha256.ts';
import { verifySignature } from '../../src/server/auth/keys.ts';
import { insertMany } from '../../src/server/db/bulk.ts';
import type { Door } from '../../src/server/db/door.ts';
import { addDevice } from '../../src/server/db/enrolment.ts';
import { journalDoor } from '../../src/server/db/journal-tx.ts';
import { accept } from '../../src/server/journal/accept.ts';
import type { AcceptMeans, Push } from '../../src/server/journal/push.ts';
import { addShop } from '../support/added-shop.ts';
import { saleOf } from '../support/facts.ts';

const BATCH = 200;
const LINES = 3; // a common basket; more lines, fewer sales a second
const STORE = '0190a000-0000-7000-8000-0000000000bb';

/** The second figure is steadier on a busy machine. */
type Pace = { readonly perSecond: number; readonly perCpuSecond: number };
type FactsPerSecond = {
  readonly facts: number;
  readonly bytes: number;
  readonly accepted: Pace;
  readonly floor: Pace;
};

/** Measures `facts` sales of so many tills at once, through a door whose database is empty but for its tables. */
export async function factsPerSecond(
  door: Door,
  facts: number,
  { linesEach = LINES, tills = 1 } = {},
): Promise<FactsPerSecond> {
  const orgId = uuidv7();
  const pushesOf: Push[][] = [];
  for (const till of await madeTills(door, orgId, tills)) {
    pushesOf.push(await madePushes(till, facts / tills, linesEach));
  }
  const pushes = pushesOf.flat();
  const means: AcceptMeans = {
    door: journalDoor(door, orgId),
    clock: () => Date.now(),
    ids: () => uuidv7(),
    sha256Hex,
    verify: (key, signature, text) => verifySignature(key, signature, Buffer.from(text)),
    promise: () => Promise.resolve({ durability: 'fsync', safe: true }),
    report: (what, said) => {
      throw new Error(`${what} ${JSON.stringify(said)}`);
    },
  };
  const accepted = await paced(facts, async () => {
    const pushAll = async (own: readonly Push[]): Promise<void> => {
      for (const push of own) {
        const answer = await accept(means, push);
        if ('error' in answer || answer.results.some(({ status }) => status !== 'applied'))
          throw new Error(JSON.stringify(answer));
      }
    };
    await Promise.all(pushesOf.map(pushAll));
  });
  const floor = await bareInserts(
    door,
    pushes.map(({ lines }) => lines),
  );
  const bytes = pushes.reduce((sum, push) => sum + push.lines.join('\n').length, 0);
  return { facts, bytes, accepted, floor };
}

/** The floor: the same bytes in the same batches, one insert and one commit each, and nothing else. */
export async function bareInserts(door: Door, batches: readonly (readonly string[])[]): Promise<Pace> {
  const orgId = uuidv7();
  const facts = batches.reduce((sum, lines) => sum + lines.length, 0);
  return paced(facts, async () => {
    for (const [at, lines] of batches.entries())
      await door.write(orgId, (tx) => insertMany(tx, 'entry', bareRows(orgId, `floor ${String(at)}`, lines)));
  });
}

async function paced(facts: number, work: () => Promise<void>): Promise<Pace> {
  const start = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  const rate = (ms: number) => Math.round((facts * 1000) / ms);
  return { perSecond: rate(performance.now() - start), perCpuSecond: rate((user + system) / 1000) };
}

type Till = {
  readonly deviceId: string;
  readonly incarnation: string;
  readonly sign: (text: string) => Promise<Uint8Array>;
};

async function madeTills(door: Door, orgId: string, many: number): Promise<Till[]> {
  await door.write(orgId, (tx) => addShop(tx, { storeId: STORE }));
  const tills: Till[] = [];
  while (tills.length < many) tills.push(await madeTill(door, orgId));
  return tills;
}

async function madeTill(door: Door, orgId: string): Promise<Till> {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const { kty, crv, x, y } = await webcrypto.subtle.exportKey('jwk', pair.publicKey);
  const [deviceId, incarnation] = [uuidv7(), uuidv7()];
  await door.write(orgId, async (tx) => {
    const key = publicJwk.parse({ kty, crv, x, y });
    await addDevice(tx, {
      deviceId,
      incarnation,
      key,
      name: 'T',
      app: 'bench',
      storeId: STORE,
      state: 'open',
      atMs: 1,
    });
  });
  const es256 = { name: 'ECDSA', hash: 'SHA-256' };
  const sign = async (text: string) =>
    new Uint8Array(await webcrypto.subtle.sign(es256, pair.privateKey, Buffer.from(text)));
  return { deviceId, incarnation, sign };
}

async function madePushes({ deviceId, incarnation, sign }: Till, facts: number, linesEach: number): Promise<Push[]> {
  let prev = genesisHash(sha256Hex, deviceId, incarnation);
  const pushes: Push[] = [];
  for (let from = 1; from <= facts; from += BATCH) {
    const lines: string[] = [];
    for (let seq = from; seq < from + BATCH && seq <= facts; seq += 1) {
      const goods = Array.from({ length: linesEach }, (_, at) => ({ skuNo: 1 + ((seq * 31 + at * 97) % 5000) }));
      const body = saleOf(goods);
      lines.push(
        canonicalText({
          v: 1,
          seq,
          entryId: uuidv7(),
          kind: 'sale.completed',
          prev,
          wallMs: Date.now(),
          monoMs: seq,
          offsetMs: 0,
          staffId: null,
          businessDate: '2026-03-01',
          body,
        }),
      );
      prev = sha256Hex(lines.at(-1) ?? '');
    }
    const header = {
      proto: 1 as const,
      deviceId,
      incarnation,
      from,
      to: from + lines.length - 1,
      headHash: prev,
      headSeq: facts,
      bodyDigest: sha256Hex(lines.join('\n')),
      timeMs: Date.now(),
      nonce: randomBytes(16).toString('hex'),
    };
    const headerText = canonicalText(header);
    pushes.push({ header, headerText, signature: await sign(headerText), lines });
  }
  return pushes;
}

const bareRows = (orgId: string, incarnation: string, lines: readonly string[]) =>
  lines.map((bytes, at) => ({
    org_id: orgId,
    device_id: 'floor',
    incarnation,
    seq: at + 1,
    entry_id: '',
    kind: '',
    hash: '',
    bytes,
    batch_id: '',
    received_ms: 0,
  }));
