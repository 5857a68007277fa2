/**
 * The office's live channel: tells a page which streams moved, nothing else; the page asks for what it shows. Pokes are
 * gathered for a moment, so that a busy shop does not make a busy page. It ends with the session.
 */
import type { FastifyInstance } from 'fastify';
import { OFFICE_API } from '../../wire/office.ts';
import type { Poke } from '../../wire/sync.ts';
import type { ServerDeps } from '../deps.ts';
import { HEADERS } from '../http/headers.ts';
import { liveSession, requireOffice } from './sessions.ts';

type Pace = { readonly gatherMs: number; readonly keepaliveMs: number };

const PACE: Pace = { gatherMs: 250, keepaliveMs: 15_000 };

export function liveRoutes(app: FastifyInstance, deps: ServerDeps, pace: Pace = PACE): void {
  app.get(`${OFFICE_API}/live`, { preHandler: requireOffice(deps, { attended: false }) }, (request, reply) => {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...HEADERS.api,
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const say = (text: string) => {
      if (!raw.writableEnded) raw.write(text); // the session may have ended between two pokes
    };
    say('retry: 2000\n\n');

    let heads: Record<string, number> = {};
    let gathering: NodeJS.Timeout | null = null;
    const tell = () => {
      gathering = null;
      say(`data: ${JSON.stringify({ heads } satisfies Poke)}\n\n`);
      heads = {};
    };
    const leave = deps.door.changes((moved) => {
      if (moved.orgId !== deps.orgId) return;
      heads = { ...heads, ...moved.heads };
      gathering ??= setTimeout(tell, pace.gatherMs);
    });
    const keepalive = setInterval(() => {
      liveSession(deps, request, false).then(
        (session) => {
          if (session === null) raw.end();
          else say(':\n\n');
        },
        (cause: unknown) => {
          request.log.warn({ err: cause }, 'live channel');
          raw.end();
        },
      );
    }, pace.keepaliveMs);
    raw.once('close', () => {
      leave();
      clearInterval(keepalive);
      if (gathering !== null) clearTimeout(gathering);
    });
  });
}
