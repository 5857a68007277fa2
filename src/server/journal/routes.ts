/**
 * The paths of SYNC_PATHS. Parse, decide, answer: what is decided stands in accept.ts, feed.ts, snapshot.ts and
 * enrol.ts. Answers that devices act on are signed over the exact bytes sent.
 */
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import {
  enrolRequest,
  hello as helloSchema,
  NDJSON,
  pull as pullSchema,
  SIGNATURE_HEADER,
  SYNC_PATHS,
  type Manifest,
  type PullOk,
  type PushErr,
  type PushOk,
  type Stream,
} from '../../wire/sync.ts';
import { deviceOf, deviceProof } from '../auth/device-proof.ts';
import { enrol } from '../auth/enrol.ts';
import { signText } from '../auth/keys.ts';
import { feedTx } from '../db/feed-tx.ts';
import { journalDoor } from '../db/journal-tx.ts';
import { orgFacts } from '../db/orgs.ts';
import { partBody } from '../db/snapshots.ts';
import type { ServerDeps } from '../deps.ts';
import { freeSpaceGate } from '../http/free-space.ts';
import { HttpRefusal } from '../http/errors.ts';
import { HEADERS, IMMUTABLE } from '../http/headers.ts';
import { BATCH_BYTES } from '../../wire/protocol.ts';
import { limiter, type Limiter } from '../http/rate.ts';
import { accept } from './accept.ts';
import { acceptMeans } from './accept-means.ts';
import type { Promised } from './push.ts';
import { promiser } from './durability.ts';
import { readPages } from './feed.ts';
import { answerHello, headsOf, streamsOf } from './hello.ts';
import { live, type Live } from './live.ts';
import { pushLine } from './push-line.ts';
import { HEADER_BYTES, readPush } from './read-push.ts';
import { snapshots, type Snapshots } from './snapshot.ts';

const HOUR_MINUTES = 60;
const GEN = /^[0-9a-f-]{36}$/;
const decompress = promisify(brotliDecompress);

type Parts = {
  readonly deps: ServerDeps;
  readonly promise: () => Promise<Promised>;
  readonly limits: { readonly push: Limiter; readonly pull: Limiter; readonly hello: Limiter; readonly enrol: Limiter };
  readonly snapshots: Snapshots;
  readonly live: Live;
};

/** All of /sync. */
export const syncRoutes =
  (deps: ServerDeps): FastifyPluginAsync =>
  async (app) => {
    const { limits, clock } = deps;
    const enrolFailures = { perMinute: limits.enrolFailuresPerHour / HOUR_MINUTES, burst: limits.enrolFailuresPerHour };
    const parts: Parts = {
      deps,
      promise: promiser(deps.door, clock),
      limits: {
        push: limiter(limits.push, clock),
        pull: limiter(limits.pull, clock),
        hello: limiter(limits.hello, clock),
        enrol: limiter(enrolFailures, clock),
      },
      snapshots: snapshots(deps),
      live: live(deps),
    };
    app.addHook('preClose', () => {
      parts.live.close();
      return Promise.resolve();
    });
    app.decorateRequest('device', null);
    await app.register(enrolRoute(parts));
    await app.register(pushRoute(parts));
    await app.register(followRoutes(parts));
  };

const enrolRoute =
  ({ deps, limits }: Parts): FastifyPluginAsync =>
  async (app) => {
    const failures = new Map<string, number>(); // addresses shut out, until when
    app.post(SYNC_PATHS.enrol, async (request) => {
      const untilMs = failures.get(request.ip) ?? 0;
      if (untilMs > deps.clock()) throw tooManyTries(untilMs - deps.clock());
      failures.delete(request.ip);
      const parsed = enrolRequest.safeParse(request.body);
      if (!parsed.success) throw new HttpRefusal(400, 'bad_request');
      const enrolled = await enrol(deps, parsed.data);
      if (enrolled.ok) return enrolled.value;
      const waitMs = enrolled.error === 'enrol_code_unknown' ? limits.enrol(request.ip) : 0;
      if (waitMs > 0) {
        failures.set(request.ip, deps.clock() + waitMs);
        throw tooManyTries(waitMs);
      }
      throw new HttpRefusal(403, enrolled.error);
    });
  };

const tooManyTries = (waitMs: number): HttpRefusal => {
  const seconds = Math.ceil(waitMs / 1000);
  return new HttpRefusal(429, 'too_many_tries', { facts: { seconds }, retryAfterS: seconds });
};

const pushRoute =
  ({ deps, promise, limits }: Parts): FastifyPluginAsync =>
  async (app) => {
    const means = acceptMeans(deps, promise);
    const hasSpace = freeSpaceGate(deps);
    const line = pushLine(deps.limits.pushesAtOnce, () => performance.now());
    const bodyLimit = BATCH_BYTES + HEADER_BYTES;
    app.addContentTypeParser(NDJSON, { parseAs: 'buffer', bodyLimit }, (_request, body, done) => {
      done(null, body);
    });
    app.setErrorHandler((error: FastifyError, _request, reply) => {
      if (error.statusCode !== 413) throw error;
      return answerPush(deps, reply, { error: 'too_big' });
    });
    app.post<{ Body: unknown }>(SYNC_PATHS.push, { bodyLimit }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const push = readPush(body, request.headers[SIGNATURE_HEADER]);
      if (!push.ok) return answerPush(deps, reply, push.error);
      // Who says so is not proved yet: a stranger elsewhere must not use up a till's share.
      const waitMs = limits.push(`${request.ip} ${push.value.header.deviceId}`);
      if (waitMs > 0) return comeLater(reply, waitMs);
      if (!(await hasSpace())) {
        return answerPush(deps, reply, { error: 'retry', afterMs: 30_000, code: 'server_disk_full' });
      }
      const turnMs = await line.enter(push.value.header.deviceId);
      if (turnMs > 0) return comeLater(reply, turnMs);
      try {
        const startMs = performance.now();
        const answer = await accept(means, push.value);
        deps.meter?.pushed(answer, performance.now() - startMs);
        return await answerPush(deps, reply, answer);
      } finally {
        line.leave();
      }
    });
  };

function comeLater(reply: FastifyReply, afterMs: number): FastifyReply {
  reply.header('retry-after', String(Math.ceil(afterMs / 1000)));
  return reply.code(429).send({ error: 'retry', afterMs } satisfies PushErr);
}

const PUSH_STATUS = {
  gap: 409,
  fork: 409,
  broken_chain: 409,
  retry: 503,
  too_big: 413,
  stale_time: 401,
  auth: 401,
  bad_push: 400,
} as const;

async function answerPush(deps: ServerDeps, reply: FastifyReply, answer: PushOk | PushErr): Promise<FastifyReply> {
  if (!('error' in answer)) return sendSigned(deps, reply, answer);
  const isFull = answer.error === 'retry' && answer.code === 'server_disk_full';
  if (answer.error === 'retry') reply.header('retry-after', String(Math.ceil(answer.afterMs / 1000)));
  return reply.code(isFull ? 507 : PUSH_STATUS[answer.error]).send(answer);
}

async function sendSigned(deps: ServerDeps, reply: FastifyReply, answer: unknown): Promise<FastifyReply> {
  const body = JSON.stringify(answer);
  reply.header(SIGNATURE_HEADER, await signText(deps.keys.server, body));
  return reply.type('application/json; charset=utf-8').send(body);
}

const followRoutes =
  (parts: Parts): FastifyPluginAsync =>
  async (app) => {
    const { deps, promise, limits } = parts;
    const preHandler = deviceProof(deps);
    const means = { door: journalDoor(deps.door, deps.orgId), clock: deps.clock, ids: deps.ids };
    app.post(SYNC_PATHS.hello, { preHandler }, async (request, reply) => {
      const device = deviceOf(request);
      within(limits.hello, device.deviceId);
      const parsed = helloSchema.safeParse(request.body);
      if (!parsed.success || parsed.data.deviceId !== device.deviceId) throw new HttpRefusal(400, 'bad_request');
      return sendSigned(deps, reply, await answerHello(means, device, parsed.data, await promise()));
    });
    app.post(SYNC_PATHS.pull, { preHandler }, async (request) => {
      const device = deviceOf(request);
      within(limits.pull, device.deviceId);
      const parsed = pullSchema.safeParse(request.body);
      if (!parsed.success) throw new HttpRefusal(400, 'bad_request');
      const pull = parsed.data;
      for (const { stream } of pull.streams) followed(request, stream);
      const chain = { deviceId: device.deviceId, incarnation: pull.incarnation };
      const answer = await means.door.read(async (port) => ({
        pages: await readPages(port, chain, pull),
        serverEpoch: await port.serverEpoch(),
      }));
      return { ...answer, serverMs: deps.clock() } satisfies PullOk;
    });
    app.get<{ Params: { stream: string } }>(SYNC_PATHS.snapshot(':stream'), { preHandler }, async (request, reply) => {
      const snapshot = await parts.snapshots.current(followed(request, request.params.stream));
      const { serverEpoch } = await deps.door.read(deps.orgId, orgFacts);
      return sendSigned(deps, reply, { ...snapshot, serverEpoch } satisfies Manifest);
    });
    app.get<{ Params: PartParams }>('/sync/snapshot/:stream/:gen/:n', { preHandler }, (request, reply) =>
      sendPart(deps, request, reply),
    );
    app.get(SYNC_PATHS.events, { preHandler }, (request, reply) => openLive(parts, request, reply));
  };

function within(limit: Limiter, deviceId: string): void {
  const waitMs = limit(deviceId);
  if (waitMs > 0) throw new HttpRefusal(429, 'try_later', { retryAfterS: Math.ceil(waitMs / 1000) });
}

/** A stream this device may follow; any other does not exist for it. */
function followed(request: FastifyRequest, asked: string): Stream {
  const stream = streamsOf(deviceOf(request)).find((name) => name === asked);
  if (stream === undefined) throw new HttpRefusal(404, 'not_found');
  return stream;
}

type PartParams = { readonly stream: string; readonly gen: string; readonly n: string };

async function sendPart(
  deps: ServerDeps,
  request: FastifyRequest<{ Params: PartParams }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { gen, n } = request.params;
  const stream = followed(request, request.params.stream);
  if (!GEN.test(gen) || !/^\d{1,6}$/.test(n)) throw new HttpRefusal(404, 'not_found');
  const body = await deps.door.read(deps.orgId, (tx) => partBody(tx, { stream, gen, n: Number(n) }));
  if (body === null) throw new HttpRefusal(404, 'not_found');
  reply.header('cache-control', IMMUTABLE.replace('public', 'private')).type(NDJSON);
  const takesBrotli = /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
  return takesBrotli
    ? reply.header('content-encoding', 'br').send(Buffer.from(body))
    : reply.send(await decompress(body));
}

async function openLive({ deps, live: channels }: Parts, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const device = deviceOf(request);
  if (!channels.hasRoom(device.deviceId)) throw new HttpRefusal(429, 'try_later', { retryAfterS: 30 });
  const heads = await deps.door.read(deps.orgId, (tx) => headsOf(feedTx(tx), device));
  reply.hijack();
  reply.raw.writeHead(200, { ...HEADERS.api, 'content-type': 'text/event-stream' });
  reply.raw.flushHeaders();
  const streams = new Set<string>(streamsOf(device));
  channels.open({ deviceId: device.deviceId, streams, out: reply.raw }, heads);
}
