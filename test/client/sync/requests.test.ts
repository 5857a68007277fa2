/** Whose answers are believed: the server's own, and only what it said to this life. */
import { webcrypto } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { deviceKeys, verifierOf, type DeviceKey } from '../../../src/client/auth/device-key.ts';
import { JournalDb } from '../../../src/client/db/journal-db.ts';
import { openDatabase } from '../../../src/client/db/open-database.ts';
import { askPull, greet, pushRows, type Speaker } from '../../../src/client/sync/requests.ts';
import { createServerClock } from '../../../src/client/sync/server-clock.ts';
import { base64url } from '../../../src/wire/proof.ts';
import { SIGNATURE_HEADER, SYNC_PATHS, type Hello } from '../../../src/wire/sync.ts';
import { memoryPlace } from '../../support/memory-databases.ts';

const [DEVICE, MINE, ANOTHER, EPOCH] = ['1', '2', '3', '4'].map((n) => `00000000-0000-7000-8000-00000000000${n}`);
const HASH = 'a'.repeat(64);
const crypto = webcrypto as unknown as Crypto;

let server: DeviceKey; // keys are alike on both sides
beforeAll(async () => {
  const news = { onRetired: () => undefined, onBlocked: () => undefined };
  const journal = await openDatabase(new JournalDb('server', memoryPlace()), news);
  server = (await deviceKeys(journal, crypto)).key;
  journal.close();
});

const bytes = (said: unknown) => new TextEncoder().encode(JSON.stringify(said));

/** A device whose every request is answered so, with the server's own signature. */
function told(said: object): Speaker {
  const answer = async () => {
    const signature = base64url(await server.sign(bytes(said)));
    return new Response(bytes(said), { status: 200, headers: { [SIGNATURE_HEADER]: signature } });
  };
  const mono = () => performance.now();
  return {
    deviceId: DEVICE!,
    incarnation: MINE!,
    key: server,
    verify: verifierOf(crypto, server.publicJwk),
    mono,
    http: {
      fetch: answer,
      origin: 'http://server',
      setTimer: () => () => undefined,
      crypto,
      randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
      serverClock: createServerClock({ clock: Date.now, mono }),
    },
  };
}

const HEAD = { serverEpoch: EPOCH, ackedSeq: 1, ackedHash: HASH, safeSeq: 1, durability: 'fsync' };
const HELLO: Hello = {
  proto: 1, schema: 1, app: 'test', deviceId: DEVICE!, incarnation: MINE!, headSeq: 1, headHash: HASH, ackedSeq: 0,
  ackedHash: HASH, serverEpoch: null, storage: { persisted: true, usage: 1, quota: 2, dataLoss: false }, wallMs: 0,
  monoMs: 0,
}; // prettier-ignore
const ASKS = {
  [SYNC_PATHS.hello]: (chain: object) => {
    const rest = {
      incarnation: 'open',
      serverMs: Date.now(),
      minSchema: 1,
      batch: { entries: 1, bytes: 1 },
      heads: {},
    };
    return greet(told({ ...HEAD, ...rest, ...chain }), HELLO, new AbortController().signal);
  },
  [SYNC_PATHS.push]: (chain: object) => {
    const rows = [{ seq: 1, hash: HASH, bytes: '{}' }];
    const speaker = told({ ...HEAD, results: [], ...chain });
    return pushRows(speaker, { rows, headSeq: 1, storeOnly: false }, new AbortController().signal);
  },
};

describe.each(Object.entries(ASKS))('%s', (_, ask) => {
  test('what was said to another life, signed as it is, is not for this one', async () => {
    await expect(ask({ chain: ANOTHER })).rejects.toMatchObject({ failure: { why: 'not_ours' } });
  });

  test.each([{ chain: MINE }, {}])('what was said to this one, or by a server that does not say: %o', async (chain) => {
    expect(JSON.stringify(await ask(chain))).toContain(HASH);
  });
});

test('which facts are counted in is believed only when it was said to this life', async () => {
  const page = { stream: 'org', gen: 'g', after: 1, to: 2, mark: 'm', head: 2, more: false, rows: [] };
  const asks = [{ stream: 'org', position: { gen: 'g', seq: 1, mark: 'l' }, audit: false }];
  const pull = (incarnation: string) => {
    const applied = { incarnation, seq: 7, parked: [] };
    const speaker = told({ serverEpoch: EPOCH, serverMs: 1, pages: [{ ...page, applied }] });
    return askPull(speaker, asks, new AbortController().signal);
  };
  await expect(pull(ANOTHER!)).rejects.toMatchObject({ failure: { why: 'not_ours' } });
  expect(await pull(MINE!)).toMatchObject({ to: 'pull', pages: [{ to: 2, applied: { seq: 7 } }] });
});
