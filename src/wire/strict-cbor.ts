/**
 * CBOR with one reading only: whole numbers, byte strings, arrays and maps in deterministic form (RFC 8949, 4.2.1).
 *
 * Refused: floats, null and other simple values, tags, indefinite lengths, longer forms than needed, keys twice or out
 * of order, anything behind the end. Nothing is refused by what it would do to memory: the caller caps the size.
 */
import { decode, encode } from 'cbor2';

export type Cbor = number | string | Uint8Array | readonly Cbor[] | ReadonlyMap<number, Cbor>;

/** Bytes of a value. */
export const encodeCbor = (value: Cbor): Uint8Array => encode(value, { cde: true });

/**
 * The value of bytes; null when they are not exactly one value in its one form. Writing it again must give the same
 * bytes: that finds keys twice or out of order, too, at the cost of one pass.
 */
export function decodeCbor(bytes: Uint8Array): Cbor | null {
  const value = decoded(bytes);
  if (!isCbor(value)) return null;
  const again = encodeCbor(value);
  return again.length === bytes.length && again.every((byte, i) => byte === bytes[i]) ? value : null;
}

function decoded(bytes: Uint8Array): unknown {
  try {
    return decode(Uint8Array.from(bytes), {
      // A plain copy: parts of a Buffer would be Buffers, which are written in another form.
      preferMap: true,
      ignoreGlobalTags: true,
      maxDepth: 6,
      rejectBigInts: true,
      rejectFloats: true,
      rejectStreaming: true,
      requirePreferred: true,
    });
  } catch {
    return null; // not CBOR, or not strict: the caller says which code was damaged
  }
}

function isCbor(value: unknown): value is Cbor {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value === 'string' || value instanceof Uint8Array) return true;
  if (Array.isArray(value)) return value.every(isCbor);
  return value instanceof Map && Array.from(value).every(([key, each]) => typeof key === 'number' && isCbor(each));
}
