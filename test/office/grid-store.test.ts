import { expect, test } from 'vitest';
import { err, ok, type Result } from '../../src/core/result.ts';
import { COLUMNS, createGrid, isEditable, startsFigure, type Edit } from '../../src/office/products/grid-store.ts';
import type { Refusal } from '../../src/wire/refusal.ts';

function gridWith(answers: Result<null, Refusal>[]) {
  const saved: Edit[] = [];
  let ids = 0;
  const grid = createGrid(
    async (edit) => {
      saved.push(edit);
      return answers.shift() ?? ok(null);
    },
    () => `id-${(ids += 1)}`,
  );
  return { grid, saved };
}

test('a figure may begin with its point or its sign, so that neither is lost', () => {
  expect(['5', '.', ',', '-'].every(startsFigure)).toBe(true);
  expect(['a', ' ', 'Enter', 'F2', '+', '=', '55'].some(startsFigure)).toBe(false);
});

test('the mark stays inside the list and its columns', () => {
  const { grid } = gridWith([]);
  grid.getState().move({ rows: 5, columns: 99 }, 3);
  expect(grid.getState()).toMatchObject({ row: 2, column: COLUMNS.length - 1 });
  grid.getState().move({ rows: -99, columns: -99 }, 3);
  expect(grid.getState()).toMatchObject({ row: 0, column: 0 });
  grid.getState().move({ rows: 1 }, 0);
  expect(grid.getState().row).toBe(0);
});

test('only price and stock are typed into the grid', () => {
  expect(COLUMNS.filter(isEditable)).toEqual(['price', 'stock']);
});

test('what was typed stays when the server says no, and can be tried again', async () => {
  const { grid, saved } = gridWith([err({ code: 'server_unreachable' }), ok(null)]);
  grid.getState().begin('sku', 'stock', '12');
  grid.getState().type('10');
  expect(await grid.getState().save()).toBe(false);
  expect(grid.getState().edit).toMatchObject({ text: '10', phase: 'typing', refusal: { code: 'server_unreachable' } });
  expect(await grid.getState().save()).toBe(true);
  expect(grid.getState().edit).toBeNull();
  expect(saved[0]?.entryId).toBe(saved[1]?.entryId); // the first may have been booked: the second must not book again
});

test('another text is another fact', async () => {
  const { grid, saved } = gridWith([err({ code: 'server_unreachable' }), ok(null)]);
  grid.getState().begin('sku', 'stock', '1');
  await grid.getState().save();
  grid.getState().type('2');
  await grid.getState().save();
  expect(saved[0]?.entryId).not.toBe(saved[1]?.entryId);
});

test('while a save is under way nothing is typed, cancelled, saved twice or begun', async () => {
  const { grid, saved } = gridWith([]);
  grid.getState().begin('sku', 'price', '2.50');
  const saving = grid.getState().save();
  grid.getState().type('9');
  grid.getState().cancel();
  grid.getState().begin('other', 'price', '1');
  void grid.getState().save();
  expect(grid.getState().edit).toMatchObject({ skuId: 'sku', text: '2.50', phase: 'saving' });
  await saving;
  expect(saved).toHaveLength(1);
});

test('a cell that is left keeps nothing', () => {
  const { grid } = gridWith([]);
  grid.getState().begin('sku', 'price', '2');
  grid.getState().cancel();
  expect(grid.getState().edit).toBeNull();
});
