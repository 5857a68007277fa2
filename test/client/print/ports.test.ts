/** Printers played at each way a browser has to them: pulled out midway, out of paper, back again. */
import { beforeEach, describe, expect, test } from 'vitest';
import { bluetoothPrinter } from '../../../src/client/print/bluetooth-port.ts';
import { networkPrinter } from '../../../src/client/print/network-port.ts';
import { serialPrinter } from '../../../src/client/print/serial-port.ts';
import { usbPrinter } from '../../../src/client/print/usb-port.ts';
import type { PrinterPort } from '../../../src/client/print/printer-port.ts';
import { err, ok } from '../../../src/core/result.ts';

type Mood = 'well' | 'pulled' | 'no_paper' | 'away';

let mood: Mood;
let paper: number[]; // bytes that came out
let sizes: number[]; // of the pieces they came in
let stall: (() => void)[]; // fires what waits for a printer that does not move

beforeEach(() => {
  [mood, paper, sizes, stall] = ['well', [], [], []];
});

const setTimer = (_ms: number, fire: () => void) => {
  stall.push(fire);
  return () => void stall.splice(stall.indexOf(fire), 1);
};
/** Takes a piece as long as nothing happens; after 300 bytes it does. */
async function take(piece: Uint8Array): Promise<void> {
  if (mood !== 'well' && paper.length + piece.length > 300) {
    if (mood === 'no_paper') return new Promise(() => undefined);
    throw new DOMException('The device has been lost.', 'NetworkError');
  }
  paper.push(...piece);
  sizes.push(piece.length);
}

/** A port whose stream stays locked until it is let go, as browsers have it. */
function playSerial(): PrinterPort {
  let isOpen = false;
  let isLocked = false;
  const port = {
    get writable() {
      return { getWriter: () => writer() };
    },
    open: async () => {
      if (mood === 'away') throw new DOMException('Failed to open serial port.', 'NetworkError');
      if (isOpen) throw new DOMException('The port is already open.', 'InvalidStateError');
      isOpen = true;
    },
    close: async () => {
      if (isLocked) throw new TypeError('Cannot cancel a locked stream');
      isOpen = false;
    },
  };
  const writer = () => {
    isLocked = true;
    return {
      write: take,
      close: async () => undefined,
      abort: async () => undefined,
      releaseLock: () => (isLocked = false),
    };
  };
  return serialPrinter({ serial: { getPorts: async () => [port] } }, () => 9600, setTimer);
}

function playUsb(): PrinterPort {
  const out = { endpointNumber: 2, direction: 'out', type: 'bulk' };
  const interfaces = [{ interfaceNumber: 0, alternate: { interfaceClass: 7, endpoints: [out] } }];
  const device = {
    configuration: { interfaces },
    open: async () => {
      if (mood === 'away') throw new DOMException('The device was disconnected.', 'NotFoundError');
    },
    close: async () => undefined,
    claimInterface: async () => undefined,
    transferOut: async (endpoint: number, bytes: Uint8Array) => {
      expect(endpoint).toBe(2);
      await take(bytes);
      return { status: 'ok' };
    },
  };
  return usbPrinter({ usb: { getDevices: async () => [device] } }, setTimer);
}

async function playBluetooth(): Promise<PrinterPort> {
  let isWriting = false;
  const characteristic = {
    properties: { write: true, writeWithoutResponse: true },
    writeValueWithResponse: async (bytes: Uint8Array) => {
      expect(isWriting, 'one piece at a time: a second one is an error of GATT').toBe(false);
      isWriting = true;
      await Promise.resolve();
      await take(bytes).finally(() => (isWriting = false));
    },
  };
  const gatt = {
    connect: async () => {
      if (mood === 'away') throw new DOMException('Bluetooth Device is no longer in range.', 'NetworkError');
      return {
        getPrimaryService: async (uuid: string) => {
          if (!uuid.startsWith('e7810a71')) throw new DOMException('No Services matching UUID', 'NotFoundError');
          return { getCharacteristic: async () => characteristic };
        },
      };
    },
    disconnect: () => (isWriting = false),
  };
  const port = bluetoothPrinter({ bluetooth: { requestDevice: async () => ({ gatt }) } }, setTimer);
  await expect(port.send(bytesOf(1))).rejects.toMatchObject({ code: 'not_connected' }); // not chosen yet
  expect(await port.connect()).toBe(true);
  return port;
}

const bytesOf = (length: number) => Uint8Array.from({ length }, (_, at) => at % 251);

describe.each([
  ['serial', async () => playSerial(), 1024],
  ['usb', async () => playUsb(), 4096],
  ['bluetooth', playBluetooth, 100],
] as const)('%s', (_way, play, piece) => {
  test('all bytes come out once, in their order, in pieces the way can carry', async () => {
    const port = await play();
    await port.send(bytesOf(10_000));
    expect(paper).toEqual([...bytesOf(10_000)]);
    expect(Math.max(...sizes)).toBe(piece);
    expect(stall).toEqual([]); // nothing is left waiting
  });

  test('pulled out midway is told so, and the same port prints again when it is back', async () => {
    const port = await play();
    mood = 'pulled';
    await expect(port.send(bytesOf(10_000))).rejects.toMatchObject({ code: 'broke_off' });
    mood = 'away';
    await expect(port.send(bytesOf(200))).rejects.toMatchObject({ code: 'not_connected' });
    mood = 'well';
    paper = [];
    await port.send(bytesOf(200));
    expect(paper).toEqual([...bytesOf(200)]);
  });

  test('out of paper: nothing moves, which is told after a while instead of never', async () => {
    const port = await play();
    mood = 'no_paper';
    const sending = port.send(bytesOf(10_000)).catch((error: unknown) => error);
    await expect.poll(() => stall.length).toBe(1);
    await expect.poll(() => paper.length).toBe(piece > 300 ? 0 : 300);
    await expect.poll(() => stall.length).toBe(1);
    stall[0]?.();
    expect(await sending).toMatchObject({ code: 'broke_off' });
    mood = 'well';
    await port.send(bytesOf(200));
    expect(paper.slice(-200)).toEqual([...bytesOf(200)]);
  });
});

test('a browser without the way says so', async () => {
  for (const port of [serialPrinter({}, () => 9600), usbPrinter({}), bluetoothPrinter({})]) {
    expect(port.isSupported).toBe(false);
    await expect(port.send(bytesOf(1))).rejects.toMatchObject({ code: 'not_supported' });
  }
});

test.each([
  ['printed', ok({ sent: true }), null],
  ['away', err({ code: 'try_later' as const }), 'not_connected'],
  ['no network', err({ code: 'server_unreachable' as const }), 'not_connected'],
  ['broken off at the server', err({ code: 'outcome_unknown' as const }), 'broke_off'],
])('a printer of the network that is %s', async (_what, answer, code) => {
  const port = networkPrinter({ ask: async () => answer as never }, () => 'p');
  const told = (error: unknown) => (error as { code: string }).code;
  const sent = port.send(bytesOf(5)).then(() => null, told); // prettier-ignore
  expect(await sent).toBe(code);
});
