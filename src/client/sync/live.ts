/**
 * The live channel: server-sent events read with fetch, because they need the proof header that EventSource cannot
 * send. It carries pokes only; what is lost here costs one poll.
 */
import { poke } from '../../wire/sync.ts';
import { SYNC_PATHS } from '../../wire/sync.ts';
import { signedHeaders } from '../auth/signed-http.ts';
import { fetchOptions, NoAnswer, type HttpRequest } from '../http.ts';
import { failureOf, RequestFailed, type Speaker } from './requests.ts';

type LiveNews = {
  /** Anything at all came, if only a keepalive. */
  readonly onAlive: () => void;
  readonly onPoke: (heads: Readonly<Record<string, number>>) => void;
};

/** Ends only by a failure: the server closed (`closed`), refused, or the signal was given. */
export async function followLive(session: Speaker, news: LiveNews, signal: AbortSignal): Promise<never> {
  const request: HttpRequest = { method: 'GET', path: SYNC_PATHS.events, headers: { accept: 'text/event-stream' } };
  const headers = await signedHeaders(session.http, session, request);
  const response = await answered(session, { ...request, headers }, signal);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  // Node forgets the signal of a long answer once its request is collected: the reader is told by us.
  const quit = () => void reader?.cancel().catch(() => 'the connection was gone already');
  signal.addEventListener('abort', quit, { once: true });
  if (signal.aborted) quit(); // given while the answer was on its way, and forgotten by what brought it
  let text = '';
  while (reader !== undefined) {
    const chunk = await orNoAnswer(signal, () => reader.read());
    if (chunk.done) break;
    news.onAlive();
    const lines = (text + chunk.value).split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) readLine(line, news);
  }
  throw new RequestFailed({ why: 'closed' });
}

async function answered(session: Speaker, request: HttpRequest, signal: AbortSignal): Promise<Response> {
  const { fetch, origin } = session.http;
  const response = await orNoAnswer(signal, () => fetch(origin + request.path, fetchOptions(request, signal)));
  const isEvents = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (response.status === 200 && isEvents) return response;
  const body = await orNoAnswer(signal, () => response.arrayBuffer());
  const header = (name: string) => response.headers.get(name);
  if (response.status === 200) throw new RequestFailed({ why: 'not_ours' });
  throw new RequestFailed(failureOf(session, { status: response.status, header, body: new Uint8Array(body) }));
}

async function orNoAnswer<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new NoAnswer(signal.aborted ? 'aborted' : 'unreachable', { cause: error });
  }
}

function readLine(line: string, { onPoke }: LiveNews): void {
  if (!line.startsWith('data:')) return;
  const said = poke.safeParse(jsonOrNull(line.slice(5)));
  if (said.success) onPoke(said.data.heads);
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a verdict: no poke; the next hello tells the heads
  }
}
