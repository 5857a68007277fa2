/**
 * For whoever runs the server: `/healthz` (the process answers), `/readyz` (it can do its work: database reachable with
 * its tables, room to write), `/metrics` (Prometheus).
 *
 * Figures are for this machine or for who has the token. A proxy on this machine makes everybody look near, so a
 * request somebody passed on counts as far.
 */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { lastBackupMs } from '../backup/backup.ts';
import { orgRow } from '../db/orgs.ts';
import { standing } from '../db/standing.ts';
import type { ServerDeps } from '../deps.ts';
import { HttpRefusal } from '../http/errors.ts';
import { freeSpace } from '../http/free-space.ts';
import { PROMETHEUS_TYPE, prometheusText } from './prometheus.ts';

const ONLINE_MS = 90_000;
const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
const PASSED_ON: readonly string[] = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'];

export const operateRoutes =
  (deps: ServerDeps): FastifyPluginAsync =>
  async (app) => {
    app.get('/healthz', () => ({ alive: true }));

    app.get('/readyz', async (_request, reply) => {
      const [database, disk] = [await reachesDatabase(deps), await freeSpace(deps)];
      const isReady = database && disk.hasSpace;
      return reply.code(isReady ? 200 : 503).send({ ready: isReady, database, disk: disk.hasSpace });
    });

    app.get('/metrics', async (request, reply) => {
      if (!mayLook(request, deps.metricsToken ?? null)) throw new HttpRefusal(404, 'not_found');
      const { meter } = deps;
      if (meter === undefined) throw new HttpRefusal(404, 'not_found');
      const nowMs = deps.clock();
      const text = prometheusText({
        counted: meter.read(),
        standing: await deps.door.read(deps.orgId, (tx) => standing(tx, nowMs - ONLINE_MS)),
        disk: await freeSpace(deps),
        lastBackupMs: await lastBackupMs(deps.dataDir),
        nowMs,
      });
      return reply.type(PROMETHEUS_TYPE).send(text);
    });
  };

/** The tables were made when the door was opened; here it is asked that they can still be read. */
async function reachesDatabase({ door, orgId, log }: ServerDeps): Promise<boolean> {
  try {
    return (await door.read(orgId, orgRow)) !== null;
  } catch (cause) {
    log.warn({ err: cause }, 'not ready');
    return false; // a verdict: it cannot work now
  }
}

function mayLook(request: FastifyRequest, token: string | null): boolean {
  const said = request.headers.authorization;
  if (token !== null && said !== undefined) return isSame(said, `Bearer ${token}`);
  const isNear = LOOPBACK.test(request.ip) && PASSED_ON.every((name) => request.headers[name] === undefined);
  return isNear;
}

const isSame = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};
