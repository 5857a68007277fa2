/** A rescue file carried to the office: each fact counts once, whoever brings it, and nobody else can add one. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalText, genesisHash, stampEntry, type Head } from '../../../src/core/journal.ts';
import { freshSigningKey, type SigningKey } from '../../../src/server/auth/keys.ts';
import { sha256Hex } from '../../../src/server/auth/sha256.ts';
import { addDevice } from '../../../src/server/db/enrolment.ts';
import { verifyAll } from '../../../src/server/journal/verify-all.ts';
import { base64url } from '../../../src/wire/proof.ts';
import { rescueTaken } from '../../../src/wire/office-rescue.ts';
import { stateRescue } from '../../../src/wire/rescue-file.ts';
import { onBothEngines } from '../engines.ts';
import { CASHIER, officeServer, ORG, STORE, type OfficeServer, type Person } from './office-fixture.ts';
import { saleOf } from './test-till.ts';

type Device = { readonly deviceId: string; readonly incarnation: string; readonly key: SigningKey };

onBothEngines('a rescue file', (engine) => {
  let server: OfficeServer;
  let owner: Person;
  let device: Device;
  let lines: string[];
  beforeEach(async () => {
    server = await officeServer(engine);
    owner = await server.signIn('owner');
    device = { deviceId: randomUUID(), incarnation: randomUUID(), key: await freshSigningKey() };
    const { key, ...ids } = device;
    await server.door.write(ORG, (tx) =>
      addDevice(tx, {
        ...ids,
        key: key.jwk,
        name: 'Till',
        app: '0.1.0',
        storeId: STORE,
        state: 'open',
        atMs: server.now.ms,
      }),
    );
    lines = salesOf(device, 5);
  });
  afterEach(() => server.close());

  /** Five sales of one life, chained, that never left the till. */
  function salesOf({ deviceId, incarnation }: Device, count: number): string[] {
    let head: Head = { incarnation, seq: 0, hash: genesisHash(sha256Hex, deviceId, incarnation), wallMs: 0 };
    return Array.from({ length: count }, (_, n) => {
      const body = saleOf(randomUUID(), `T1-00000${String(n + 1)}`, 400);
      const clock = { wallMs: server.now.ms + n, monoMs: 0, offsetMs: 0 };
      const who = { staffId: CASHIER, businessDate: '2026-11-21' };
      const entry = stampEntry({ v: 1, entryId: randomUUID(), kind: 'sale.completed', ...clock, ...who, body }, head);
      const bytes = canonicalText(entry);
      head = { incarnation, seq: entry.seq, hash: sha256Hex(bytes), wallMs: entry.wallMs };
      return bytes;
    });
  }
  async function sectionOf(from: number, to: number, by: SigningKey | null = device.key, texts = lines) {
    const { deviceId, incarnation } = device;
    const some = texts.slice(from - 1, to);
    const madeMs = server.now.ms - 9 * 86_400_000; // carried for days
    const statement = stateRescue({ deviceId, incarnation, from, headSeq: texts.length, madeMs }, some);
    const signature = by === null ? '-' : base64url(await by.sign(new TextEncoder().encode(statement)));
    return [statement, signature, ...some].join('\n');
  }
  const send = async (section: string, person = owner) => person.call('POST', '/rescue', { section });
  const taken = async (section: string) => rescueTaken.parse((await send(section)).json());
  const booked = () =>
    server.door.read(ORG, async ({ db }) => (await db.selectFrom('sale').select('no').orderBy('no').execute()).length);
  const findings = async () => (await verifyAll({ door: server.door, orgId: ORG, storeId: null })).findings;

  test('every fact is booked once, however often and however cut the file comes; the chain stays proved', async () => {
    expect(await taken(await sectionOf(1, 2))).toEqual({ taken: 2, known: 0, aside: 0, left: null });
    expect(await taken(await sectionOf(3, 5))).toEqual({ taken: 3, known: 0, aside: 0, left: null });
    expect(await taken(await sectionOf(1, 5))).toEqual({ taken: 0, known: 5, aside: 0, left: null });
    expect(await booked()).toBe(5);
    expect(await findings()).toEqual([]);
    const [row] = await server.door.read(ORG, ({ db }) =>
      db.selectFrom('device').select('last_seen_ms').where('device_id', '=', device.deviceId).execute(),
    );
    expect(row?.last_seen_ms ?? null).toBe(null); // a file is no word from the till
  });

  test('a hole before it: nothing is stored, the missing entry is named', async () => {
    expect(await taken(await sectionOf(3, 5))).toEqual({
      taken: 0,
      known: 0,
      aside: 0,
      left: { why: 'gap', entries: 3, missingSeq: 1 },
    });
    expect(await booked()).toBe(0);
  });

  test('another history is kept beside the chain and freezes it, as a push does', async () => {
    await taken(await sectionOf(1, 5));
    const other = salesOf(device, 5);
    expect(await taken(await sectionOf(1, 5, device.key, other))).toMatchObject({
      left: { why: 'branched', entries: 5 },
    });
    expect(await booked()).toBe(5);
    expect(await findings()).toEqual([]);
  });

  test('unsigned, signed by another key, changed on the way, of nobody: not taken in', async () => {
    expect(await taken(await sectionOf(1, 5, null))).toMatchObject({ left: { why: 'unsigned', entries: 5 } });
    const refused = async (section: string) => (await send(section)).json<{ code: string }>().code;
    expect(await refused(await sectionOf(1, 5, await freshSigningKey()))).toBe('not_a_rescue_file');
    expect(await refused((await sectionOf(1, 5)).replace('"amountMinor":400', '"amountMinor":900'))).toBe(
      'not_a_rescue_file',
    );
    const both = `${await sectionOf(1, 2)}\n${await sectionOf(3, 5)}`; // one at a time
    expect(await refused(both)).toBe('not_a_rescue_file');
    device = { ...device, deviceId: randomUUID() };
    expect(await refused(await sectionOf(1, 5))).toBe('device_unknown');
    expect(await booked()).toBe(0);
  });

  test('only an owner carries facts in', async () => {
    const section = await sectionOf(1, 5);
    expect((await send(section, await server.signIn('manager'))).statusCode).toBe(403);
    expect(await booked()).toBe(0);
  });
});
