/**
 * Bodies as JSON: depth bounded before anything is parsed, `__proto__` and `constructor` keys refused. The bytes stay
 * on the request, because a device's proof is over bytes.
 */
import type { FastifyInstance } from 'fastify';
import { HTTP_LIMITS } from './limits.ts';
import { HttpRefusal } from './errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it arrived; null without one. */
    bodyBytes: Buffer | null;
  }
}

/** The deepest nesting of brackets in a JSON text, brackets in strings not counted. */
export function jsonDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') deepest = Math.max(deepest, (depth += 1));
    else if (char === '}' || char === ']') depth -= 1;
  }
  return deepest;
}

/** Replaces Fastify's JSON parser by the bounded one. */
export function parseJsonBodies(app: FastifyInstance): void {
  app.decorateRequest('bodyBytes', null);
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = Buffer.from(body);
    request.bodyBytes = bytes;
    const text = bytes.toString('utf8');
    if (text === '' || jsonDepth(text) > HTTP_LIMITS.jsonDepth) done(new HttpRefusal(400, 'bad_request'));
    else void parse(request, text, done);
  });
}
