import { hkdfSync } from 'node:crypto';
import { argon2id } from 'hash-wasm';
import { expect, test } from 'vitest';
import { pinVerifierOf, stretchOf } from '../../src/wire/pin-verifier.ts';
import { fromBase64url } from '../../src/wire/proof.ts';

// Office, demo shop and till must agree to the byte, or nobody can sign in.
test('the verifier of a known PIN is the one on record, and node:crypto agrees', async () => {
  const salt = fromBase64url('AAECAwQFBgcICQoLDA0ODw');
  const stretched = await argon2id(stretchOf('135790', salt, { mKib: 256, t: 2, p: 1 }));
  const verifier = pinVerifierOf(stretched);
  expect(verifier).toBe('OqixIE8fB5aUIz4jEoWmTNnrt7C6FaPkkKJKXQSdk_k');
  const byNode = hkdfSync('sha256', stretched, new Uint8Array(0), 'halfloop-pin-verifier', 32);
  expect(Buffer.from(byNode).toString('base64url')).toBe(verifier);
});
