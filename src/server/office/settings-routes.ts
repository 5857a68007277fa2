/** The shop's own settings: its name, the address that stands in its QR codes, receipt footer, stores. */
import { err, ok, type Result } from '../../core/result.ts';
import { settingsChange, storeChange, type OfficeSettings } from '../../wire/office-shop.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { saveSettings, saveStore, settings, stores } from '../db/office-shop.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound, type OfficeRoutes } from './answer.ts';
import { tidyNames } from './product-edits.ts';

export function settingsRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const { door, orgId } = deps;
  const all = () =>
    door.read(orgId, async (tx) =>
      ok<OfficeSettings>({ settings: await settings(tx), stores: [...(await stores(tx))] }),
    );

  routes.get('/settings', all);

  routes.write('PATCH', '/settings', 'own', settingsChange, async ({ body }) => {
    const names = body.names === undefined ? undefined : tidyNames(body.names);
    if (names === null) return err({ code: 'name_missing' });
    const origin = body.shopOrigin === undefined ? ok(undefined) : shopOrigin(body.shopOrigin);
    if (!origin.ok) return origin;
    if (body.tenders?.custom.some((way) => tidyNames(way.names) === null)) return err({ code: 'name_missing' });
    const asked = body.tenders;
    await door.write(orgId, async (tx) =>
      saveSettings(tx, {
        ...(asked === undefined ? {} : { tenders: keptWays((await settings(tx)).tenders?.custom ?? [], asked) }),
        ...(names === undefined ? {} : { names }),
        ...(origin.value === undefined ? {} : { shopOrigin: origin.value }),
        ...(body.lang === undefined ? {} : { lang: body.lang }),
        ...(body.taxMode === undefined ? {} : { taxMode: body.taxMode }),
        ...(body.taxRounding === undefined ? {} : { taxRounding: body.taxRounding }),
        ...(body.taxRoundsTo === undefined ? {} : { taxRoundsTo: body.taxRoundsTo }),
        ...(body.cashRounding === undefined ? {} : { cashRounding: body.cashRounding }),
        ...(body.logo === undefined ? {} : { logo: body.logo }),
        ...(body.loyalty === undefined ? {} : { loyalty: body.loyalty }),
        ...(body.lockMinutes === undefined ? {} : { lockMinutes: body.lockMinutes }),
        ...(body.drawerOffMinor === undefined ? {} : { drawerOffMinor: body.drawerOffMinor }),
        ...(body.receiptFooter === undefined
          ? {}
          : { receiptFooter: body.receiptFooter === null ? null : tidyNames(body.receiptFooter) }),
      }),
    );
    return all();
  });

  routes.write('PATCH', '/stores/:storeId', 'own', storeChange, async ({ body, params }) => {
    const names = body.names === undefined ? undefined : tidyNames(body.names);
    if (names === null) return err({ code: 'name_missing' });
    if (body.tz !== undefined && !isZone(body.tz)) return err({ code: 'bad_request', facts: { where: 'tz' } });
    const { currency } = await door.read(orgId, settings);
    const twice = new Set([currency, ...(body.foreignCash ?? []).map((rate) => rate.currency)]);
    if (twice.size <= (body.foreignCash?.length ?? 0))
      return err({ code: 'bad_request', facts: { where: 'currency' } });
    const saved = await door.write(orgId, (tx) =>
      saveStore(tx, params['storeId'] ?? '', {
        ...(names === undefined ? {} : { names }),
        ...(body.tz === undefined ? {} : { tz: body.tz }),
        ...(body.foreignCash === undefined ? {} : { foreignCash: body.foreignCash }),
        ...(body.scaleRules === undefined ? {} : { scaleRules: body.scaleRules }),
        ...(body.address === undefined ? {} : { address: body.address === null ? null : tidyNames(body.address) }),
      }),
    );
    return saved === undefined ? notFound : all();
  });
}

type Ways = NonNullable<OfficeSettings['settings']['tenders']>;

/** Sales name the shop's own ways for ever: one that is left out has ended, it is never gone. */
function keptWays(before: Ways['custom'], asked: Ways): Ways {
  const told = new Set(asked.custom.map((way) => way.typeId));
  const ended = before.filter((way) => !told.has(way.typeId)).map((way) => ({ ...way, state: 'ended' as const }));
  const custom = asked.custom.map((way) => ({ ...way, names: tidyNames(way.names) ?? way.names }));
  return { off: asked.off, custom: [...custom, ...ended] };
}

/**
 * The address phones open, as it goes into every QR: scheme, host, port. Refuses `bad_address` for anything else: a
 * path would be lost, and a wrong address is printed on every label.
 */
function shopOrigin(typed: string): Result<string, Refusal> {
  const text = typed.trim().replace(/\/+$/, '');
  const url = URL.canParse(text) ? new URL(text) : null;
  const whole = url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== '';
  if (!whole || url.origin !== text.toLowerCase()) return err({ code: 'bad_address' });
  return ok(url.origin);
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false; // the only way to ask Intl
  }
}
