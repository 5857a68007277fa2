/**
 * What stands on a label and where, in millimetres: pure, so that geometry is tested without a page.
 *
 * Text is laid out by the width of its characters (a Chinese one is as wide as it is high, a Latin one about half), so
 * a label looks the same on every machine: it is drawn as SVG, not flowed.
 */
import { textWidth } from '../../core/text-width.ts';
import { shelfLink } from '../../core/gs1-link.ts';
import type { LabelSheet, ShelfLabel } from '../../wire/office-shop.ts';
import { eanModules, eanOf } from './bars.ts';
import { moduleWidth, PAPERS, QUIET_MODULES, type PaperSpec } from './sheet-layout.ts';

export type TextBox = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly lang?: string;
};

export type LabelFace = {
  readonly names: readonly TextBox[]; // the name, then a small line: the specification and the other name
  readonly price: TextBox;
  readonly unit: TextBox | null;
  readonly digits: TextBox | null;
  readonly link: string;
  /** The QR with its quiet zone: corner and side of the whole square; null when it would be too fine to read. */
  readonly code: { readonly x: number; readonly y: number; readonly side: number; readonly module: number } | null;
  readonly bars: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly module: number;
    readonly height: number;
    readonly modules: string;
  } | null;
};

/** Bars: 0.25 mm a module, two dots of a thermal head; the quiet zone of an EAN-13 is 11 and 7 modules. */
const BAR_MODULE = 0.25;
const BAR_QUIET = 11;
const BAR_HEIGHT = 6;

/** The address in a label's QR: by GTIN, or by our own number for goods without one. */
export const labelLink = (sheet: Pick<LabelSheet, 'shopOrigin' | 'storeNo'>, label: ShelfLabel): string =>
  shelfLink(
    sheet.shopOrigin,
    label.gtin === null ? { skuNo: label.skuNo } : { gtin14: label.gtin },
    sheet.storeNo,
    label.labelId,
  );

const NARROW_EM = 0.58; // of the widest common sans at digits and capitals

/** How wide a text is, in em: never less than a common font makes it. */
export const emWidth = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + (textWidth(character) === 2 ? 1 : NARROW_EM), 0);

/** Lines of at most `width` mm at `size`, two at most; what does not fit ends in an ellipsis. */
export function fitLines(text: string, width: number, size: number, most: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (candidate: string) => emWidth(candidate) * size <= width;
  for (const piece of text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/g) ?? []) {
    if (fits((line + piece).trimEnd())) {
      line += piece;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line = piece;
    if (lines.length === most) break;
  }
  if (lines.length < most && line.trim() !== '') lines.push(line.trimEnd());
  const shown = lines.join('').replaceAll(/\s/g, '');
  const isCut = shown.length < text.replaceAll(/\s/g, '').length;
  return lines
    .slice(0, most)
    .map((one, at) => (isCut && at === most - 1 ? shorten(one, width, size) : shortenIfWide(one, width, size)));
}

const shortenIfWide = (line: string, width: number, size: number): string =>
  emWidth(line) * size <= width ? line : shorten(line, width, size);

function shorten(line: string, width: number, size: number): string {
  let kept = Array.from(line);
  while (kept.length > 0 && emWidth(`${kept.join('')}…`) * size > width) kept = kept.slice(0, -1);
  return `${kept.join('').trimEnd()}…`;
}

/** The largest size, in quarters of a millimetre and at most `most`, at which a text is not wider than `width`. */
const fitSize = (text: string, width: number, most: number): number =>
  Math.min(most, Math.floor((width / emWidth(text)) * 4) / 4);

export type FaceInput = {
  readonly sheet: Pick<LabelSheet, 'shopOrigin' | 'storeNo' | 'paper'>;
  readonly label: ShelfLabel;
  readonly price: string; // as people read it: "¥2.00"
  readonly unit: string; // "" for pieces
  readonly withBars: boolean;
  /** Modules of the QR of a text, quiet zone not counted. */
  readonly modulesOf: (text: string) => number;
};

/** Lays out one label. */
export function labelFace({ sheet, label, price, unit, withBars, modulesOf }: FaceInput): LabelFace {
  const spec = PAPERS[sheet.paper];
  const link = labelLink(sheet, label);
  const modules = modulesOf(link);
  const module = moduleWidth(modules, spec.codeBox);
  const side = module === null ? 0 : module * (modules + 2 * QUIET_MODULES);
  const gtin = isOfScale(label.gtin) ? null : label.gtin;
  const ean = gtin === null ? null : eanOf(gtin);
  const bars = withBars && ean !== null ? eanModules(ean) : null;
  const textWide = spec.width - 2 * spec.insetX - side - 1;
  const left = spec.insetX;
  const bottom = spec.height - spec.insetY;
  const priceSize = fitSize(price, textWide, bars === null ? 9 : 7);
  const floor = bars === null ? bottom - 3.4 : bottom - BAR_HEIGHT - 3.6;
  return {
    names: namesOf(label, { left, top: spec.insetY, wide: textWide }),
    price: { text: price, x: left, y: floor - 0.8, size: priceSize },
    unit:
      unit === '' ? null : { text: `/ ${unit}`, x: left + emWidth(price) * priceSize + 1, y: floor - 0.8, size: 2.6 },
    digits: digitsOf(ean ?? gtin ?? label.code, { left, y: bottom - 0.4, bars: bars !== null }),
    link,
    code:
      module === null
        ? null
        : { x: spec.width - spec.insetX - side, y: codeTop(spec, side, bars !== null), side, module },
    bars: bars === null ? null : barsAt(bars, left, bottom),
  };
}

/** Numbers that carry a weight or price behind the article: with zeros in their place their bars would sell nothing. */
const isOfScale = (gtin14: string | null): boolean => gtin14 !== null && /^02[0-9]{6}0{5}[0-9]$/.test(gtin14);

/** The code stands at the upper edge where bars are below it, else in the middle of the height. */
const codeTop = (spec: PaperSpec, side: number, hasBars: boolean): number =>
  hasBars ? spec.insetY : (spec.height - side) / 2;

const barsAt = (modules: string, left: number, bottom: number) => ({
  x: left + BAR_QUIET * BAR_MODULE,
  y: bottom - 3 - BAR_HEIGHT,
  width: modules.length * BAR_MODULE,
  module: BAR_MODULE,
  height: BAR_HEIGHT,
  modules,
});

/** The barcode's digits to read aloud or type; else the shop's own code. */
function digitsOf(text: string | null, at: { left: number; y: number; bars: boolean }): TextBox | null {
  if (text === null) return null;
  return { text, x: at.bars ? at.left + BAR_QUIET * BAR_MODULE : at.left, y: at.y, size: 2.4 };
}

/** The name large, on two lines at most; below it small the specification and the name in the other language. */
function namesOf(label: ShelfLabel, at: { left: number; top: number; wide: number }): readonly TextBox[] {
  const { zh, en } = label.names;
  const main = zh ?? en ?? '';
  const size = emWidth(main) * 4 <= at.wide ? 4 : 3.4;
  const lang = zh === undefined ? 'en' : 'zh-CN';
  const lines = fitLines(main, at.wide, size, 2);
  const large = lines.map((text, i): TextBox => ({ text, x: at.left, y: at.top + size * (1 + i * 1.15), size, lang }));
  const below = [label.spec, zh === undefined ? undefined : en]
    .filter((text) => text != null && text !== '')
    .join(' · ');
  const y = (large.at(-1)?.y ?? at.top) + 3.2;
  return [...large, ...fitLines(below, at.wide, 2.5, 1).map((text): TextBox => ({ text, x: at.left, y, size: 2.5 }))];
}
