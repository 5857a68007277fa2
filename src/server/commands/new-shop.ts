/**
 * `npm run new-shop -- --name NAME [--currency CNY] [--lang zh] [--tz ZONE] [--store CODE]`: an empty shop of one's own
 * instead of the demo: one store, one owner with a PIN for tills and a password for the office, no products. Run it
 * before the first start, on an empty data folder or database. PIN and password are printed once and kept nowhere.
 *
 * Ends with 0 when the shop was made, 2 when it was not.
 */
import { parseArgs } from 'node:util';
import { makePinVerifier, randomPin } from '../auth/make-pin.ts';
import { hashPassword, randomPassword } from '../auth/password.ts';
import { addOrg, addStore } from '../db/new-shop.ts';
import { saveStaff } from '../db/office-shop.ts';
import { saveOfficeUser } from '../db/office-user.ts';
import { orgRow } from '../db/orgs.ts';
import type { ServerDeps } from '../deps.ts';
import { openDeps } from '../open-deps.ts';
import { readSettings } from '../settings.ts';

const USAGE = 'npm run new-shop -- --name NAME [--currency CNY] [--lang zh|en] [--tz Asia/Shanghai] [--store S1]';
const SHOP_CATALOGUE_MAX = 5000;
const LOGIN = 'owner';

type Asked = {
  readonly name: string;
  readonly currency: string;
  readonly lang: 'zh' | 'en';
  readonly tz: string;
  readonly store: string;
};

function refuse(words: string): number {
  process.stderr.write(`${words}\n`);
  return 2;
}

/** What was asked for, or what is wrong with it, for the person at the terminal. */
function readAsked(argv: readonly string[]): Asked | string {
  const option = { type: 'string' } as const;
  const options = { name: option, currency: option, lang: option, tz: option, store: option };
  try {
    const {
      name = '',
      currency = 'CNY',
      lang = 'zh',
      tz = 'Asia/Shanghai',
      store = 'S1',
    } = parseArgs({ args: [...argv], options }).values;
    if (name.trim() === '' || name.length > 200) return USAGE;
    if (!Intl.supportedValuesOf('currency').includes(currency)) return `没有这种货币 / no such currency: ${currency}`;
    if (lang !== 'zh' && lang !== 'en') return USAGE;
    if (!/^[A-Z0-9]{1,4}$/.test(store))
      return `门店代码是 1–4 个大写字母或数字 / a store code is 1 to 4 capitals or digits: ${store}`;
    new Intl.DateTimeFormat('en', { timeZone: tz }); // throws RangeError when there is no such zone
    return { name: name.trim(), currency, lang, tz, store };
  } catch (cause) {
    return `${cause instanceof Error ? cause.message : ''}\n${USAGE}`;
  }
}

async function makeShop(
  deps: ServerDeps,
  { name, currency, lang, tz, store }: Asked,
): Promise<{ pin: string; password: string }> {
  const names = { [lang]: name };
  const [storeId, nowMs] = [deps.ids(), deps.clock()];
  const pin = randomPin('owner', [1], new Set());
  const password = randomPassword();
  const [verifier, passwordHash] = [await makePinVerifier(pin, deps.randomBytes(16)), await hashPassword(password)];
  const owner = { names: { zh: '店主', en: 'Owner' }, role: 'owner', active: true } as const;
  await deps.door.write(deps.orgId, async (tx) => {
    await addOrg(tx, {
      orgNo: 1,
      names,
      currency,
      shopOrigin: 'http://127.0.0.1',
      receiptFooter: null,
      lang,
      shopCatalogueMax: SHOP_CATALOGUE_MAX,
      serverEpoch: deps.ids(),
      madeMs: nowMs,
    });
    await addStore(tx, { storeId, storeNo: 1, code: store, names, tz, address: null, walkIn: true });
    await saveStaff(tx, { staffId: deps.ids(), ...owner, storeIds: [storeId], pin: verifier }, nowMs);
    await saveOfficeUser(tx, { userId: deps.ids(), login: LOGIN, ...owner, passwordHash }, nowMs);
  });
  return { pin, password };
}

async function main(argv: readonly string[]): Promise<number> {
  const asked = readAsked(argv);
  if (typeof asked === 'string') return refuse(asked);
  const settings = readSettings(process.env, [], process.cwd());
  if (!settings.ok) return refuse(settings.error);
  const deps = await openDeps(settings.value, null);
  try {
    if ((await deps.door.read(deps.orgId, orgRow)) !== null) {
      return refuse(
        '这里已经有一家店，未作改动。请用另一个 HALFLOOP_DATA。\n' +
          'There is a shop here already; nothing was changed. Use another HALFLOOP_DATA.',
      );
    }
    const { pin, password } = await makeShop(deps, asked);
    process.stdout.write(`收银 PIN till PIN: ${pin}\n后台 office: ${LOGIN} / ${password}\n`);
    process.stderr.write('请记下，不会再显示。 / Write them down: they are not shown again.\n');
    return 0;
  } finally {
    await deps.door.close();
  }
}

process.exitCode = await main(process.argv.slice(2));
