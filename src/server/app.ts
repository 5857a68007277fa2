/**
 * The HTTP server, put together. A part of it is a plugin made from the deps:
 *
 *   export const shopRoutes = (deps: ServerDeps): FastifyPluginAsync => async (app) => { app.get('/shop/...', ...) };
 *
 * and one line in ROUTES below. Routes refuse by `throw new HttpRefusal(status, code)`, parse bodies with a schema of
 * src/wire, and reach the database only by `deps.door` and functions of src/server/db. Answers get the headers of data
 * (no-store); a route that serves a page or a file sets `reply.headers(HEADERS.page)`.
 * A device's requests: `{ preHandler: deviceProof(deps) }` then `deviceOf(request)` (auth/device-proof.ts).
 */
import fastify, {
  LogController,
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { importRoutes } from './catalogue/import-routes.ts';
import { mediaRoutes } from './catalogue/media-routes.ts';
import type { ServerDeps } from './deps.ts';
import { answerErrors, sendRefusal } from './http/errors.ts';
import { HEADERS } from './http/headers.ts';
import { parseJsonBodies } from './http/json-body.ts';
import { HTTP_LIMITS } from './http/limits.ts';
import { serveFiles } from './http/static-files.ts';
import { syncRoutes } from './journal/routes.ts';
import { memberRoutes } from './members/till-routes.ts';
import { officeApi } from './office/routes.ts';
import { operateRoutes } from './operate/routes.ts';
import { printRoutes } from './print/routes.ts';
import { shopRoutes } from './shop/routes.ts';

/** Every part with routes. Paths: /sync (devices), /till, /shop, /office, /media; pages come last. */
const ROUTES: readonly ((deps: ServerDeps) => FastifyPluginAsync)[] = [
  syncRoutes,
  shopRoutes,
  printRoutes,
  memberRoutes,
  officeApi,
  importRoutes,
  mediaRoutes,
  operateRoutes,
];

/** `proxies`: addresses of reverse proxies that are not on this machine. */
type AppOptions = {
  readonly https?: { readonly key: string; readonly cert: string };
  readonly proxies?: readonly string[];
};

/** Builds the app; `listen` is the caller's. `close` ends open live channels at once. */
export async function buildApp(deps: ServerDeps, options: AppOptions = {}): Promise<FastifyInstance> {
  const app = newApp(deps, options);
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(HEADERS.api);
  });
  parseJsonBodies(app);
  answerErrors(app);
  serveFiles(app, deps.webDir);
  for (const routes of ROUTES) await app.register(routes(deps));
  return app;
}

function newApp(deps: ServerDeps, { https, proxies = [] }: AppOptions): FastifyInstance {
  const options = {
    loggerInstance: deps.log,
    // Who asks, and whether over https, is a proxy's word: limits are counted by it, and the cookie is bound to https.
    trustProxy: ['loopback', ...proxies],
    logController: new LogController({ disableRequestLogging: true }), // what matters is logged where it is decided
    bodyLimit: HTTP_LIMITS.bodyBytes,
    requestTimeout: HTTP_LIMITS.requestMs,
    connectionTimeout: HTTP_LIMITS.connectionMs, // of silence: live channels speak every 15 s
    keepAliveTimeout: HTTP_LIMITS.keepAliveMs,
    maxRequestsPerSocket: HTTP_LIMITS.requestsPerSocket,
    forceCloseConnections: true,
    // A path no router can read never reaches the hooks.
    frameworkErrors: (_error: unknown, _request: FastifyRequest, reply: FastifyReply) => {
      void sendRefusal(reply.headers(HEADERS.api), 400, { code: 'bad_request' });
    },
    routerOptions: { maxParamLength: 200 },
    http: { maxHeaderSize: HTTP_LIMITS.headerBytes, headersTimeout: HTTP_LIMITS.headersMs },
  };
  if (https === undefined) return fastify(options) as unknown as FastifyInstance;
  const tls = { ...https, maxHeaderSize: HTTP_LIMITS.headerBytes, headersTimeout: HTTP_LIMITS.headersMs };
  return fastify({ ...options, https: tls }) as unknown as FastifyInstance;
}
