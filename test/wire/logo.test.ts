/** A logo on the wire is dots of a known number, or nothing. */
import { expect, test } from 'vitest';
import { logo } from '../../src/wire/logo.ts';
import { logoDots, logoText } from '../../src/wire/logo-dots.ts';

test('dots come out as they went in', () => {
  const bits = Uint8Array.from({ length: 48 * 192 }, (_, at) => (at * 37) & 0xff);
  const sent = { widthDots: 384, heightDots: 192, bits: logoText(bits) };
  expect(logoDots(logo.parse(sent))).toEqual(bits);
  expect(logo.safeParse({ widthDots: 10, heightDots: 2, bits: logoText(new Uint8Array(4)) }).success).toBe(true);
});

test.each([
  [{ widthDots: 10, heightDots: 2, bits: logoText(new Uint8Array(3)) }, 'too few dots'],
  [{ widthDots: 10, heightDots: 2, bits: logoText(new Uint8Array(5)) }, 'too many'],
  [{ widthDots: 385, heightDots: 1, bits: logoText(new Uint8Array(49)) }, 'wider than paper'],
  [{ widthDots: 8, heightDots: 193, bits: logoText(new Uint8Array(193)) }, 'higher than may be'],
  [{ widthDots: 0, heightDots: 0, bits: '' }, 'nothing at all'],
  [{ widthDots: 8, heightDots: 3, bits: 'AAA' }, 'half of a text'],
  [{ widthDots: 8, heightDots: 3, bits: '<svg' }, 'no base64'],
  [{ widthDots: 8, heightDots: 3, bits: 'data' }, 'no dots but a text of the right length is still dots'],
])('%o is refused or harmless: %s', (sent, what) => {
  expect(logo.safeParse(sent).success).toBe(what.startsWith('no dots but'));
});
