/**
 * The till's side of a hand-off by six digits: the till types the code, the server answers with the goods. What they
 * cost is the till's own business. Wrong codes are counted per till.
 */
import type { FastifyPluginAsync } from 'fastify';
import { assert } from '../../core/assert.ts';
import { HANDOFF_PATH, HANDOFF_TRIES, HANDOFF_WAIT_MS, takeHandoff, type TakenHandoff } from '../../wire/shop.ts';
import { deviceOf, deviceProof } from '../auth/device-proof.ts';
import { storeRow } from '../db/orgs.ts';
import type { ServerDeps } from '../deps.ts';
import { HttpRefusal } from '../http/errors.ts';
import { takeByCode } from './handoffs.ts';
import { parsed, refusedWith } from './parsed.ts';
import { createTryGate } from './try-gate.ts';

export const handoffRoutes =
  (deps: ServerDeps): FastifyPluginAsync =>
  async (app) => {
    const { door, orgId, clock } = deps;
    const tries = createTryGate({ most: HANDOFF_TRIES, waitMs: HANDOFF_WAIT_MS }, clock);
    app.post(HANDOFF_PATH, { preHandler: deviceProof(deps) }, async (request): Promise<TakenHandoff> => {
      const { deviceId, storeId } = deviceOf(request);
      const waitS = tries.wait(deviceId);
      if (waitS !== null)
        throw new HttpRefusal(429, 'too_many_tries', { facts: { seconds: waitS }, retryAfterS: waitS });
      const { code } = parsed(takeHandoff, request.body);
      const taken = await door.write(orgId, async (tx) => {
        const store = await storeRow(tx, storeId);
        assert(store !== null, 'a till stands in a store');
        return takeByCode(tx, code, { deviceId, storeNo: store.store_no, nowMs: clock() });
      });
      if (taken.ok) {
        tries.right(deviceId);
        return taken.value;
      }
      if (taken.error.code === 'handoff_code_unknown') tries.wrong(deviceId);
      throw refusedWith(taken.error);
    });
  };
