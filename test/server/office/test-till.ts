/** A till for the office's tests: enrolled in the tables, its entries chained and taken in by the real `accept`. */
import { randomUUID } from 'node:crypto';
import { canonicalText, genesisHash, stampEntry, type Head } from '../../../src/core/journal.ts';
import { sha256Hex } from '../../../src/server/auth/sha256.ts';
import { freshSigningKey, type SigningKey } from '../../../src/server/auth/keys.ts';
import { addDevice } from '../../../src/server/db/enrolment.ts';
import { journalDoor, journalTx } from '../../../src/server/db/journal-tx.ts';
import { accept } from '../../../src/server/journal/accept.ts';
import type { EntryBody, EntryKind } from '../../../src/wire/entry.ts';
import type { PushHeader } from '../../../src/wire/sync.ts';
import { toMinor, ZERO } from '../../../src/core/money.ts';
import { CASHIER, ORG, STORE, type OfficeServer } from './office-fixture.ts';

export type TestTill = {
  readonly deviceId: string;
  readonly incarnation: string;
  readonly thumbprint: string;
  /** Journals one fact and pushes it; `announced`: the head it speaks of beside what it sends. */
  journal<K extends EntryKind>(
    kind: K,
    body: EntryBody<K>,
    more?: { entryId?: string; wallMs?: number; date?: string; announced?: number; staffId?: string },
  ): Promise<string>;
  /** The seq of the last entry. */
  head(): number;
  sell(totalMinor: number, more?: { wallMs?: number; date?: string; announced?: number }): Promise<string>;
};

export async function testTill(
  server: OfficeServer,
  state: 'open' | 'waiting' = 'open',
  storeId = STORE,
): Promise<TestTill> {
  const chain = { deviceId: randomUUID(), incarnation: randomUUID() };
  const key = await freshSigningKey();
  const atMs = server.now.ms;
  const genesis = genesisHash(sha256Hex, chain.deviceId, chain.incarnation);
  const device = await server.door.write(ORG, async (tx) => {
    await journalTx(tx).openHead(chain, genesis, atMs);
    return addDevice(tx, { ...chain, key: key.jwk, name: 'Counter', app: '0.1.0', storeId, state, atMs });
  });
  let head: Head = { incarnation: chain.incarnation, seq: 0, hash: genesis, wallMs: 0 };
  let sold = 0;

  const till: TestTill = {
    ...chain,
    thumbprint: device.thumbprint,
    journal: async (kind, body, more = {}) => {
      const { entryId = randomUUID(), wallMs = server.now.ms, date = '2026-11-21', staffId = CASHIER } = more;
      const draft = { v: 1, entryId, kind, wallMs, monoMs: 0, offsetMs: 0, staffId, businessDate: date, body };
      const entry = stampEntry(draft, head);
      const bytes = canonicalText(entry);
      await push(server, { ...chain, key, bytes, seq: entry.seq, headSeq: Math.max(entry.seq, more.announced ?? 0) });
      head = { incarnation: chain.incarnation, seq: entry.seq, hash: sha256Hex(bytes), wallMs };
      return entryId;
    },
    head: () => head.seq,
    sell: async (totalMinor, more) => {
      sold += 1;
      const saleId = randomUUID();
      await till.journal('sale.completed', saleOf(saleId, `T1-${String(sold).padStart(6, '0')}`, totalMinor), more);
      return saleId;
    },
  };
  return till;
}

type Pushed = {
  readonly deviceId: string;
  readonly incarnation: string;
  readonly key: SigningKey;
  readonly bytes: string;
  readonly seq: number;
  readonly headSeq: number;
};

/** One entry, signed and taken in as a push is. */
async function push(server: OfficeServer, { key, bytes, seq, headSeq, ...chain }: Pushed): Promise<void> {
  const digest = sha256Hex(bytes);
  const nonce = randomUUID().replaceAll('-', '');
  const timeMs = server.now.ms;
  const header: PushHeader = {
    proto: 1, ...chain, from: seq, to: seq, headHash: digest, headSeq, bodyDigest: digest, timeMs, nonce,
  }; // prettier-ignore
  const headerText = canonicalText(header);
  const signature = await key.sign(new TextEncoder().encode(headerText));
  const answer = await accept(
    {
      door: journalDoor(server.door, ORG),
      clock: () => server.now.ms,
      ids: () => randomUUID(),
      sha256Hex,
      verify: async () => true,
      promise: async () => ({ serverEpoch: randomUUID(), durability: 'fsync', safe: true }),
      report: () => undefined,
    },
    { header, headerText, signature, lines: [bytes] },
  );
  if ('error' in answer) throw new Error(JSON.stringify(answer));
}

export const SHIFT = '01890a5d-ac96-7b2e-8f3c-0000000005aa';

/** Two bottles of water, whatever they cost. */
export function saleOf(saleId: string, no: string, total: number): EntryBody<'sale.completed'> {
  const totalMinor = toMinor(total);
  return {
    saleId,
    no,
    kind: 'counter',
    shiftId: SHIFT,
    cartId: randomUUID(),
    currency: 'CNY',
    taxMode: 'included',
    pbVersion: 'e0e0:3',
    lines: [
      {
        lineId: 1,
        skuNo: 1,
        name: '农夫山泉',
        qtyMilli: 1000,
        unitMinor: totalMinor,
        listMinor: totalMinor,
        grossMinor: totalMinor,
        discountMinor: ZERO,
        taxBp: 0,
        taxMinor: ZERO,
      },
    ],
    tenders: [{ tenderId: 1, method: 'cash', amountMinor: totalMinor }],
    changeMinor: ZERO,
    totals: { grossMinor: totalMinor, discountMinor: ZERO, taxMinor: ZERO, totalMinor },
    channel: 'counter',
    sourceQr: null,
  };
}
