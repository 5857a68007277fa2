/** One page of a till in Node with its databases in the test's hands, for what befalls them while it runs. */
import { onTestFinished } from 'vitest';
import { deviceKeys } from '../../src/client/auth/device-key.ts';
import { readMeta } from '../../src/client/db/journal-db.ts';
import { OpenTill } from '../../src/client/open-till.ts';
import type { TillDeps } from '../../src/client/till-deps.ts';
import { openCache, openJournal } from './memory-databases.ts';
import { newBrowser, nodeTillDeps, type NodeBrowser } from './node-till.ts';

type TabOptions = {
  readonly fetch: typeof fetch;
  readonly browser?: NodeBrowser;
  readonly over?: Partial<TillDeps>;
};

/** Closed with the test. Faults nobody waits for are left to the till, which is to mend them. */
export async function openTab({ fetch, browser = newBrowser(), over = {} }: TabOptions) {
  const [journal, cache] = [await openJournal(browser.place), await openCache(browser.place)];
  const deps = nodeTillDeps({ fetch, browser, speed: 20, over: { onFault: () => undefined, ...over } });
  const till = new OpenTill({ deps, journal, cache, isRetired: () => false, readOnly: false });
  onTestFinished(() => till.close());
  return {
    till,
    journal,
    cache,
    /** Of a device nobody has enrolled yet: it syncs as soon as somebody does. */
    awaitCode: () => {
      till.showUnenrolled();
      till.sync.start();
    },
    /** As the device another page has enrolled. */
    begin: async () => till.begin((await readMeta(journal, 'identity'))!, await deviceKeys(journal, deps.crypto)),
  };
}
