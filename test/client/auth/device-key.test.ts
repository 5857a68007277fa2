import { expect, test } from 'vitest';
import { deviceKeys, verifierOf } from '../../../src/client/auth/device-key.ts';
import { base64url } from '../../../src/wire/proof.ts';
import { memoryPlace, openJournal } from '../../support/memory-databases.ts';

const bytes = new TextEncoder().encode('a receipt');

test('the key is made once, survives a restart, and never leaves', async () => {
  const place = memoryPlace();
  const [one, two] = await Promise.all([openJournal(place), openJournal(place)]);
  const [a, b] = await Promise.all([deviceKeys(one, crypto), deviceKeys(two, crypto)]);
  expect(b.key.publicJwk).toEqual(a.key.publicJwk);
  const again = await deviceKeys(await openJournal(place), crypto);
  expect(again.key).toMatchObject({ thumbprint: a.key.thumbprint, kid: a.key.thumbprint.slice(0, 8) });
  const stored = (await one.keys.get('device'))!.key;
  await expect(crypto.subtle.exportKey('jwk', stored)).rejects.toThrow();
});

test('what it signs can be checked with its public half, and nothing else can', async () => {
  const { key } = await deviceKeys(await openJournal(memoryPlace()), crypto);
  const signature = await key.sign(bytes);
  expect(signature.length).toBe(64);
  const verify = verifierOf(crypto, key.publicJwk);
  expect(await verify(bytes, base64url(signature))).toBe(true);
  expect(await verify(new TextEncoder().encode('another'), base64url(signature))).toBe(false);
  for (const bad of ['', 'x', base64url(signature).slice(1), '!'.repeat(86)])
    expect(await verify(bytes, bad)).toBe(false);
});
