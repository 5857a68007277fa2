/**
 * A printer by Bluetooth Low Energy: the three services cheap printers offer. The browser forgets the device with the
 * page, so it is chosen again after a reload.
 */
import { browserTimer } from '../browser-timer.ts';
import { chosen, pieces, PrinterTrouble, sendWith, unlessStalled, type PrinterPort } from './printer-port.ts';

/** What we use of Web Bluetooth, which is in no type library yet. */
type Characteristic = {
  readonly properties: { readonly write: boolean; readonly writeWithoutResponse: boolean };
  writeValueWithResponse(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  writeValueWithoutResponse(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
};
type Service = { getCharacteristic(uuid: string): Promise<Characteristic> };
type Gatt = {
  readonly connected: boolean;
  connect(): Promise<{ getPrimaryService(uuid: string): Promise<Service> }>;
  disconnect(): void;
};
type BluetoothDevice = { readonly gatt?: Gatt };
type Bluetooth = {
  requestDevice(options: {
    readonly filters: readonly { readonly services: readonly string[] }[];
  }): Promise<BluetoothDevice>;
};

/** Service and the characteristic that takes bytes, as printer makers name them. */
const SERVICES = [
  ['000018f0-0000-1000-8000-00805f9b34fb', '00002af1-0000-1000-8000-00805f9b34fb'],
  ['e7810a71-73ae-499d-8c15-faa9aef0c3f2', 'bef8d6c9-9c21-4c9e-b632-bd58c1009f9f'],
  ['49535343-fe7d-4ae5-8fa9-9fafd205e455', '49535343-8841-43f4-a8d4-ecbe34729bb3'],
] as const;
/** Fits every link that has agreed on anything beyond the least. */
const PIECE = 100;

/** `browser`: the navigator, which may offer it. */
export function bluetoothPrinter(browser: object, setTimer = browserTimer): PrinterPort {
  const moving = unlessStalled(setTimer);
  const { bluetooth } = browser as { readonly bluetooth?: Bluetooth };
  let device: BluetoothDevice | null = null;
  return {
    isSupported: bluetooth !== undefined,
    connect: async () => {
      if (bluetooth === undefined) return false;
      const filters = SERVICES.map(([service]) => ({ services: [service] }));
      device = (await chosen(() => bluetooth.requestDevice({ filters }))) ?? device;
      return device !== null;
    },
    send: (bytes) =>
      sendWith(
        async () => {
          if (bluetooth === undefined) throw new PrinterTrouble('not_supported');
          const gatt = device?.gatt;
          if (gatt === undefined) throw new PrinterTrouble('not_connected');
          return { gatt, writer: await writerOf(gatt) };
        },
        async ({ writer }) => {
          for (const piece of pieces(bytes, PIECE)) {
            const { write } = writer.properties;
            await moving(write ? writer.writeValueWithResponse(piece) : writer.writeValueWithoutResponse(piece));
          }
        },
        async ({ gatt }) => {
          await Promise.resolve();
          gatt.disconnect();
        },
      ),
  };
}

async function writerOf(gatt: Gatt): Promise<Characteristic> {
  const server = await gatt.connect();
  for (const [service, characteristic] of SERVICES) {
    try {
      return await (await server.getPrimaryService(service)).getCharacteristic(characteristic);
    } catch {
      continue; // a verdict: it is another maker's printer
    }
  }
  throw new PrinterTrouble('not_connected');
}
