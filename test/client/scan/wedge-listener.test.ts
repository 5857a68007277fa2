// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listenForWedge } from '../../../src/client/scan/wedge.ts';
import { WEDGE_DEFAULTS } from '../../../src/client/scan/wedge-settings.ts';

const scans: string[] = [];
const typed: string[] = [];
let stop: () => void;
let now = 0;

beforeEach(() => {
  vi.useFakeTimers();
  scans.length = 0;
  typed.length = 0;
  now = 1000;
  document.body.innerHTML = '<input id="search" data-scan="lift"><input id="name"><button id="pay">Pay</button>';
  stop = listenForWedge(document, {
    settings: () => WEDGE_DEFAULTS,
    onScan: (read) => scans.push(read.text),
    onTyped: (text) => typed.push(text),
  });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const field = (id: string) => document.getElementById(id) as HTMLInputElement;

/** One key, as a browser sends it; a character that nobody prevented lands in the focused field. */
function press(code: string, key: string, gapMs: number): boolean {
  now += gapMs;
  const event = new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true });
  Object.defineProperty(event, 'timeStamp', { value: now });
  const target = document.activeElement ?? document.body;
  const reached = target.dispatchEvent(event);
  if (reached && target instanceof HTMLInputElement && key.length === 1) target.value += key;
  return reached;
}
const type = (digits: string, gapMs: number) => Array.from(digits).map((digit) => press(`Digit${digit}`, digit, gapMs));

test('a scan outside any field is read and its Enter does not press the focused key', () => {
  field('pay').focus();
  type('6901234567892', 10);
  expect(press('Enter', 'Enter', 10)).toBe(false);
  expect(scans).toEqual(['6901234567892']);
  expect(typed).toEqual([]);
});

test('a scan in the search field is lifted out of it, and what stood there stays', () => {
  const search = field('search');
  search.value = 'milk';
  search.focus();
  let heard = 0;
  search.addEventListener('input', () => (heard += 1));
  type('6901234567892', 9);
  press('Enter', 'Enter', 9);
  expect(scans).toEqual(['6901234567892']);
  expect(search.value).toBe('milk');
  expect(heard).toBe(1);
  expect(document.activeElement).toBe(search);
});

// As Chromium sends keys while Pinyin composes: `Process` for each, and what is composed so far in the field.
test('a scan that an input method takes for pinyin is read, and its composition leaves no trace', () => {
  const search = field('search');
  search.focus();
  let composed = '';
  search.addEventListener('blur', () => (search.value += composed)); // a composition that ends writes its text
  Array.from('SKU42').forEach((char) => {
    const code = /[0-9]/.test(char) ? `Digit${char}` : `Key${char}`;
    now += 9;
    const event = new KeyboardEvent('keydown', {
      code,
      key: 'Process',
      isComposing: true,
      bubbles: true,
      cancelable: true,
    });
    Object.defineProperty(event, 'timeStamp', { value: now });
    search.dispatchEvent(event);
    composed += char.toLowerCase();
  });
  press('Enter', 'Process', 9);
  expect(scans).toEqual(['sku42']);
  expect(search.value).toBe('');
  expect(typed).toEqual([]);
});

test('a person typing in the search field keeps every letter and the Enter', () => {
  const search = field('search');
  search.focus();
  type('1234', 120);
  expect(press('Enter', 'Enter', 120)).toBe(true);
  expect(search.value).toBe('1234');
  expect(scans).toEqual([]);
  expect(typed).toEqual([]);
});

test('any other field takes a scan like typing', () => {
  const name = field('name');
  name.focus();
  type('6901234567892', 10);
  press('Enter', 'Enter', 10);
  expect(name.value).toBe('6901234567892');
  expect(scans).toEqual([]);
});

test('without a closing key, silence ends the burst', () => {
  type('96385074', 10);
  expect(scans).toEqual([]);
  vi.advanceTimersByTime(120);
  expect(scans).toEqual(['96385074']);
});

test('keys a person types outside fields are handed on for shortcuts', () => {
  press('Digit3', '3', 0);
  press('NumpadMultiply', '*', 150);
  vi.advanceTimersByTime(120);
  expect(typed.join('')).toBe('3*');
});

test('space still presses the focused key', () => {
  field('pay').focus();
  expect(press('Space', ' ', 300)).toBe(true);
});
