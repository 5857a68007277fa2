/** Signing in and out, and who is signed in. */
import type { FastifyInstance } from 'fastify';
import { loginRequest, OFFICE_API, type OfficeSession, type OfficeUser } from '../../wire/office.ts';
import { verifyPassword } from '../auth/password.ts';
import { settings, stores } from '../db/office-shop.ts';
import type { ServerDeps } from '../deps.ts';
import { refuse } from './answer.ts';
import { isPrivateChannel, isSameOrigin } from './cookie.ts';
import { requireOffice, signIn, signOut } from './sessions.ts';

export function sessionRoutes(app: FastifyInstance, deps: ServerDeps): void {
  app.post(`${OFFICE_API}/login`, async (request, reply) => {
    if (!isSameOrigin(request)) return refuse(reply, { code: 'not_allowed' });
    if (!isPrivateChannel(request)) return refuse(reply, { code: 'insecure_page' });
    const body = loginRequest.safeParse(request.body ?? {});
    if (!body.success) return refuse(reply, { code: 'bad_request' });
    const live = await signIn(deps, request, reply, body.data, verifyPassword);
    if (!live.ok) return refuse(reply, live.error);
    return reply.send(await sessionOf(deps, live.value));
  });

  app.get(`${OFFICE_API}/session`, { preHandler: requireOffice(deps) }, async (request, reply) => {
    const { officeUser: user, officeEndsMs: endsMs } = request;
    return user === null ? refuse(reply, { code: 'signed_out' }) : reply.send(await sessionOf(deps, { user, endsMs }));
  });

  app.post(`${OFFICE_API}/logout`, { preHandler: requireOffice(deps) }, async (request, reply) => {
    await signOut(deps, request, reply);
    return reply.send({});
  });
}

type Live = { readonly user: OfficeUser; readonly endsMs: number };

const sessionOf = (deps: ServerDeps, { user, endsMs }: Live): Promise<OfficeSession> =>
  deps.door.read(deps.orgId, async (tx) => {
    const { names, currency, lang, shopOrigin } = await settings(tx);
    return {
      user,
      org: names,
      currency,
      lang,
      shopOrigin,
      stores: [...(await stores(tx))],
      serverMs: deps.clock(),
      endsMs,
    };
  });
