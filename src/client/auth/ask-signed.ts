/** A question to the server that is nobody's journal (a phone's six digits, for one): asked in this device's name. */
import type { Result } from '../../core/result.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { askJson, jsonBody } from '../http.ts';
import type { DeviceKey } from './device-key.ts';
import { sendSigned, type SignedDeps } from './signed-http.ts';

export type Question = { readonly method: 'GET' | 'POST'; readonly path: string; readonly body: unknown };

/** Resolves to what `parse` makes of the answer, or to why there is none. */
export function askSigned<T>(
  http: SignedDeps,
  signer: { readonly key: DeviceKey; readonly deviceId: string },
  { method, path, body }: Question,
  parse: (json: unknown) => T,
): Promise<Result<T, Refusal>> {
  const request = { method, path, ...(method === 'POST' ? jsonBody(body) : {}) };
  return askJson((asked) => sendSigned(http, signer, asked), request, parse);
}
