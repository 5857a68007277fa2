/** A broken promise of our own code, never a person's mistake (those are a `Result`). */
class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** Throws when our own code is wrong. The message says which promise broke. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Makes the compiler prove that a `switch` over a union is complete. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`);
}
