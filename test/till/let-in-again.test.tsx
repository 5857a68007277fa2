// @vitest-environment jsdom
/** A till the server does not know says so where it says what waits, and takes the office's code there. */
import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { err, ok } from '../../src/core/result.ts';
import type { Counter } from '../../src/till/counter.ts';
import { MANAGER, openCounter } from '../support/counter-kit.ts';
import type { MemoryTill } from '../support/memory-till.ts';
import { showTill } from '../support/shown-till.tsx';

let counter: Counter;
let till: MemoryTill;
beforeEach(async () => {
  ({ counter, till } = await openCounter());
  till.state.setState({ signedIn: MANAGER });
});
afterEach(cleanup);

const WHOSE = 'The server does not know this till';

test('refused: the code is asked for beside what waits; then the thumbprint; then nothing', async () => {
  const enrol = vi
    .spyOn(till, 'enrol')
    .mockResolvedValueOnce(err({ code: 'enrol_code_unknown' }))
    .mockImplementation(() => {
      till.state.setState({ access: 'waiting', thumbprint: 'ab12'.repeat(16) });
      return Promise.resolve(ok(till.state.getState().identity!));
    });
  await showTill(counter, '/till/device');
  expect(screen.queryByText(WHOSE)).toBeNull();
  act(() => till.state.setState({ access: 'refused' }));
  expect(await screen.findByText(WHOSE)).toBeTruthy();
  const code = await screen.findByRole('textbox', { name: 'Enrolment code' });
  expect(screen.queryByRole('textbox', { name: 'Name of this device' })).toBeNull();
  fireEvent.change(code, { target: { value: 'abcd-efgh' } });
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Let this till in' })));
  expect(code.getAttribute('aria-invalid')).toBe('true');
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Let this till in' })));
  expect(enrol).toHaveBeenLastCalledWith('ABCD-EFGH', '');
  expect(await screen.findByLabelText('Thumbprint of this device')).toBeTruthy();
  act(() => till.state.setState({ access: 'open' }));
  expect(screen.queryByLabelText('Thumbprint of this device')).toBeNull();
});

test('turned away: nothing is sold, and the way back in stands there', async () => {
  await showTill(counter);
  act(() => till.state.setState({ phase: 'revoked', access: 'revoked', isRevoked: true }));
  expect(await screen.findByRole('button', { name: 'Let this till in' })).toBeTruthy();
});
