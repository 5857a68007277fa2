/** A printer at a serial port: by cable, by its driver's COM port, or over classic Bluetooth. */
import { browserTimer } from '../browser-timer.ts';
import { chosen, pieces, PrinterTrouble, sendWith, unlessStalled, type PrinterPort } from './printer-port.ts';

/** What we use of Web Serial, which is in no type library yet. */
type SerialPort = {
  readonly writable: WritableStream<Uint8Array> | null;
  open(options: { readonly baudRate: number }): Promise<void>;
  close(): Promise<void>;
};
type Serial = { getPorts(): Promise<readonly SerialPort[]>; requestPort(): Promise<SerialPort> };

const PIECE = 1024; // a second at the slowest

/** `browser`: the navigator, which may offer it. */
export function serialPrinter(browser: object, baudRate: () => number, setTimer = browserTimer): PrinterPort {
  const moving = unlessStalled(setTimer);
  const { serial } = browser as { readonly serial?: Serial };
  return {
    isSupported: serial !== undefined,
    connect: async () => serial !== undefined && (await chosen(() => serial.requestPort())) !== null,
    send: (bytes) =>
      sendWith(
        async () => {
          if (serial === undefined) throw new PrinterTrouble('not_supported');
          const [port] = await serial.getPorts();
          if (port === undefined) throw new PrinterTrouble('not_connected');
          await port.open({ baudRate: baudRate() });
          return port;
        },
        async (port) => {
          const writer = port.writable?.getWriter();
          if (writer === undefined) throw new PrinterTrouble('not_connected');
          try {
            for (const piece of pieces(bytes, PIECE)) await moving(writer.write(piece));
            await moving(writer.close()); // resolves when the last byte has left
          } catch (error) {
            void writer.abort().catch(() => undefined); // what waits in it must not come out later
            throw error;
          } finally {
            writer.releaseLock(); // a port with a locked stream neither closes nor opens again
          }
        },
        (port) => port.close(),
      ),
  };
}
