/** Pictures of products at /media/<hash>. The hash is of the content, so an answer may be kept for ever. */
import type { FastifyPluginAsync } from 'fastify';
import { mediaOf } from '../db/media.ts';
import type { ServerDeps } from '../deps.ts';
import { sendRefusal } from '../http/errors.ts';
import { HEADERS } from '../http/headers.ts';

export const mediaRoutes =
  (deps: ServerDeps): FastifyPluginAsync =>
  async (app) => {
    app.get('/media/:hash', async (request, reply) => {
      const { hash } = request.params as { hash: string }; // the path has it
      const media = /^[0-9a-f]{64}$/.test(hash)
        ? await deps.door.read(deps.orgId, (tx) => mediaOf(tx, hash))
        : undefined;
      if (media === undefined) return sendRefusal(reply, 404, { code: 'not_found' });
      return reply.headers(HEADERS.media).type(media.mime).send(Buffer.from(media.body));
    });
  };
