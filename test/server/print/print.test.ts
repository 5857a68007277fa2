/** Printing through the server, on both engines: a real listener for a printer, real bytes, and hostile addresses. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { savePrinter } from '../../../src/server/db/printers.ts';
import { isPrinterAddress } from '../../../src/server/print/shop-address.ts';
import { PRINT_PATH, PRINTERS_PATH } from '../../../src/wire/printing.ts';
import { base64url } from '../../../src/wire/proof.ts';
import { uuidOf } from '../../support/builders.ts';
import { readEscPos, textsOf } from '../../support/escpos-reader.ts';
import { onBothEngines } from '../engines.ts';
import { serverWorld, STORE, type ServerWorld } from '../server-world.ts';
import type { TestTill } from '../test-till.ts';

describe('addresses', () => {
  test.each(['10.0.0.5', '10.255.255.255', '172.16.0.1', '172.31.9.9', '192.168.1.50', 'fd12:3456::5', 'FC00::1'])(
    '%s is of a shop network',
    (host) => {
      expect(isPrinterAddress(host, 9100)).toBe(true);
    },
  );

  test.each([
    '127.0.0.1', 'localhost', '0.0.0.0', '::1', '::', '169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'fd12::1%eth0',
    '172.15.0.1', '172.32.0.1', '192.169.0.1', '11.0.0.1', '8.8.8.8', '224.0.0.1', '255.255.255.255', '010.0.0.1',
    '0xa.0.0.1', '10.1', '167772161', '10.0.0.5.nip.io', 'printer.local', '::ffff:10.0.0.5', '::ffff:169.254.169.254',
    '10.0.0.5 ', '10.0.0.5:80', '', 'fdprinter', '10.0.0.5\n', '１０.0.0.5',
  ])('%j is not', (host) => {
    expect(isPrinterAddress(host, 9100)).toBe(false);
  }); // prettier-ignore

  test.each([80, 443, 22, 5432, 9099, 9110])('nor is port %s of any machine', (port) => {
    expect(isPrinterAddress('192.168.1.50', port)).toBe(false);
  });
});

/** A printer that keeps what it is sent; `moody` hangs up after the first bytes. */
async function openPrinter(): Promise<{ port: number; papers: Buffer[]; close: () => void; moody: boolean }> {
  const printer = { port: 0, papers: [] as Buffer[], close: () => void server.close(), moody: false };
  const server: Server = createServer((socket: Socket) => {
    const chunks: Buffer[] = [];
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      if (printer.moody) socket.resetAndDestroy();
      chunks.push(chunk);
    });
    socket.on('end', () => {
      printer.papers.push(Buffer.concat(chunks));
      socket.end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  printer.port = (server.address() as AddressInfo).port;
  return printer;
}

onBothEngines('printing', (engine) => {
  let world: ServerWorld;
  let till: TestTill;
  let printer: Awaited<ReturnType<typeof openPrinter>>;
  const dialled: string[] = [];
  const [COUNTER, KITCHEN, ODD] = [uuidOf(71), uuidOf(72), uuidOf(73)];
  beforeAll(async () => {
    printer = await openPrinter();
    // The network of the test: whatever private address is asked for, the listener answers; 192.168.1.9 is switched
    // off.
    const dial = ({ host, port }: { host: string; port: number }): Socket => {
      dialled.push(`${host}:${String(port)}`);
      return connect({ host: '127.0.0.1', port: host === '192.168.1.9' ? 1 : printer.port });
    };
    world = await serverWorld(engine, { deps: { dial } });
    till = await world.till();
    const at = (printerId: string, storeId: string, host: string) => ({
      ...{ printerId, storeId, host },
      name: 'Counter',
      port: 9100,
    });
    await world.door.write(world.deps.orgId, async (tx) => {
      await savePrinter(tx, at(COUNTER, STORE, '192.168.1.50'), 1);
      await savePrinter(tx, { ...at(KITCHEN, uuidOf(99), '192.168.1.51'), name: 'Kitchen' }, 1);
      await savePrinter(tx, { ...at(ODD, STORE, '127.0.0.1'), name: 'Odd' }, 1); // as if by SQL
      await savePrinter(tx, { ...at(uuidOf(74), STORE, '192.168.1.9'), name: 'Off' }, 1);
    });
  });
  afterAll(async () => {
    await world.close();
    printer.close();
  });

  /** A line and a cut, as any till would send them. */
  const paper = (text: string): Uint8Array =>
    Buffer.concat([Buffer.from('\x1b@'), Buffer.from(text), Buffer.from('\n\x1dVB\0')]);
  const print = (printerId: string, bytes: Uint8Array, claims = {}) =>
    till.send('POST', PRINT_PATH, { printerId, data: base64url(bytes) }, claims);

  test('a till hears of the printers of its store by name, never of their addresses', async () => {
    const { body, text } = await till.send('GET', PRINTERS_PATH);
    expect((body as { printers: { name: string }[] }).printers.map(({ name }) => name)).toEqual([
      'Counter',
      'Odd',
      'Off',
    ]);
    expect(text).not.toContain('192.168');
  });

  test('its bytes reach the printer whole, one paper after the other', async () => {
    const texts = ['receipt 1', 'receipt 2', 'receipt 3'];
    const answers = await Promise.all(texts.map((text) => print(COUNTER, paper(text))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const papers = printer.papers.splice(0).map((bytes) => textsOf(readEscPos(bytes)).join());
    expect(papers.sort()).toEqual(texts);
  });

  test('a printer of another store, one that is not listed, one at a forbidden address: never dialled', async () => {
    dialled.length = 0;
    const answers = [
      await print(KITCHEN, paper('x')),
      await print(uuidOf(98), paper('x')),
      await print(ODD, paper('x')),
    ];
    expect(answers.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual([
      [404, 'not_found'],
      [404, 'not_found'],
      [403, 'printer_not_allowed'],
    ]);
    expect(dialled).toEqual([]);
  });

  test('only enrolled tills print, and only what fits', async () => {
    const unsigned = await fetch(world.url + PRINT_PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ printerId: COUNTER, data: 'AAAA' }),
    });
    expect(unsigned.status).toBe(401);
    expect((await print(COUNTER, paper('x'), { sub: uuidOf(5) })).status).toBe(401);
    expect((await print(COUNTER, new Uint8Array(140_000))).status).toBeGreaterThanOrEqual(400);
    expect((await till.send('POST', PRINT_PATH, { printerId: COUNTER, data: '../..' })).status).toBe(400);
    expect(printer.papers).toEqual([]);
  });

  test('switched off, and hanging up midway, are told apart', async () => {
    expect((await print(uuidOf(74), paper('x'))).body).toEqual({ code: 'try_later' });
    printer.moody = true;
    expect((await print(COUNTER, paper('x'.repeat(100_000)))).body).toEqual({ code: 'outcome_unknown' });
    printer.moody = false;
    expect((await print(COUNTER, paper('again'))).status).toBe(200);
  });
});
