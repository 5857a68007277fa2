/**
 * Every scanner of this till but its camera: those that type like a keyboard, and those that report their codes by
 * WebHID. Both are heard wherever the finger last was.
 */
import type { ScanRead } from '../../client/scan/seen-code.ts';
import { listenForWedge } from '../../client/scan/wedge.ts';
import type { Counter } from '../counter.ts';
import { SCANNED } from '../idle-lock.ts';

type Hears = {
  readonly onScan: (read: ScanRead) => void;
  /** Characters a person typed while no field had the focus. */
  readonly onTyped?: (text: string) => void;
};

/** Answers with how to stop. */
export function listenForScanners(counter: Counter, { onScan, onTyped = () => undefined }: Hears): () => void {
  const settings = () => counter.preferences.getState().wedge;
  const stopWedge = listenForWedge(document, { settings, onScan, onTyped });
  const stopHid = listenForHid(counter, onScan);
  return () => {
    stopWedge();
    stopHid();
  };
}

/** A code read without a key or a touch is somebody at work too. */
export const atWork =
  (onRead: (read: ScanRead) => void) =>
  (read: ScanRead): void => {
    document.dispatchEvent(new Event(SCANNED));
    onRead(read);
  };

/** Those that report alone. */
export function listenForHid({ hid }: Pick<Counter, 'hid'>, onScan: (read: ScanRead) => void): () => void {
  let isOver = false;
  let stop: (() => void) | null = null;
  const begin = async () => {
    const scanners = await hid();
    if (!isOver) stop = scanners.listen(atWork(onScan));
  };
  void begin().catch(() => undefined); // not fetched in time before an outage: the keyboard's scanners go on
  return () => {
    isOver = true;
    stop?.();
  };
}
