/**
 * Passwords of the back office: argon2id, kept as a PHC string. Never logged, never kept in clear
 * but for the demo shop's access file.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { argon2id, argon2Verify } from 'hash-wasm';

/** OWASP's least: about a tenth of a second, so that a login does not hold the server up for longer. */
const COSTS = { memorySize: 19_456, iterations: 2, parallelism: 1, hashLength: 32 } as const;

/** A hash that no password has, with the same costs: an unknown login takes as long as a wrong password. */
const NOBODY = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

export const hashPassword = (password: string): Promise<string> =>
  argon2id({ ...COSTS, password: password.normalize('NFC'), salt: randomBytes(16), outputType: 'encoded' });

/** Whether the hash was made of this password. `hash` null: there is no such user; false, after the same time. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const right = await argon2Verify({ password: password.normalize('NFC'), hash: hash ?? NOBODY });
  return right && hash !== null;
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'; // without those that look alike

/** Four groups of four characters: 79 bits, and short enough to be typed from a screen. */
export const randomPassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')).join(
    '-',
  );
