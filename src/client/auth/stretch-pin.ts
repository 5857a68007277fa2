/** argon2id, in WebAssembly: slow on purpose, so it runs in a worker where there is one (pin-worker.ts). */
import { argon2id } from 'hash-wasm';
import { PIN_STRETCHED_BYTES } from '../../wire/pin-verifier.ts';
import { fromBase64url } from '../../wire/proof.ts';

export type PinCosts = { readonly salt: string; readonly mKib: number; readonly t: number; readonly p: number };

/** 32 bytes of a PIN. The salt is base64url. */
export type StretchPin = (pin: string, costs: PinCosts) => Promise<Uint8Array>;

export const stretchPin: StretchPin = (pin, { salt, mKib, t, p }) =>
  argon2id({
    password: pin,
    salt: fromBase64url(salt),
    memorySize: mKib,
    iterations: t,
    parallelism: p,
    hashLength: PIN_STRETCHED_BYTES,
    outputType: 'binary',
  });
