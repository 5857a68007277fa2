import { expect, test } from 'vitest';
import {
  BarcodeFormat,
  BinaryBitmap,
  DecodeHintType,
  GlobalHistogramBinarizer,
  MultiFormatReader,
  RGBLuminanceSource,
} from '@zxing/library';
import { barsPath, eanModules, eanOf } from '../../src/office/labels/bars.ts';

/** Draws the modules three pixels wide with their quiet zones and reads them back with an engine that is not ours. */
function readBack(modules: string, kind: 'EAN_13' | 'EAN_8'): string {
  const wide = 3;
  const quiet = 12;
  const width = (modules.length + 2 * quiet) * wide;
  const height = 30;
  const pixels = new Uint8ClampedArray(width * height).fill(255);
  for (let x = 0; x < modules.length * wide; x++) {
    if (modules[Math.floor(x / wide)] === '0') continue;
    for (let y = 0; y < height; y++) pixels[y * width + quiet * wide + x] = 0;
  }
  const bitmap = new BinaryBitmap(new GlobalHistogramBinarizer(new RGBLuminanceSource(pixels, width, height)));
  const reader = new MultiFormatReader();
  reader.setHints(new Map([[DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.EAN_13, BarcodeFormat.EAN_8]]]));
  const result = reader.decode(bitmap);
  // the engine's name for such an EAN-13
  if (result.getBarcodeFormat() === BarcodeFormat.UPC_A) return `0${result.getText()}`;
  expect(result.getBarcodeFormat()).toBe(BarcodeFormat[kind]);
  return result.getText();
}

test.each([
  '6901234567892',
  '4006381333931',
  '0012345678905',
  '9780201379624',
  '2012345678903',
  '5901234123457',
  '7350053850019',
  '3017620422003',
  '1234567890128',
])('an EAN-13 is read back by another engine: %s', (digits) => {
  expect(readBack(eanModules(digits), 'EAN_13')).toBe(digits);
});

test.each(['96385074', '73513537', '40170725'])('an EAN-8 is read back by another engine: %s', (digits) => {
  expect(readBack(eanModules(digits), 'EAN_8')).toBe(digits);
});

test('a GTIN-14 is shown in its shortest EAN form; a case code has none', () => {
  expect(eanOf('06901234567892')).toBe('6901234567892');
  expect(eanOf('00000096385074')).toBe('96385074');
  expect(eanOf('00012345678905')).toBe('0012345678905');
  expect(eanOf('16901234567899')).toBeNull();
});

test('the path draws each run of bars once', () => {
  expect(barsPath('1011', 10)).toBe('M0 0h1v10h-1zM2 0h2v10h-2z');
});
