import { expect, test } from 'vitest';
import { needsPerson } from '../../../src/client/sync/verdicts.ts';
import { KEPT_FOR } from '../../../src/wire/task.ts';

test('of what is kept aside, all but the waiting and the removed till needs a person', () => {
  const quiet = KEPT_FOR.filter((reason) => !needsPerson('parked', reason));
  expect(quiet).toEqual(['awaiting_reference', 'device_revoked']);
});

test('a reason only a newer server knows, or none at all, needs one too', () => {
  expect([needsPerson('quarantined', 'too_hot'), needsPerson('parked', undefined)]).toEqual([true, true]);
});

test('what was booked, now or before, needs nobody', () => {
  expect([needsPerson('applied', undefined), needsPerson('dup', undefined)]).toEqual([false, false]);
});
