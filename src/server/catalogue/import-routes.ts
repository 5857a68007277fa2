/**
 * The office's import over HTTP (src/wire/catalogue-file.ts says the routes). The bytes of a file are streamed to the
 * data directory, never held here; the work is a thread's (import-runner.ts).
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type {
  FastifyInstance,
  FastifyPluginAsync,
  FastifyReply,
  FastifyRequest,
  preHandlerAsyncHookHandler,
} from 'fastify';
import type { Lang } from '../../core/product.ts';
import { ok } from '../../core/result.ts';
import { IMPORT_LIMIT_BYTES, importChoice } from '../../wire/catalogue-file.ts';
import { OFFICE_API } from '../../wire/office.ts';
import type { ServerDeps } from '../deps.ts';
import { mayDo, nothing, officeRoutes, refuse } from '../office/answer.ts';
import { requireOffice } from '../office/sessions.ts';
import { ImportJobs } from './import-jobs.ts';
import { importRunner } from './import-runner.ts';
import { refusedFileOf } from './import-task.ts';

const BYTES = 'application/octet-stream';

/** Routes under /office/api/imports, all behind the office's session. */
export const importRoutes =
  (deps: ServerDeps): FastifyPluginAsync =>
  async (app) => {
    const guard = requireOffice(deps);
    const jobs = new ImportJobs({
      place: deps.place,
      orgId: deps.orgId,
      clock: deps.clock,
      ids: deps.ids,
      runner: importRunner,
      onFault: (cause) => {
        deps.log.error({ err: cause }, 'an import broke off');
      },
    });
    app.addHook('onClose', () => jobs.close());
    addUpload(app, guard, jobs);
    addRefused(app, guard, jobs);
    const routes = officeRoutes(app, guard);
    routes.get('/imports/current', async () => ok({ job: await jobs.current() }));
    routes.get('/imports/:jobId', ({ params }) => jobs.get(params['jobId'] ?? ''));
    routes.write('PUT', '/imports/:jobId', 'change', importChoice, ({ params, body }) =>
      jobs.choose(params['jobId'] ?? '', body),
    );
    routes.write('POST', '/imports/:jobId/run', 'change', nothing, ({ params }) => jobs.run(params['jobId'] ?? ''));
    routes.write('POST', '/imports/:jobId/drop', 'change', nothing, async ({ params }) => {
      const dropped = await jobs.drop(params['jobId'] ?? '');
      return dropped.ok ? ok({}) : dropped;
    });
  };

function addUpload(app: FastifyInstance, guard: preHandlerAsyncHookHandler, jobs: ImportJobs): void {
  app.addContentTypeParser(BYTES, (_request, payload, done) => {
    done(null, payload);
  });
  app.post(`${OFFICE_API}/imports`, { preHandler: guard, bodyLimit: IMPORT_LIMIT_BYTES }, async (request, reply) => {
    if (!mayChange(request)) return refuse(reply, { code: 'not_allowed' });
    if (!(request.body instanceof Readable))
      return refuse(reply, { code: 'bad_request', facts: { where: 'content-type' } });
    const { name } = request.query as { name?: unknown }; // a query is any text
    const job = await jobs.upload(typeof name === 'string' && name.trim() !== '' ? name : 'file', request.body);
    return job.ok ? reply.code(201).send(job.value) : refuse(reply, job.error);
  });
}

function addRefused(app: FastifyInstance, guard: preHandlerAsyncHookHandler, jobs: ImportJobs): void {
  app.get(`${OFFICE_API}/imports/:jobId/refused.csv`, { preHandler: guard }, async (request, reply) => {
    const { jobId } = request.params as { jobId: string }; // the path has it
    const { lang } = request.query as { lang?: unknown };
    const job = await jobs.get(jobId);
    if (!job.ok) return refuse(reply, job.error);
    return sendCsv(
      reply,
      refusedFileOf(jobs.folderOf(jobId), lang === 'en' ? 'en' : 'zh'),
      job.value.fileName,
      lang === 'en' ? 'en' : 'zh',
    );
  });
}

async function sendCsv(reply: FastifyReply, file: string, fileName: string, lang: Lang): Promise<FastifyReply> {
  const there = await stat(file).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  });
  if (there === null) return refuse(reply, { code: 'not_found' });
  const name = `${fileName.replace(/\.[^.]*$/, '')}-${lang === 'zh' ? '未导入' : 'refused'}.csv`;
  reply.header(
    'content-disposition',
    `attachment; filename="refused.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
  );
  return reply.type('text/csv; charset=utf-8').send(createReadStream(file));
}

const mayChange = (request: FastifyRequest): boolean =>
  request.officeUser !== null && mayDo(request.officeUser.role, 'change');
