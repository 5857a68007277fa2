/** What is taken for a picture before a browser decodes it. */
import { expect, test } from 'vitest';
import { isPicture, readLogo } from '../../src/office/settings/read-logo.ts';

const text = (of: string) => new TextEncoder().encode(of);

test.each([
  [Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0), true, 'PNG'],
  [Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), true, 'JPEG'],
  [text('RIFF....WEBPVP8 '), true, 'WebP'],
  [text('RIFF....WAVEfmt '), false, 'sound in the same wrapping'],
  [text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">'), false, 'a drawing that is a document'],
  [text('<!doctype html>'), false, 'a page'],
  [text('GIF89a'), false, 'a moving picture'],
  [Uint8Array.of(0x89, 0x50), false, 'the beginning of a beginning'],
  [Uint8Array.of(), false, 'nothing'],
])('%o: %s, %s', (head, is) => {
  expect(isPicture(head)).toBe(is);
});

test('a file no logo has the size of is not even looked at', async () => {
  expect(await readLogo(new Blob([new Uint8Array(5_000_001)]))).toBe('too_large');
  expect(await readLogo(new Blob([text('<svg/>')]))).toBe('not_a_picture');
});
