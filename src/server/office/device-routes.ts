/**
 * Tills: the list with what the server knows of each, one-time codes to let a new one in, confirming it after comparing
 * thumbprints, taking its rights away.
 */
import { err, ok, type Result } from '../../core/result.ts';
import { codeRequest, deviceConfirm, type CodeMade, type DeviceListed, type Devices } from '../../wire/office-shop.ts';
import type { Refusal } from '../../wire/refusal.ts';
import * as z from 'zod/mini';
import { confirmDevice, makeEnrolCode } from '../db/enrolment.ts';
import { deviceRow } from '../db/devices.ts';
import { listTills } from '../db/office-devices.ts';
import { storeById } from '../db/office-shop.ts';
import type { ServerDeps } from '../deps.ts';
import { notFound, nothing, type OfficeRoutes } from './answer.ts';
import { declareLost } from './declare-lost.ts';

const CODE_LIFE_MS = 10 * 60_000;

/** What a till said of its storage in its last hello; anything else is not known. */
const storageSaid = z.object({ persisted: z.boolean() });

export function deviceRoutes(routes: OfficeRoutes, deps: ServerDeps): void {
  const { door, orgId } = deps;

  routes.get('/devices', () =>
    door.read(orgId, async (tx) =>
      ok<Devices>({ rows: (await listTills(tx, null)).map(listed), asOfMs: deps.clock() }),
    ),
  );

  routes.write('POST', '/devices/codes', 'change', codeRequest, ({ body }) => {
    const expiresMs = deps.clock() + CODE_LIFE_MS;
    const { clock, randomBytes } = deps;
    return door.write(orgId, async (tx): Promise<Result<CodeMade, Refusal>> => {
      if ((await storeById(tx, body.storeId)) === undefined) return notFound;
      const made = { storeId: body.storeId, origin: 'office', madeMs: clock(), expiresMs, randomBytes } as const;
      return ok({ code: await makeEnrolCode(tx, made), expiresMs });
    });
  });

  routes.write('POST', '/devices/:deviceId/confirm', 'change', deviceConfirm, ({ body, params }) =>
    door.write(orgId, async (tx): Promise<Result<null, Refusal>> => {
      const deviceId = params['deviceId'] ?? '';
      const device = await deviceRow(tx, deviceId);
      if (device === null) return notFound;
      // not the key that was compared
      if (device.thumbprint !== body.thumbprint) return err({ code: 'changed_meanwhile' });
      return (await confirmDevice(tx, deviceId)) ? ok(null) : err({ code: 'changed_meanwhile' });
    }),
  );

  routes.write('POST', '/devices/:deviceId/revoke', 'change', nothing, ({ params }) =>
    door.write(orgId, async (tx): Promise<Result<null, Refusal>> => {
      const device = await deviceRow(tx, params['deviceId'] ?? '');
      if (device?.kind !== 'till') return notFound;
      return (await declareLost(tx, device.device_id, deps.clock())) ? ok(null) : err({ code: 'changed_meanwhile' });
    }),
  );
}

type Till = Awaited<ReturnType<typeof listTills>>[number];

function listed(till: Till): DeviceListed {
  return {
    deviceId: till.device_id,
    incarnation: till.incarnation,
    tillCode: till.till_code,
    tillNo: till.till_no,
    name: till.name,
    storeId: till.store_id,
    state: till.state,
    thumbprint: till.thumbprint,
    enrolledMs: till.enrolled_ms,
    lastSeenMs: till.last_seen_ms,
    pending: till.missing,
    storedSeq: till.stored,
    app: till.app,
    persisted: persistedOf(till.storage),
    frozen: till.frozen,
  };
}

function persistedOf(storage: string | null): boolean | null {
  if (storage === null) return null;
  const said = storageSaid.safeParse(JSON.parse(storage)); // our own column, written as JSON
  return said.success ? said.data.persisted : null;
}
