import { expect, test } from 'vitest';
import { hashPassword, randomPassword, verifyPassword } from '../../../src/server/auth/password.ts';

test('a password is known by its hash alone, a wrong one and an unknown user are refused', async () => {
  const password = randomPassword();
  const hash = await hashPassword(password);
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(hash).not.toContain(password);
  expect(await verifyPassword(password, hash)).toBe(true);
  expect(await verifyPassword(`${password}x`, hash)).toBe(false);
  expect(await verifyPassword(password, null)).toBe(false);
});

test('made-up passwords are long and never the same', () => {
  const made = Array.from({ length: 100 }, randomPassword);
  expect(new Set(made).size).toBe(100);
  for (const password of made) expect(password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
});
