import { expect, test } from 'vitest';
import { hasPinLength, isEasyPin, pinLeast } from '../../../src/server/office/pin-rules.ts';

test.each([
  '000000',
  '111111',
  '123456',
  '654321',
  '012345',
  '890123',
  '121212',
  '123123',
  '12341234',
  '111222',
  '000001',
  '520520',
  '198407',
  '071984',
  '19840712',
  '12071984',
  '88888888',
  '87654321',
])('%s is among the first anybody tries', (pin) => {
  expect(isEasyPin(pin, [1, 2])).toBe(true);
});

test.each(['493027', '580316', '73019264', '40718293'])('%s may be used', (pin) => {
  expect(isEasyPin(pin, [1, 2])).toBe(false);
});

test('the store’s own number is no PIN', () => {
  expect(isEasyPin('004217', [4217])).toBe(true);
  expect(isEasyPin('421700', [4217])).toBe(true);
  expect(isEasyPin('421739', [4217])).toBe(false);
});

test('of all PINs at most one in ten is turned away', () => {
  const pins = Array.from({ length: 10_000 }, (_, i) => String(i * 97 + 31).padStart(6, '0'));
  expect(pins.filter((pin) => isEasyPin(pin, [1])).length).toBeLessThan(1000);
});

test('length follows the role', () => {
  expect([pinLeast('cashier'), pinLeast('senior'), pinLeast('manager'), pinLeast('owner')]).toEqual([6, 6, 8, 8]);
  expect(hasPinLength('123456', 'cashier')).toBe(true);
  expect(hasPinLength('1234567', 'owner')).toBe(false);
  expect(hasPinLength('123456789', 'cashier')).toBe(false);
  expect(hasPinLength('12345a', 'cashier')).toBe(false);
});
