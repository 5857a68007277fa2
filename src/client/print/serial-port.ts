/** A printer at a serial port: by cable, by its driver's COM port, or over classic Bluetooth. */
import { chosen, PrinterTrouble, sendWith, type PrinterPort } from './printer-port.ts';

/** What we use of Web Serial, which is in no type library yet. */
type SerialPort = {
  readonly writable: WritableStream<Uint8Array> | null;
  open(options: { readonly baudRate: number }): Promise<void>;
  close(): Promise<void>;
};
type Serial = { getPorts(): Promise<readonly SerialPort[]>; requestPort(): Promise<SerialPort> };

/** `browser`: the navigator, which may offer it. */
export function serialPrinter(browser: object, baudRate: () => number): PrinterPort {
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
          await writer.write(bytes);
          await writer.close(); // resolves when the last byte has left
        },
        (port) => port.close(),
      ),
  };
}
