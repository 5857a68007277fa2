/**
 * The office's calls to the server. Every answer is parsed before anybody sees it; what went wrong is a refusal with
 * words, never an exception. A call that takes longer than 45 s is given up.
 *
 * Not here: what a screen shows while it waits (remote.ts), the live channel (live.ts).
 */
import type * as z from 'zod/mini';
import { err, ok, type Result } from '../../core/result.ts';
import { OFFICE_API, officeRefusal, UNATTENDED_HEADER } from '../../wire/office.ts';
import { isRefusalCode, type Refusal } from '../../wire/refusal.ts';

const GIVE_UP_MS = 45_000;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Ask<T> = {
  readonly schema: z.ZodMiniType<T>;
  readonly body?: unknown; // JSON, or bytes as they are
  readonly unattended?: boolean; // nobody asked: does not keep the session alive
};

export type OfficeApi = { call<T>(method: Method, path: string, ask: Ask<T>): Promise<Result<T, Refusal>> };

type Means = { readonly fetch: typeof fetch; readonly onSignedOut: () => void };

/** What the server refused, as any refusal. A code of a newer server is said as "not understood". */
export const asRefusal = ({ code, facts }: z.infer<typeof officeRefusal>): Refusal => ({
  code: isRefusalCode(code) ? code : 'bad_request',
  ...(facts === undefined ? {} : { facts }),
});

/** A refusal out of an error answer. An answer that is none of ours (a proxy's page) counts as no server. */
function refusalOf(status: number, json: unknown): Refusal {
  const parsed = officeRefusal.safeParse(json);
  if (!parsed.success) return { code: status === 404 ? 'not_found' : 'server_unreachable' };
  return asRefusal(parsed.data);
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null; // judged by the schema, like any other wrong answer
  }
}

/** Makes the calls. `onSignedOut` hears of every answer that says nobody is signed in. */
export function createApi(means: Means): OfficeApi {
  return {
    call: async (method, path, { schema, body, unattended = false }) => {
      const isFile = body instanceof Blob;
      const headers: Record<string, string> = {
        ...(body === undefined ? {} : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
        ...(unattended ? { [UNATTENDED_HEADER]: '1' } : {}),
      };
      const init: RequestInit = {
        method,
        headers,
        credentials: 'same-origin',
        signal: AbortSignal.timeout(GIVE_UP_MS),
      };
      if (body !== undefined) init.body = isFile ? body : JSON.stringify(body);
      let response: Response;
      try {
        response = await means.fetch(OFFICE_API + path, init);
      } catch {
        return err({ code: 'server_unreachable' });
      }
      const json = await readJson(response);
      if (response.ok) {
        const parsed = schema.safeParse(response.status === 204 ? {} : json);
        return parsed.success ? ok(parsed.data) : err({ code: 'older_app' });
      }
      const refusal = refusalOf(response.status, json);
      if (refusal.code === 'signed_out') means.onSignedOut();
      return err(refusal);
    },
  };
}
