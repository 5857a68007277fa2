/**
 * Where labels lie on paper, in millimetres, and how large a code's modules may be there.
 *
 * A4 is the common sheet of 24 labels, 70 x 37 mm, three across; a printer cannot reach the paper's edge, so nothing is
 * drawn within `inset` of a label's edge. The roll is 58 mm wide, of which a thermal head prints 48. Lengths are whole
 * eighths of a millimetre: one dot of a 203 dpi head.
 */
import { assert } from '../../core/assert.ts';
import type { Paper } from '../../wire/office-shop.ts';

export type PaperSpec = {
  readonly pageWidth: number;
  readonly pageHeight: number;
  readonly across: number;
  readonly down: number;
  readonly left: number; // of the first label
  readonly top: number;
  readonly width: number; // of one label
  readonly height: number;
  readonly insetX: number;
  readonly insetY: number;
  readonly codeBox: number; // the largest square a QR with its quiet zone may take
};

export const PAPERS: Readonly<Record<Paper, PaperSpec>> = {
  'a4-24': {
    pageWidth: 210,
    pageHeight: 297,
    across: 3,
    down: 8,
    left: 0,
    top: 0.5,
    width: 70,
    height: 37,
    insetX: 5,
    insetY: 4,
    codeBox: 27,
  },
  'roll-58': {
    pageWidth: 58,
    pageHeight: 40,
    across: 1,
    down: 1,
    left: 0,
    top: 0,
    width: 58,
    height: 40,
    insetX: 5,
    insetY: 2,
    codeBox: 25,
  },
};

export const perPage = (paper: Paper): number => PAPERS[paper].across * PAPERS[paper].down;

type Place = { readonly page: number; readonly x: number; readonly y: number };

/** Top left corner of the label in the given place, counted from 0 over all pages, row by row. */
export function placeOf(paper: Paper, index: number): Place {
  assert(Number.isSafeInteger(index) && index >= 0, 'a place on paper is counted from 0');
  const spec = PAPERS[paper];
  const page = Math.floor(index / perPage(paper));
  const inPage = index % perPage(paper);
  const row = Math.floor(inPage / spec.across);
  return { page, x: spec.left + (inPage % spec.across) * spec.width, y: spec.top + row * spec.height };
}

/** How many pages `count` labels take when the first `skip` places of the first sheet are used up. */
export const pagesFor = (paper: Paper, count: number, skip: number): number =>
  count === 0 ? 0 : Math.ceil((skip + count) / perPage(paper));

export const QUIET_MODULES = 4;
const STEPS_PER_MM = 8;
const LEAST_STEPS = 4; // half a millimetre: what a phone reads at arm's length from worn paper

/**
 * The width of one module of a QR `modules` wide, in millimetres: as large as the box allows, in whole dots, never
 * under half a millimetre. Null when it cannot be that large: the text is too long for this label.
 */
export function moduleWidth(modules: number, box: number): number | null {
  const steps = Math.floor((box * STEPS_PER_MM) / (modules + 2 * QUIET_MODULES));
  return steps < LEAST_STEPS ? null : steps / STEPS_PER_MM;
}
