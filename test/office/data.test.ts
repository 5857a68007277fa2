import { expect, test, vi } from 'vitest';
import * as z from 'zod/mini';
import { err, ok, type Result } from '../../src/core/result.ts';
import { createApi } from '../../src/office/data/api.ts';
import { openLive, type Channel, type Moved } from '../../src/office/data/live.ts';
import { createRemote } from '../../src/office/data/remote.ts';
import { createSessionStore } from '../../src/office/data/session-store.ts';
import { chosenOf, createStoreChoice } from '../../src/office/data/store-choice.ts';
import type { Refusal } from '../../src/wire/refusal.ts';

const answering = (status: number, body: string) =>
  vi.fn(async () => new Response(body, { status })) as unknown as typeof fetch;
const plain = z.object({ n: z.int() });

test.each([
  ['a good answer', 200, '{"n":3,"more":1}', ok({ n: 3 })],
  ['an answer of another shape', 200, '{"n":"3"}', err({ code: 'older_app' })],
  [
    'a refusal with facts',
    429,
    '{"code":"too_many_tries","facts":{"seconds":9}}',
    err({ code: 'too_many_tries', facts: { seconds: 9 } }),
  ],
  ['a code of a newer server', 422, '{"code":"brand_new"}', err({ code: 'bad_request' })],
  ['a code that every object knows', 422, '{"code":"toString"}', err({ code: 'bad_request' })],
  ["a proxy's page", 502, '<html>', err({ code: 'server_unreachable' })],
  ['a captive portal', 200, '<html>', err({ code: 'older_app' })],
])('%s becomes a result', async (_name, status, body, expected) => {
  const api = createApi({ fetch: answering(status, body), onSignedOut: () => undefined });
  expect(await api.call('GET', '/x', { schema: plain })).toEqual(expected);
});

test('a network that fails is a refusal, and signed_out is heard', async () => {
  const failing = vi.fn(async () => {
    throw new TypeError('failed to fetch');
  }) as unknown as typeof fetch;
  expect(
    await createApi({ fetch: failing, onSignedOut: () => undefined }).call('GET', '/x', { schema: plain }),
  ).toEqual(err({ code: 'server_unreachable' }));
  const onSignedOut = vi.fn();
  await createApi({ fetch: answering(401, '{"code":"signed_out"}'), onSignedOut }).call('GET', '/x', { schema: plain });
  expect(onSignedOut).toHaveBeenCalledOnce();
});

test('a remote keeps its last answer through a refusal, and asks once more when asked while busy', async () => {
  const answers: ((result: Result<number, Refusal>) => void)[] = [];
  const unattended: boolean[] = [];
  const remote = createRemote<number>(
    (quiet) => {
      unattended.push(quiet);
      return new Promise((done) => answers.push(done));
    },
    () => 7,
  );
  remote.getState().refresh();
  remote.getState().refresh(true);
  remote.getState().refresh();
  remote.getState().refresh(true);
  expect(answers).toHaveLength(1);
  answers[0]!(ok(1));
  await vi.waitFor(() => {
    expect(answers).toHaveLength(2);
  });
  expect(unattended).toEqual([false, false]); // a person asked among them
  answers[1]!(err({ code: 'server_unreachable' }));
  await vi.waitFor(() => {
    expect(remote.getState().refusal?.code).toBe('server_unreachable');
  });
  expect(remote.getState()).toMatchObject({ value: 1, gotMs: 7, busy: false });
});

test('an answer after stop is dropped', async () => {
  let answer: (result: Result<number, Refusal>) => void = () => undefined;
  const remote = createRemote<number>(
    () =>
      new Promise((done) => {
        answer = done;
      }),
    () => 7,
  );
  remote.getState().refresh();
  remote.getState().stop();
  answer(ok(1));
  await Promise.resolve();
  expect(remote.getState().value).toBeNull();
});

test('the live channel names what moved, and after a break anything may have', () => {
  const channel: Channel = { onopen: null, onerror: null, onmessage: null, close: () => undefined };
  const live = openLive(() => channel);
  const heard: Moved[] = [];
  live.subscribe((moved) => heard.push(moved));
  channel.onopen?.();
  channel.onmessage?.({ data: '{"heads":{"org":5,"store:x":2}}' });
  channel.onerror?.();
  expect(live.state.getState().connected).toBe(false);
  channel.onopen?.();
  channel.onmessage?.({ data: 'what is this' });
  expect(heard).toEqual([['org', 'store:x'], null, null]);
});

test('a session that ends by itself is told apart from signing out', async () => {
  const session = {
    user: { userId: '01920000-0000-7000-8000-000000000001', login: 'a', names: {}, role: 'owner' as const },
  };
  const results: Result<unknown, Refusal>[] = [ok(session), ok({})];
  const store = createSessionStore(() => ({ call: async () => results.shift() as never }));
  await store.ask();
  expect(store.state.getState().phase).toBe('in');
  store.heardSignedOut();
  expect(store.state.getState()).toMatchObject({ phase: 'out', ended: true });
  await store.signOut();
  expect(store.state.getState().ended).toBe(false);
});

test('the chosen store is kept, and one that is gone falls back to the first', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      kept.set(key, value);
    },
  };
  createStoreChoice(storage).getState().choose('b');
  expect(createStoreChoice(storage).getState().storeId).toBe('b');
  const stores = [{ storeId: 'a' }, { storeId: 'b' }];
  expect(chosenOf(stores, 'b')).toBe(stores[1]);
  expect(chosenOf(stores, 'gone')).toBe(stores[0]);
  const broken = {
    getItem: () => {
      throw new Error('denied');
    },
    setItem: () => {
      throw new Error('denied');
    },
  };
  const choice = createStoreChoice(broken);
  choice.getState().choose('a');
  expect(choice.getState().storeId).toBe('a');
});
