/**
 * The way to a printer. Sending ends in one of three ways: sent; not sent at all (it can be tried again by itself); or
 * broken off midway, when a person has to look at the paper before it is tried again.
 */
export type PrinterTroubleCode = 'not_connected' | 'broke_off' | 'not_supported';

export class PrinterTrouble extends Error {
  override readonly name = 'PrinterTrouble';
  readonly code: PrinterTroubleCode;
  constructor(code: PrinterTroubleCode, options?: ErrorOptions) {
    super(`printer: ${code}`, options);
    this.code = code;
  }
}

export type PrinterPort = {
  /** Whether this browser has this way at all. */
  readonly isSupported: boolean;
  /** Asks the person to choose the device; only from a touch. False: none was chosen. */
  readonly connect: () => Promise<boolean>;
  /** Sends all of it. Throws PrinterTrouble. */
  readonly send: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
};

type SetTimer = (ms: number, fire: () => void) => () => void;

/** A printer that takes nothing for so long has no paper, or its cover is open: a piece takes a second at the most. */
const STALLED_MS = 20_000;

/** Awaits a step of sending, but not for ever. Throws PrinterTrouble `broke_off` when nothing moves any more. */
export function unlessStalled(setTimer: SetTimer): <T>(step: Promise<T>) => Promise<T> {
  return (step) =>
    new Promise((resolve, reject) => {
      const cancel = setTimer(STALLED_MS, () => reject(new PrinterTrouble('broke_off')));
      step.then(resolve, reject).finally(cancel);
    });
}

/**
 * Runs the steps before the first byte, then those that send: what fails is told by where it failed. Closing is begun
 * and not waited for: a printer that has stalled may not even close.
 */
export async function sendWith<T>(
  open: () => Promise<T>,
  send: (way: T) => Promise<void>,
  close: (way: T) => Promise<void>,
): Promise<void> {
  let way: T;
  try {
    way = await open();
  } catch (cause) {
    if (cause instanceof PrinterTrouble) throw cause;
    throw new PrinterTrouble('not_connected', { cause });
  }
  try {
    await send(way);
  } catch (cause) {
    void close(way).catch(() => undefined); // it is gone already: this tells
    throw cause instanceof PrinterTrouble ? cause : new PrinterTrouble('broke_off', { cause });
  }
  await close(way).catch(() => undefined); // all was sent
}

/** A device chosen by a person, or none because the person closed the list. */
export async function chosen<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof DOMException && (error.name === 'NotFoundError' || error.name === 'AbortError')) return null;
    throw error;
  }
}

/** Pieces of at most `size` bytes. */
export function* pieces(bytes: Uint8Array<ArrayBuffer>, size: number): Generator<Uint8Array<ArrayBuffer>> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.slice(from, from + size);
}
