/**
 * Requests that always end. A fetch may never settle after a tablet slept, and a 200 may come from a captive portal, so
 * every request has a time limit of its own and every answer is parsed before it counts.
 *
 * Not here: proof of the device (auth/signed-http.ts), when to try again (sync/engine.ts).
 */
import { err, ok, type Result } from '../core/result.ts';
import { isRefusalCode, type Refusal, type RefusalCode } from '../wire/refusal.ts';

const REQUEST_LIMIT_MS = 45_000;
const utf8 = new TextDecoder();

export type HttpDeps = {
  readonly fetch: typeof fetch;
  readonly origin: string; // scheme, host and port, without a slash at the end
  readonly setTimer: (ms: number, fire: () => void) => () => void;
};

export type HttpRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string; // with its query
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly signal?: AbortSignal;
  readonly limitMs?: number;
};

export type HttpAnswer = {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly body: Uint8Array<ArrayBuffer>;
};

/** No answer: nobody knows whether the server got the request. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly why: 'unreachable' | 'timeout' | 'aborted';
  constructor(why: NoAnswer['why'], options?: ErrorOptions) {
    super(`no answer: ${why}`, options);
    this.why = why;
  }
}

/** Sends, reads the whole answer, and gives up after the limit. Throws NoAnswer; any status is an answer. */
export async function send(deps: HttpDeps, request: HttpRequest): Promise<HttpAnswer> {
  return withLimit(deps, request, async (signal) => {
    const response = await deps.fetch(deps.origin + request.path, fetchOptions(request, signal));
    const body = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, header: (name) => response.headers.get(name), body };
  });
}

/** The fetch options of a request: no cookies, no caches, no redirects to somebody else's log-in page. */
export const fetchOptions = ({ method, headers, body }: HttpRequest, signal: AbortSignal): RequestInit => ({
  method,
  headers: { ...headers },
  signal,
  cache: 'no-store',
  credentials: 'omit',
  redirect: 'error',
  ...(body === undefined ? {} : { body }),
});

async function withLimit<T>(
  { setTimer }: HttpDeps,
  { signal: outer, limitMs = REQUEST_LIMIT_MS }: HttpRequest,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let why: NoAnswer['why'] = 'unreachable';
  let giveUp: (reason: NoAnswer) => void = () => undefined;
  // Raced, because aborting is a request too: some browsers leave the promise hanging even then.
  const over = new Promise<never>((_, reject) => (giveUp = reject));
  const stop = (reason: NoAnswer['why']) => {
    why = reason;
    controller.abort();
    giveUp(new NoAnswer(reason));
  };
  const onAbort = () => stop('aborted');
  const cancel = setTimer(limitMs, () => stop('timeout'));
  if (outer?.aborted === true) stop('aborted');
  outer?.addEventListener('abort', onAbort);
  try {
    return await Promise.race([run(controller.signal), over]);
  } catch (error) {
    throw error instanceof NoAnswer ? error : new NoAnswer(why, { cause: error });
  } finally {
    cancel();
    outer?.removeEventListener('abort', onAbort);
  }
}

/** The answer's JSON, or undefined when it is none. */
export function jsonOf({ body }: Pick<HttpAnswer, 'body'>): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    return undefined; // a verdict: whatever this is, it is not our server speaking
  }
}

/** The refusal an answer carries, when it carries one we know. */
export function refusalIn(json: unknown): Refusal | null {
  if (typeof json !== 'object' || json === null || !('code' in json)) return null;
  const { code } = json;
  if (typeof code !== 'string' || !isRefusalCode(code)) return null;
  return 'facts' in json && isFacts(json.facts) ? { code, facts: json.facts } : { code };
}

const isFacts = (facts: unknown): facts is Record<string, string | number> =>
  typeof facts === 'object' &&
  facts !== null &&
  Object.values(facts).every((fact) => typeof fact === 'string' || typeof fact === 'number');

/**
 * One question to the server and its answer, parsed. `parse` throws on what is no answer of ours.
 * Refuses: what the server refuses; `server_unreachable` - no answer, or one that is not our server's.
 */
export async function askJson<T>(
  sender: (request: HttpRequest) => Promise<HttpAnswer>,
  request: HttpRequest,
  parse: (json: unknown) => T,
): Promise<Result<T, Refusal>> {
  let answer: HttpAnswer;
  try {
    answer = await sender(request);
  } catch (error) {
    if (error instanceof NoAnswer) return err({ code: 'server_unreachable' });
    throw error;
  }
  const json = jsonOf(answer);
  if (answer.status < 200 || answer.status > 299) return err(refusalIn(json) ?? { code: codeOfStatus(answer.status) });
  try {
    return ok(parse(json));
  } catch {
    return err({ code: 'server_unreachable' }); // a 200 that is not ours: a captive portal, an older proxy
  }
}

function codeOfStatus(status: number): RefusalCode {
  if (status === 404) return 'not_found';
  if (status === 429) return 'try_later';
  return status >= 400 && status < 500 ? 'bad_request' : 'server_unreachable';
}

/** A JSON body and its header. */
export const jsonBody = (value: unknown): Pick<HttpRequest, 'headers' | 'body'> => ({
  headers: { 'content-type': 'application/json' },
  body: new TextEncoder().encode(JSON.stringify(value)),
});
