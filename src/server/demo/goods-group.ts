/**
 * Goods of the demo shop that have brand, category and tax in common, one to a line.
 *
 * A line: `name zh | name en | spec | price | flags`; `-` is no spec. Flags: `hot` (on the till's first page), `kind=`
 * another drawing, `unit=`, `age=` from what age on it is sold. A group with `own` sells goods of the shop's own
 * making: they have a code, and no barcode when sold loose.
 */
import type { Unit } from '../../core/product.ts';
import type { PictureKind } from './draw-picture.ts';

export type GoodsGroup = {
  readonly category: string; // a key of DEMO_CATEGORIES
  readonly brand: readonly [zh: string, en: string] | null; // stands in front of names the shop did not give itself
  readonly taxBp: number;
  readonly kind: PictureKind;
  readonly unit?: Unit;
  readonly own?: string; // letter of the codes of the shop's own goods
  readonly stocked?: false;
  readonly minAge?: number;
  readonly goods: string;
};
