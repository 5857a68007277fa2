/** What a page that was not taken leaves to be asked again. */
import { expect, test } from 'vitest';
import { newEngine } from '../../../src/client/sync/engine.ts';
import { onApplied, pullAsks } from '../../../src/client/sync/engine-pull.ts';
import type { EngineState } from '../../../src/client/sync/engine-state.ts';

const at = (seq: number) => ({ gen: 'g', seq, mark: 'm' });
const waiting: EngineState = {
  ...newEngine(),
  streams: { org: { position: at(14), head: 15, due: true, audit: true, recount: false } },
};
const asksAfter = (missed: boolean) => {
  const turn = { nowMs: 0, random: 0, effects: [] };
  const page = { stream: 'org', position: at(15), head: 15, more: false, missed, differs: false };
  return pullAsks(onApplied(waiting, turn, { to: 'applied', streams: [page] }));
};

test('a page another tab was faster than has not told what of ours is counted in: it is asked once more', () => {
  expect(asksAfter(true)).toEqual([{ stream: 'org', position: at(15), audit: true }]);
});

test('a page that was taken has', () => {
  expect(asksAfter(false)).toEqual([]);
});
