/** argon2id, in WebAssembly: slow on purpose, so it runs in a worker where there is one (pin-worker.ts). */
import { argon2id } from 'hash-wasm';
import { stretchOf, type PinCosts } from '../../wire/pin-verifier.ts';
import { fromBase64url } from '../../wire/proof.ts';

export type SaltedCosts = PinCosts & { readonly salt: string };

/** 32 bytes of a PIN. The salt is base64url. */
export type StretchPin = (pin: string, costs: SaltedCosts) => Promise<Uint8Array>;

export const stretchPin: StretchPin = (pin, costs) => argon2id(stretchOf(pin, fromBase64url(costs.salt), costs));
