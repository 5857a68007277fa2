/** The one way a refusal is thrown. Apart from the table of codes, which a till's first screen does without. */
import type { RefusalCode } from './refusal.ts';

/** In core a refusal is data and is returned. This class only carries one out of an adapter that must throw. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code: RefusalCode;
  constructor(code: RefusalCode, options?: ErrorOptions) {
    super(`refused: ${code}`, options);
    this.code = code;
  }
}
