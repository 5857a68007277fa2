/**
 * How the office's routes are made: each is guarded, parses at the border, calls, and answers. A refusal leaves as
 * `{ code, facts }` with the status its code has here; what the caller did not ask for in a known shape is
 * `bad_request`.
 *
 * Invariant: a route made by `officeRoutes` cannot be reached without a session, nor by a role that may not.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import * as z from 'zod/mini';
import { assert } from '../../core/assert.ts';
import { err, type Result } from '../../core/result.ts';
import { OFFICE_API, type OfficeUser } from '../../wire/office.ts';
import type { Refusal, RefusalCode } from '../../wire/refusal.ts';
import { sendRefusal } from '../http/errors.ts';

const STATUS: Partial<Record<RefusalCode, number>> = {
  bad_request: 400,
  signed_out: 401,
  wrong_password: 401,
  not_allowed: 403,
  insecure_page: 403,
  not_found: 404,
  changed_meanwhile: 409,
  too_many_tries: 429,
  server_disk_full: 507,
  try_later: 503,
};

/** Answers with a refusal. The status is for machines; people read the code's words. */
export const refuse = (reply: FastifyReply, refusal: Refusal): FastifyReply =>
  sendRefusal(reply, STATUS[refusal.code] ?? 422, refusal);

/** Who may: auditors look, managers change the shop's daily things, owners the rest. Others have no business here. */
const MAY = {
  look: ['owner', 'manager', 'auditor'],
  change: ['owner', 'manager'],
  own: ['owner'],
} as const satisfies Record<string, readonly OfficeUser['role'][]>;
type May = keyof typeof MAY;

export const mayDo = (role: OfficeUser['role'], may: May): boolean => MAY[may].some((one) => one === role);

type Call<Body> = {
  readonly user: OfficeUser;
  readonly body: Body;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>; // a name given twice is left out
  readonly request: FastifyRequest;
};
type Handle<Body> = (call: Call<Body>) => Promise<Result<unknown, Refusal>>;

const anyRecord = z.record(z.string(), z.unknown());
const textRecord = z.record(z.string(), z.string());

const textsOf = (query: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );

/** Makes routes under `/office/api` that only a signed-in person of the right role reaches. */
export function officeRoutes(app: FastifyInstance, guard: preHandlerAsyncHookHandler) {
  const run = async <Body>(
    request: FastifyRequest,
    reply: FastifyReply,
    may: May,
    body: Body,
    handle: Handle<Body>,
  ) => {
    const user = request.officeUser;
    assert(user !== null, 'the guard runs before the route');
    if (!mayDo(user.role, may)) return refuse(reply, { code: 'not_allowed' });
    const params = textRecord.parse(request.params);
    const answer = await handle({ user, body, params, query: textsOf(anyRecord.parse(request.query)), request });
    if (!answer.ok) return refuse(reply, answer.error);
    return reply.send(answer.value ?? {});
  };
  return {
    get: (path: string, handle: Handle<null>): void => {
      app.get(`${OFFICE_API}${path}`, { preHandler: guard }, (request, reply) =>
        run(request, reply, 'look', null, handle),
      );
    },
    /** `schema` judges the body; a route without one takes none. */
    write: <Body>(
      method: 'POST' | 'PATCH' | 'PUT',
      path: string,
      may: May,
      schema: z.ZodMiniType<Body>,
      handle: Handle<Body>,
      bodyLimit?: number, // where the usual one is too small
    ): void => {
      app.route({
        method,
        ...(bodyLimit === undefined ? {} : { bodyLimit }),
        url: `${OFFICE_API}${path}`,
        preHandler: guard,
        handler: (request, reply) => {
          const body = schema.safeParse(request.body ?? {});
          if (!body.success) return refuse(reply, { code: 'bad_request', facts: { where: whereOf(body.error) } });
          return run(request, reply, may, body.data, handle);
        },
      });
    },
  };
}
export type OfficeRoutes = ReturnType<typeof officeRoutes>;

const whereOf = (fault: z.core.$ZodError): string => fault.issues[0]?.path.map(String).join('.') ?? '';

/** The body of a route that takes none. */
export const nothing = z.strictObject({});

export const notFound = err<Refusal>({ code: 'not_found' });
