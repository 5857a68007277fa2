/**
 * What the shop's rules answer when they may say no. A refusal is data (`code` and facts), not an exception:
 * exceptions are for our own mistakes (`assert`) and for the world failing (adapters).
 */
type Ok<T> = { readonly ok: true; readonly value: T };
type Err<E> = { readonly ok: false; readonly error: E };
export type Result<T, E> = Ok<T> | Err<E>;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const err = <E>(error: E): Err<E> => ({ ok: false, error });
