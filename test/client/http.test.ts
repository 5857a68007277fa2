import { expect, test } from 'vitest';
import { askJson, jsonOf, NoAnswer, send, type HttpDeps } from '../../src/client/http.ts';

const timers: { ms: number; fire: () => void }[] = [];
const depsOf = (fetch: HttpDeps['fetch']): HttpDeps => ({
  fetch,
  origin: 'http://till.test',
  setTimer: (ms, fire) => {
    timers.push({ ms, fire });
    return () => undefined;
  },
});
const GET = { method: 'GET', path: '/a' } as const;
const answering = (status: number, body: string) => depsOf(() => Promise.resolve(new Response(body, { status })));
const ask = (deps: HttpDeps) =>
  askJson(
    (request) => send(deps, request),
    GET,
    (json) => {
      if (typeof json !== 'object' || json === null || !('fine' in json)) throw new TypeError('not ours');
      return json.fine;
    },
  );

test('a request that never settles ends by its own limit, even if aborting it does nothing', async () => {
  const never = send(
    depsOf(() => new Promise(() => undefined)),
    { ...GET, limitMs: 7000 },
  );
  timers.find(({ ms }) => ms === 7000)!.fire();
  await expect(never).rejects.toMatchObject({ name: 'NoAnswer', why: 'timeout' });
});

test('called off by its owner it says so; a network that fails is told apart', async () => {
  const owner = new AbortController();
  const going = send(
    depsOf(() => new Promise(() => undefined)),
    { ...GET, signal: owner.signal },
  );
  owner.abort();
  await expect(going).rejects.toMatchObject({ why: 'aborted' });
  await expect(
    send(
      depsOf(() => Promise.reject(new TypeError('failed'))),
      GET,
    ),
  ).rejects.toMatchObject({ why: 'unreachable' });
  await expect(send(answering(200, ''), { ...GET, signal: AbortSignal.abort() })).rejects.toBeInstanceOf(NoAnswer);
});

test('what is no JSON is no answer of ours', () => {
  expect(jsonOf({ body: new TextEncoder().encode('<html>') })).toBe(undefined);
});

test.each([
  [200, '{"fine":1}', { ok: true, value: 1 }],
  [200, '<html>Welcome to Free Wi-Fi</html>', { ok: false, error: { code: 'server_unreachable' } }],
  [200, '{"other":1}', { ok: false, error: { code: 'server_unreachable' } }],
  [403, '{"code":"enrol_code_used"}', { ok: false, error: { code: 'enrol_code_used' } }],
  [
    429,
    '{"code":"too_many_tries","facts":{"seconds":30}}',
    { ok: false, error: { code: 'too_many_tries', facts: { seconds: 30 } } },
  ],
  [429, '', { ok: false, error: { code: 'try_later' } }],
  [404, 'nothing here', { ok: false, error: { code: 'not_found' } }],
  [400, '{"code":"of a later version"}', { ok: false, error: { code: 'bad_request' } }],
  [502, 'Bad gateway', { ok: false, error: { code: 'server_unreachable' } }],
])('%d %s', async (status, body, expected) => {
  expect(await ask(answering(status, body))).toEqual(expected);
});
