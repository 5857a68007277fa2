/** What a till asks of members while it is online: how they stand, and stored value to spend offline. */
import type { FastifyPluginAsync } from 'fastify';
import { sumOfValue } from '../../core/value.ts';
import { GRANT_PATH, grantAsked, STANDING_PATH, standingAsked } from '../../wire/member-calls.ts';
import { deviceOf, deviceProof } from '../auth/device-proof.ts';
import { memberRow, standingNow } from '../db/members.ts';
import type { ServerDeps } from '../deps.ts';
import { HttpRefusal } from '../http/errors.ts';
import { parsed, refusedWith } from '../shop/parsed.ts';
import { giveGrant } from './grants.ts';

export const memberRoutes =
  (deps: ServerDeps): FastifyPluginAsync =>
  async (app) => {
    const { door, orgId, clock } = deps;
    const guarded = { preHandler: deviceProof(deps) };
    app.post(STANDING_PATH, guarded, async (request) => {
      const { memberId } = parsed(standingAsked, request.body);
      return door.read(orgId, async (tx) => {
        if ((await memberRow(tx, memberId)) === null) throw new HttpRefusal(422, 'member_unknown');
        const { points, value } = await standingNow(tx, memberId);
        return { memberId, points, valueMinor: sumOfValue(value), asOfMs: clock() };
      });
    });
    app.post(GRANT_PATH, guarded, async (request) => {
      const asked = parsed(grantAsked, request.body);
      const { deviceId, storeId } = deviceOf(request);
      const given = await door.write(orgId, (tx) => giveGrant(tx, deps, { deviceId, storeId }, asked));
      if (!given.ok) throw refusedWith(given.error);
      return given.value;
    });
  };
