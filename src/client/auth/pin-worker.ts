/**
 * The PIN worker: stretches one PIN at a time off the main thread. Its response carries a policy of its own
 * (`wasm-unsafe-eval`). It keeps nothing and fetches nothing.
 */
import { stretchPin, type SaltedCosts } from './stretch-pin.ts';

export type PinRequest = { readonly id: number; readonly pin: string; readonly costs: SaltedCosts };
export type PinAnswer =
  { readonly id: number; readonly stretched: Uint8Array } | { readonly id: number; readonly failed: string };

// The DOM typings describe a window; this is the worker's own scope, the border where its type is stated once.
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<PinRequest>) => void) | null;
  postMessage(answer: PinAnswer): void;
};

scope.onmessage = ({ data: { id, pin, costs } }) => {
  stretchPin(pin, costs).then(
    (stretched) => scope.postMessage({ id, stretched }),
    (error: unknown) => scope.postMessage({ id, failed: String(error) }),
  );
};
