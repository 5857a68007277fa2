/**
 * The replay's tills: enrolled by codes from the server's command, signed in by PIN, selling while their network fails.
 */
import type { TillDevice } from '../../src/client/till-device.ts';
import { openTillDevice } from '../../src/client/open-till-device.ts';
import { pushOk } from '../../src/wire/sync.ts';
import { seeded } from './cutting-proxy.ts';
import type { Invoice } from './invoices.ts';
import { nodeTillDeps, type TillWorld } from './node-till-deps.ts';
import { sellInvoices } from './sell-invoices.ts';
import { runCommand, type Shop } from './server-process.ts';

type Counts = { pushes: number; unanswered: number; dups: number };

export type ReplayTill = {
  readonly deviceId: string;
  readonly counts: Counts;
  sell(invoices: readonly Invoice[], onSplit: (invoice: Invoice, parts: number) => void): Promise<void>;
  /** Resolves when nothing waits for the server any more. */
  drained(): Promise<void>;
  headSeq(): number;
  close(): Promise<void>;
};

type Options = {
  readonly shop: Shop;
  readonly count: number;
  readonly seed: number;
  readonly serverPort: number;
  readonly proxyPort: number;
};

const DRAIN_WITHIN_MS = 600_000;

/** Opens, enrols and signs in `count` tills, then puts the bad network between them and the server. */
export async function openTills(options: Options): Promise<ReplayTill[]> {
  const tills: ReplayTill[] = [];
  for (let n = 0; n < options.count; n += 1) tills.push(await openTill(options, n));
  return tills;
}

/** Node's fetch to the port of the moment, counting what became of pushes. */
function countingFetch(port: () => number, counts: Counts): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    url.port = String(port());
    const isPush = url.pathname === '/sync/push';
    if (isPush) counts.pushes += 1;
    try {
      const answer = await fetch(url, init);
      if (isPush && answer.ok) counts.dups += await dupsOf(answer.clone());
      return answer;
    } catch (error) {
      if (isPush) counts.unanswered += 1;
      throw error;
    }
  };
}

async function dupsOf(answer: Response): Promise<number> {
  const told = pushOk.safeParse(await answer.json());
  return told.success ? told.data.results.filter(({ status }) => status === 'dup').length : 0;
}

/** Waits until the till's state is so. */
export function until(device: TillDevice, what: string, isSo: () => boolean, withinMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let stop: () => void = () => undefined;
    const late = setTimeout(() => {
      stop();
      reject(new Error(`waited too long: ${what}`));
    }, withinMs);
    const look = (): void => {
      if (!isSo()) return;
      clearTimeout(late);
      stop();
      resolve();
    };
    stop = device.state.subscribe(look);
    look();
  });
}

/** Enrols a fresh till, waits for its goods and signs the owner in. */
export async function signedIn(device: TillDevice, { dataDir, dist, pin, env }: Shop): Promise<string> {
  const code = (await runCommand(dist, dataDir, 'enrol', [], env)).trim();
  const enrolled = await device.enrol(code, 'Replay');
  if (!enrolled.ok) throw new Error(`enrol: ${enrolled.error.code}`);
  device.sync.start();
  const state = () => device.state.getState();
  await until(
    device,
    'the catalogue',
    () =>
      state().phase === 'ready' &&
      !state().reading &&
      state().loading === null &&
      state().staff.length > 0 &&
      device.catalogue.size > 0,
    60_000,
  );
  const owner = state().staff.find(({ role }) => role === 'owner');
  const person = await device.signIn(owner?.staffId ?? '', pin);
  if (!person.ok) throw new Error(`sign in: ${person.error.code}`);
  return person.value.staffId;
}

async function openTill({ shop, seed, serverPort, proxyPort }: Options, n: number): Promise<ReplayTill> {
  const counts: Counts = { pushes: 0, unanswered: 0, dups: 0 };
  let port = serverPort; // enrolment is done in the shop's office: the bad network begins with the first sale
  const faults: unknown[] = [];
  const world: TillWorld = nodeTillDeps({
    origin: `http://127.0.0.1:${String(serverPort)}`,
    fetch: countingFetch(() => port, counts),
    random: seeded(seed + 1000 * (n + 1)),
    onFault: (error) => faults.push(error),
  });
  const device = await openTillDevice(world.deps);
  const staffId = await signedIn(device, shop);
  const deviceId = device.state.getState().identity?.deviceId ?? '';
  port = proxyPort;
  const tools = { device, newId: world.deps.newId, nowMs: world.now, lang: () => 'en' as const };
  return {
    deviceId,
    counts,
    sell: (invoices, onSplit) => sellInvoices({ tools, device, staffId, setClock: world.setClock, onSplit }, invoices),
    drained: async () => {
      device.sync.wake();
      await until(
        device,
        `till ${String(n + 1)} drained`,
        () => device.state.getState().pending === 0,
        DRAIN_WITHIN_MS,
      );
      if (faults.length > 0) throw new Error('a fault nobody waited for', { cause: faults[0] });
    },
    headSeq: () => device.state.getState().headSeq,
    close: async () => {
      await device.sync.stop();
      await device.close();
    },
  };
}
