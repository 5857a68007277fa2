/**
 * The office's live channel: tells a page which streams moved, nothing else; the page asks for what it shows. Pokes are
 * gathered for a moment, so that a busy shop does not make a busy page. It ends with the session.
 */
import type { FastifyInstance } from 'fastify';
import { OFFICE_API } from '../../wire/office.ts';
import type { Poke } from '../../wire/sync.ts';
import type { ServerDeps } from '../deps.ts';
import { liveSession, requireOffice } from './sessions.ts';

const GATHER_MS = 250;
const KEEPALIVE_MS = 15_000;

export function liveRoutes(app: FastifyInstance, deps: ServerDeps): void {
  app.get(`${OFFICE_API}/live`, { preHandler: requireOffice(deps, { attended: false }) }, (request, reply) => {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    raw.write('retry: 2000\n\n');

    let heads: Record<string, number> = {};
    let gathering: NodeJS.Timeout | null = null;
    const tell = () => {
      gathering = null;
      raw.write(`data: ${JSON.stringify({ heads } satisfies Poke)}\n\n`);
      heads = {};
    };
    const leave = deps.door.changes((moved) => {
      if (moved.orgId !== deps.orgId) return;
      heads = { ...heads, ...moved.heads };
      gathering ??= setTimeout(tell, GATHER_MS);
    });
    const keepalive = setInterval(() => {
      liveSession(deps, request, false).then(
        (session) => {
          if (session === null) raw.end();
          else raw.write(':\n\n');
        },
        (cause: unknown) => {
          request.log.warn({ err: cause }, 'live channel');
          raw.end();
        },
      );
    }, KEEPALIVE_MS);
    raw.once('close', () => {
      leave();
      clearInterval(keepalive);
      if (gathering !== null) clearTimeout(gathering);
    });
  });
}
