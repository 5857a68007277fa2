import { createHash, webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  base64url,
  fromBase64url,
  keyThumbprint,
  kidOf,
  proofInput,
  proofText,
  readProof,
  type ProofClaims,
} from '../../src/wire/proof.ts';

const claims: ProofClaims = {
  htm: 'POST',
  htu: '/sync/pull',
  bh: 'a'.repeat(64),
  iat: 1_790_000_000,
  jti: 'b'.repeat(32),
  sub: '0190a000-0000-7000-8000-000000000001',
};
const signature = new Uint8Array(64).fill(7);

test('what is written is read', () => {
  expect(readProof(proofText(proofInput(claims), signature))).toEqual({ claims, input: proofInput(claims), signature });
});

// The algorithm is ours to say, never the sender's.
test.each(['none', 'HS256', 'RS256', 'ES384'])('a proof that names the algorithm %s is none', (alg) => {
  const [, payload] = proofInput(claims).split('.');
  const header = base64url(Buffer.from(JSON.stringify({ alg, typ: 'halfloop-proof' })));
  expect(readProof(`${header}.${payload ?? ''}.${base64url(signature)}`)).toBeNull();
});

test.each([{ ...claims, more: 1 }, { ...claims, iat: 1.5 }, { ...claims, jti: 'short' }, { ...claims, sub: 'x' }, {}])(
  'claims of another shape are none: %j',
  (other) => {
    const [header] = proofInput(claims).split('.');
    const payload = base64url(Buffer.from(JSON.stringify(other)));
    expect(readProof(`${header ?? ''}.${payload}.${base64url(signature)}`)).toBeNull();
  },
);

test('no text makes the reader throw', () => {
  const near = fc
    .array(fc.string({ unit: fc.constantFrom('a', 'A', '0', '-', '_', '=', '.', 'é', ' ') }), { maxLength: 4 })
    .map((parts) => parts.join('.'));
  fc.assert(
    fc.property(fc.oneof(fc.string(), near), (text) => {
      readProof(text);
      readProof(`${proofInput(claims)}.${text}`);
      readProof(`${proofInput(claims).split('.')[0] ?? ''}.${text}.${base64url(signature)}`);
    }),
    { numRuns: 2_000 },
  );
});

test('base64 for URLs goes there and back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = base64url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      expect(fromBase64url(text)).toEqual(Uint8Array.from(bytes));
    }),
  );
});

test('a thumbprint is that of RFC 7638, whatever the order of the members; kid is its beginning', async () => {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const { x = '', y = '' } = await webcrypto.subtle.exportKey('jwk', pair.publicKey);
  const text = `{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`;
  const expected = createHash('sha256').update(text).digest('hex');
  expect(keyThumbprint({ y, x, kty: 'EC', crv: 'P-256' })).toBe(expected);
  expect(kidOf({ kty: 'EC', crv: 'P-256', x, y })).toBe(expected.slice(0, 8));
});
