import { expect, test } from 'vitest';
import { keepersOf } from '../../scripts/build/face-files.ts';

const BUILT = new Map([
  [
    'index.html',
    '<link href="/assets/index-a1.css"><script src="/theme.js"></script><script src="/assets/index-a1.js">',
  ],
  ['theme.js', ''],
  ['icons/halfloop.svg', ''],
  ['icons/halfloop-512.png', ''],
  ['assets/index-a1.css', ''],
  // The entry names every face and is named by them (a shared function): that must not make every face need every
  // other.
  ['assets/index-a1.js', 'import("./till-app-b2.js");import("./shop-app-c3.js");import{r}from"./base-d4.js"'],
  ['assets/base-d4.js', ''],
  [
    'assets/till-app-b2.js',
    'import"./index-a1.js";import{x}from"./react-e5.js";deps=["assets/till-app-b2.css"];"/assets/decoder-worker-f6.js"',
  ],
  ['assets/till-app-b2.css', ''],
  ['assets/shop-app-c3.js', 'import"./index-a1.js";import{x}from"./react-e5.js";"/assets/decoder-worker-f6.js"'],
  ['assets/react-e5.js', 'import("./words-ui-en-g7.js");import("./words-till-en-h8.js")'],
  ['assets/words-ui-en-g7.js', ''],
  ['assets/words-till-en-h8.js', ''],
  ['assets/decoder-worker-f6.js', '"/assets/zxing-i9.wasm"'],
  ['assets/zxing-i9.wasm', ''],
  ['assets/nobody-j0.js', ''],
]);

test('each file is kept by the faces that need it, the shell by all', () => {
  expect(Object.fromEntries(keepersOf(BUILT, (path) => (/zxing/.test(path) ? 900_000 : 1)))).toEqual({
    'index.html': ['shell'],
    'theme.js': ['shell'],
    'icons/halfloop.svg': ['shell'],
    'icons/halfloop-512.png': [],
    'assets/index-a1.css': ['shell'],
    'assets/index-a1.js': ['shell'],
    'assets/base-d4.js': ['shell'],
    'assets/till-app-b2.js': ['till'],
    'assets/till-app-b2.css': ['till'],
    'assets/shop-app-c3.js': ['shop'],
    'assets/react-e5.js': ['till', 'shop'],
    'assets/words-ui-en-g7.js': ['till', 'shop'],
    'assets/words-till-en-h8.js': ['till'],
    'assets/decoder-worker-f6.js': ['till', 'shop'],
    'assets/zxing-i9.wasm': ['till', 'used'],
    'assets/nobody-j0.js': [],
  });
});
