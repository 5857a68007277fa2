/**
 * `npm run enrol [STORE]`: another one-time code for a till, while the server runs or before it does. Whoever can run
 * commands on this machine is trusted, so the code needs no confirmation in the office.
 */
import { makeEnrolCode } from '../db/enrolment.ts';
import { listStores } from '../db/orgs.ts';
import { openDeps } from '../open-deps.ts';
import { readSettings } from '../settings.ts';

const DAY_MS = 86_400_000;

async function main([storeCode, ...more]: readonly string[]): Promise<number> {
  if (storeCode?.startsWith('-') === true || more.length > 0) return refuse('npm run enrol -- [STORE]');
  const settings = readSettings(process.env, [], process.cwd());
  if (!settings.ok) return refuse(settings.error);
  const deps = await openDeps(settings.value, null);
  try {
    const stores = await deps.door.read(deps.orgId, listStores);
    const store = storeCode === undefined ? stores[0] : stores.find(({ code }) => code === storeCode);
    const codes = stores.map(({ code }) => code).join(', ');
    if (stores.length === 0) return refuse('还没有门店：先运行 npm start / There is no store yet: run npm start first');
    if (store === undefined) return refuse(`没有这家门店 / no such store: ${storeCode ?? ''}（${codes}）`);
    const madeMs = deps.clock();
    const { randomBytes } = deps;
    const code = await deps.door.write(deps.orgId, (tx) =>
      makeEnrolCode(tx, {
        storeId: store.store_id,
        origin: 'command',
        madeMs,
        expiresMs: madeMs + DAY_MS,
        randomBytes,
      }),
    );
    process.stdout.write(`${code}\n`);
    process.stderr.write(`门店 ${store.code}，一次有效，24 小时 / store ${store.code}, works once, for 24 hours`);
    process.stderr.write(stores.length > 1 ? `\n其他门店 / other stores: npm run enrol -- ${codes}\n` : '\n');
    return 0;
  } finally {
    await deps.door.close();
  }
}

function refuse(words: string): number {
  process.stderr.write(`${words}\n`);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
