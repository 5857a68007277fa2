import { hkdfSync } from 'node:crypto';
import { argon2id } from 'hash-wasm';
import { expect, test } from 'vitest';
import { PIN_STRETCHED_BYTES, pinVerifierOf } from '../../src/wire/pin-verifier.ts';
import { fromBase64url } from '../../src/wire/proof.ts';

// Office, demo shop and till must agree to the byte, or nobody can sign in.
test('the verifier of a known PIN is the one on record, and node:crypto agrees', async () => {
  const stretched = await argon2id({
    password: '135790',
    salt: fromBase64url('AAECAwQFBgcICQoLDA0ODw'),
    memorySize: 256,
    iterations: 2,
    parallelism: 1,
    hashLength: PIN_STRETCHED_BYTES,
    outputType: 'binary',
  });
  const verifier = pinVerifierOf(stretched);
  expect(verifier).toBe('OqixIE8fB5aUIz4jEoWmTNnrt7C6FaPkkKJKXQSdk_k');
  const byNode = hkdfSync('sha256', stretched, new Uint8Array(0), 'halfloop-pin-verifier', 32);
  expect(Buffer.from(byNode).toString('base64url')).toBe(verifier);
});
