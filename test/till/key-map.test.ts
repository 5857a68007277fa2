/** Keys moved by a person: each act keeps one key, and nothing of the browser or the scanner is taken. */
import { beforeEach, describe, expect, test } from 'vitest';
import { moveKey } from '../../src/till/device/move-key.ts';
import { keyFor, keyMeant, MOVABLE, readKeyMap, type KeyMap } from '../../src/till/key-map.ts';
import type { Counter } from '../../src/till/counter.ts';
import { createPreferences } from '../../src/till/preferences.ts';
import { addProduct } from '../../src/till/sell/filling.ts';
import { pressKey, typeChars } from '../../src/till/sell/keys.ts';
import { GOODS, linesOf, openCounter } from '../support/counter-kit.ts';

const moved = (keys: KeyMap, act: (typeof MOVABLE)[number], key: string): KeyMap => {
  const done = moveKey(keys, { act, key });
  if (!done.ok) throw new Error(done.error.code);
  return done.value;
};

describe('the map', () => {
  test('an act that is moved leaves its old key without a meaning', () => {
    const keys = moved({}, 'F9', 'End');
    expect(keyMeant(keys, 'End')).toBe('F9');
    expect(keyMeant(keys, 'F9')).toBe('');
    expect(keyMeant(keys, 'F8')).toBe('F8');
    expect(keyMeant(keys, 'Enter')).toBe('Enter');
  });

  test('a key another act has is refused and named; two acts change places by way of a third key', () => {
    expect(moveKey({}, { act: 'F9', key: 'F8' })).toEqual({ ok: false, error: { code: 'key_taken', by: 'F8' } });
    const swapped = moved(moved(moved({}, 'F8', 'Home'), 'F9', 'F8'), 'F8', 'F9');
    expect([keyMeant(swapped, 'F8'), keyMeant(swapped, 'F9')]).toEqual(['F9', 'F8']);
    expect(readKeyMap(swapped)).toEqual(swapped);
  });

  test.each(['F5', 'F11', 'F12', 'Enter', 'Escape', 'Backspace', '7', '.', 'a', '*', ''])('%s pays nothing', (key) => {
    expect(moveKey({}, { act: 'F9', key })).toEqual({ ok: false, error: { code: 'key_not_fit' } });
  });

  test.each(['7', '.', 'a', 'F9', 'Insert', ' '])('%s steps no quantity', (key) => {
    expect(moveKey({}, { act: '+', key })).toEqual({ ok: false, error: { code: 'key_not_fit' } });
  });

  test('back on its own key an act is no choice any more', () => {
    expect(moved(moved({}, 'F2', 'F1'), 'F2', 'F2')).toEqual({});
  });

  test('what was kept and is not understood, or would do two things, is not taken', () => {
    expect(readKeyMap({ F9: 'End', F2: 'F5', Shift: 'F1', '*': 7 })).toEqual({ F9: 'End' });
    expect(readKeyMap({ F9: 'F8' })).toEqual({});
    for (const act of MOVABLE) expect(keyFor({}, act)).toBe(act);
  });

  test('is kept on the device', () => {
    const disk = new Map<string, string>();
    const storage = {
      getItem: (key: string) => disk.get(key) ?? null,
      setItem: (k: string, v: string) => disk.set(k, v),
    };
    createPreferences(storage).setState({ keys: { F9: 'End' } });
    expect(createPreferences(storage).getState().keys).toEqual({ F9: 'End' });
  });
});

describe('at the till', () => {
  let counter: Counter;
  const press = (key: string) =>
    pressKey(
      counter,
      { key, isComposing: false, ctrlKey: false, altKey: false, metaKey: false, inField: false, onKey: false },
      { focusSearch: () => undefined, openCart: () => undefined, go: () => undefined },
    );
  beforeEach(async () => {
    ({ counter } = await openCounter());
    addProduct(counter, GOODS[0]!, 'tap');
  });

  test('the moved key pays, the old one is left to the browser', () => {
    counter.preferences.setState({ keys: { F9: 'End' } });
    expect(press('F9')).toBe(false);
    expect(counter.hand.getState().cart.saleEntryId).toBe(null);
    expect(press('End')).toBe(true);
    expect(counter.hand.getState().cart.saleEntryId).not.toBe(null);
  });

  test('a moved sign steps, and its old one no longer does', () => {
    counter.preferences.setState({ keys: { '+': '=' } });
    typeChars(counter, '+');
    expect(linesOf(counter)).toEqual([[1, 1000]]);
    typeChars(counter, '=');
    expect(linesOf(counter)).toEqual([[1, 2000]]);
  });
});
