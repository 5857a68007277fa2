/**
 * The door every scan comes in by. What a text may mean is fetched right after the first screen (preload.ts); a scan
 * that is faster waits for it, and scans that wait keep their order.
 */
import type { Scan } from '../../core/scan-text.ts';
import type { Counter } from '../counter.ts';

/** Resolves when the scan's effect is on the counter. */
export async function scanned(counter: Counter, scan: Scan): Promise<void> {
  const { takeScan } = await import('./scanning.ts');
  await takeScan(counter, scan);
}
