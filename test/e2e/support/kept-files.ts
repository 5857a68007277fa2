/** Waiting until a device can do without the network. */
import type { Page } from 'playwright';
import { expect } from 'playwright/test';

/** Waits until the service worker has all files of the face. */
export async function untilKept(page: Page, face: 'till' | 'shop' | 'office'): Promise<void> {
  const isKept = () =>
    page.evaluate(async (name) => {
      const keys = (await caches.has(name)) ? await (await caches.open(name)).keys() : [];
      return keys.some((request) => new URL(request.url).pathname.startsWith('/kept/'));
    }, `face-${face}`);
  await expect.poll(isKept, { timeout: 30_000 }).toBe(true);
}
