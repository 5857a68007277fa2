/**
 * What a request that fails is told: `{code, facts?}` of src/wire/refusal.ts, never a stack trace or an engine's words.
 * A route refuses by throwing `HttpRefusal`; everything else thrown is our fault or the world's, logged here.
 */
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import type { Refusal, RefusalCode } from '../../wire/refusal.ts';
import { StorageFault } from '../db/door.ts';

/** Ends a request with a status and a code a person can meet. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: number;
  readonly refusal: Refusal;
  readonly retryAfterS: number | null;
  constructor(status: number, code: RefusalCode, more: { facts?: Refusal['facts']; retryAfterS?: number } = {}) {
    super(`refused: ${code}`);
    this.status = status;
    this.refusal = more.facts === undefined ? { code } : { code, facts: more.facts };
    this.retryAfterS = more.retryAfterS ?? null;
  }
}

/** Answers with a refusal; the way for handlers that do not throw. */
export function sendRefusal(reply: FastifyReply, status: number, refusal: Refusal): FastifyReply {
  return reply.code(status).send(refusal);
}

/** Installs the answers to everything thrown, and to paths nobody serves. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (error instanceof HttpRefusal) {
      if (error.retryAfterS !== null) reply.header('retry-after', String(error.retryAfterS));
      return sendRefusal(reply, error.status, error.refusal);
    }
    if (error instanceof StorageFault) {
      request.log.warn({ err: error }, 'storage');
      reply.header('retry-after', '2');
      return error.fault === 'disk_full'
        ? sendRefusal(reply, 507, { code: 'server_disk_full' })
        : sendRefusal(reply, 503, { code: 'try_later' });
    }
    const status = error.statusCode ?? 500;
    if (status >= 500) {
      request.log.error({ err: error }, 'request failed');
      return sendRefusal(reply, 500, { code: 'try_later' });
    }
    request.log.info({ err: error }, 'request refused');
    return sendRefusal(reply, status, { code: status === 404 ? 'not_found' : 'bad_request' });
  });
}
