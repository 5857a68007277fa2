import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  moduleWidth,
  pagesFor,
  PAPERS,
  perPage,
  placeOf,
  QUIET_MODULES,
} from '../../src/office/labels/sheet-layout.ts';
import { paper as paperSchema } from '../../src/wire/office-shop.ts';

const papers = fc.constantFrom(...paperSchema.options);

test('a sheet of A4 holds 24 labels of 70 x 37 mm, and all of them lie on it', () => {
  expect(perPage('a4-24')).toBe(24);
  expect([placeOf('a4-24', 0), placeOf('a4-24', 2), placeOf('a4-24', 3), placeOf('a4-24', 24)]).toEqual([
    { page: 0, x: 0, y: 0.5 },
    { page: 0, x: 140, y: 0.5 },
    { page: 0, x: 0, y: 37.5 },
    { page: 1, x: 0, y: 0.5 },
  ]);
});

test('no label leaves its page and no two share a place', () => {
  fc.assert(
    fc.property(papers, fc.nat(500), fc.nat(500), (paper, one, other) => {
      const spec = PAPERS[paper];
      const at = placeOf(paper, one);
      expect(at.x).toBeGreaterThanOrEqual(0);
      expect(at.x + spec.width).toBeLessThanOrEqual(spec.pageWidth);
      expect(at.y + spec.height).toBeLessThanOrEqual(spec.pageHeight);
      if (one === other) return;
      const next = placeOf(paper, other);
      const apart =
        at.page !== next.page || Math.abs(at.x - next.x) >= spec.width || Math.abs(at.y - next.y) >= spec.height;
      expect(apart).toBe(true);
    }),
  );
});

test('pages are as many as the last label needs, counting the places already used up', () => {
  fc.assert(
    fc.property(papers, fc.integer({ min: 1, max: 3000 }), fc.nat(23), (paper, count, skip) => {
      const used = skip % perPage(paper);
      expect(pagesFor(paper, count, used)).toBe(placeOf(paper, used + count - 1).page + 1);
    }),
  );
  expect(pagesFor('a4-24', 0, 5)).toBe(0);
});

test('a module is whole dots of a thermal head, at least half a millimetre, and the code fits its box', () => {
  fc.assert(
    fc.property(fc.integer({ min: 21, max: 177 }), fc.integer({ min: 15, max: 40 }), (modules, box) => {
      const width = moduleWidth(modules, box);
      if (width === null) {
        expect((modules + 2 * QUIET_MODULES) * 0.5).toBeGreaterThan(box);
        return;
      }
      expect(width).toBeGreaterThanOrEqual(0.5);
      expect(Number.isInteger(width * 8)).toBe(true);
      expect(width * (modules + 2 * QUIET_MODULES)).toBeLessThanOrEqual(box);
    }),
  );
});

test('a shelf code of version 4 or 5 fits both papers', () => {
  for (const paper of paperSchema.options) {
    expect(moduleWidth(33, PAPERS[paper].codeBox)).not.toBeNull();
    expect(moduleWidth(37, PAPERS[paper].codeBox)).not.toBeNull();
  }
});
