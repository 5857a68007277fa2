/**
 * The composition root of the server: settings, means, the demo shop when there is none, routes, listening, and a clean
 * end. `npm start` runs this file, built.
 *
 * Ends with 2 when the person must change something (a taken port, a wrong setting), 1 when something broke.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import { SchemaMismatch } from './db/migrate.ts';
import { holdPresence } from './db/presence.ts';
import { dropEnrolCodes, makeEnrolCode } from './db/enrolment.ts';
import { saveSettings, settings } from './db/office-shop.ts';
import { listStores, orgRow } from './db/orgs.ts';
import { ensureDemoShop } from './demo/demo-shop.ts';
import type { ServerDeps } from './deps.ts';
import { lanAddresses, localHttps, type LocalHttps } from './https.ts';
import { offerAuthority } from './http/authority.ts';
import { keepReady } from './journal/ready-snapshots.ts';
import { keepRetrying } from './journal/retry-open.ts';
import { snapshots } from './journal/snapshot.ts';
import { listen } from './listen.ts';
import { openDeps } from './open-deps.ts';
import { Meter } from './operate/meter.ts';
import { readSettings, type Settings } from './settings.ts';

const WEB_DIR = fileURLToPath(new URL('../web', import.meta.url));
const say = (text: string) => process.stdout.write(`${text}\n`);

/** Ends the process with a message for the person; nothing is left open that matters. */
function giveUp(words: string, code: 1 | 2): never {
  process.stderr.write(`\n${words}\n`);
  process.exit(code);
}

async function main(): Promise<void> {
  const read = readSettings(process.env, process.argv.slice(2), process.cwd());
  if (!read.ok) giveUp(read.error, 2);
  const said = read.value;
  const deps = await openOrGiveUp(said);
  const leave = holdPresence(deps.dataDir);
  if ((await deps.door.read(deps.orgId, orgRow)) === null) await ensureDemoShop(deps);
  const https = said.https ? await localHttps(deps.dataDir, lanAddresses(), deps.clock()) : null;
  const { proxies } = said;
  const app = await buildApp(
    deps,
    https === null ? { proxies } : { https: { key: https.key, cert: https.cert }, proxies },
  );
  if (https !== null) offerAuthority(app, https.caPem);
  const stopMaking = keepReady(deps, snapshots(deps));
  const stopRetrying = keepRetrying(deps);
  app.addHook('preClose', () => {
    stopMaking();
    return stopRetrying();
  });
  const bound = await listen(app, said);
  if (!bound.ok) {
    await deps.door.close();
    giveUp(bound.error, 2);
  }
  stopCleanly(app, deps, leave);
  await followOrigin(deps, bound.value);
  await greet(deps, bound.value, https);
}

async function openOrGiveUp(said: Settings): Promise<ServerDeps> {
  try {
    return { ...(await openDeps(said, WEB_DIR)), meter: new Meter(), metricsToken: said.metricsToken };
  } catch (cause) {
    if (!(cause instanceof SchemaMismatch)) throw cause;
    return giveUp(
      `数据库与此版本不符：${cause.message}。数据原样保留。请用原来的版本，或换一个 HALFLOOP_DATA 文件夹。\n` +
        `The database does not fit this version: ${cause.message}. It was left as it is. ` +
        `Use the version it belongs to, or another folder by HALFLOOP_DATA.`,
      2,
    );
  }
}

/**
 * Shelf codes name the shop's own address. As long as that is this machine's loopback (nobody has set a real one), it
 * is kept at where the server really listens, best where phones of the network reach it.
 */
async function followOrigin(deps: ServerDeps, origins: readonly string[]): Promise<void> {
  const wanted = origins[1] ?? origins[0] ?? '';
  await deps.door.write(deps.orgId, async (tx) => {
    const { shopOrigin } = await settings(tx);
    const isOurs = /^https?:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(shopOrigin);
    if (isOurs && shopOrigin !== wanted) await saveSettings(tx, { shopOrigin: wanted });
  });
}

/** Everything a person needs to begin: addresses, demo access, a code for a till. */
async function greet(deps: ServerDeps, origins: readonly string[], https: LocalHttps | null): Promise<void> {
  const [origin = ''] = origins;
  say(`\n半环 Halfloop\n`);
  for (const [words, path] of PLACES) say(`  ${words.padEnd(18)} ${origin}${path}`);
  for (const other of origins.slice(1)) say(`  ${'同网设备 network'.padEnd(16)} ${other}/`);
  if (https !== null) say(TRUST_WORDS(`${origins[1] ?? origin}/halfloop-ca.crt`));
  const access = await demoAccess(deps.dataDir);
  if (access !== null) say(`\n${access.trimEnd()}`);
  const code = await freshCode(deps);
  if (code !== null)
    say(`\n  收银台注册码 till enrolment code: ${code}\n  （用一次；停机后失效；再要一个：npm run enrol）`);
  if (code !== null) say('  (works once, until the server stops; for another: npm run enrol)');
  say('\n  Ctrl-C 停止 stop\n');
}

const PLACES = [
  ['收银 till', '/till'],
  ['门店 shop', '/shop'],
  ['后台 office', '/office'],
] as const;

const TRUST_WORDS = (url: string): string =>
  `\n  平板和手机先下载并信任此证书（只需一次） / tablets and phones trust this certificate once:\n    ${url}\n` +
  '    iPad/iPhone: 设置→已下载描述文件→安装；再到 关于本机→证书信任设置 打开\n' +
  '    iPad/iPhone: Settings → Profile Downloaded → Install; then About → Certificate Trust Settings → on\n' +
  '    Android: 设置→安全→安装 CA 证书 / Settings → Security → Install a CA certificate';

async function demoAccess(dataDir: string): Promise<string | null> {
  try {
    return await readFile(join(dataDir, 'demo-access.txt'), 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null; // a shop of one's own
    throw cause;
  }
}

/** A code for this run of the server; what an earlier run printed no longer opens anything. */
async function freshCode(deps: ServerDeps): Promise<string | null> {
  return deps.door.write(deps.orgId, async (tx) => {
    await dropEnrolCodes(tx, 'demo');
    const [store] = await listStores(tx);
    if (store === undefined) return null;
    const { clock, randomBytes } = deps;
    return makeEnrolCode(tx, {
      storeId: store.store_id,
      origin: 'demo',
      madeMs: clock(),
      expiresMs: null,
      randomBytes,
    });
  });
}

/** SIGINT and SIGTERM end live channels, finish what is being written, and close the database. A second one insists. */
function stopCleanly(app: FastifyInstance, deps: ServerDeps, leave: () => void): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    closeAll(app, deps, leave).then(
      () => process.exit(0),
      (cause: unknown) => {
        deps.log.fatal({ err: cause }, 'not stopped cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

async function closeAll(app: FastifyInstance, deps: ServerDeps, leave: () => void): Promise<void> {
  await app.close();
  await deps.door.write(deps.orgId, (tx) => dropEnrolCodes(tx, 'demo'));
  await deps.door.close();
  leave();
}

await main();
