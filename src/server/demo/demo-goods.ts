/**
 * The goods of the demo shop, from the short lines of goods-*.ts to products.
 *
 * Barcodes are made up with right check digits: 952 is GS1's prefix for demonstrations, 040-049 is for use inside a
 * shop, 021 and 022 are what the shop's scales print before price and weight (DEMO_SCALES).
 */
import { assert } from '../../core/assert.ts';
import { minorFromDecimal } from '../../core/currency.ts';
import { checkDigit } from '../../core/gtin.ts';
import type { Minor } from '../../core/money.ts';
import type { Names, Unit } from '../../core/product.ts';
import { productRow } from '../../wire/catalogue.ts';
import type { PictureKind } from './draw-picture.ts';
import type { GoodsGroup } from './goods-group.ts';
import { DRINKS } from './goods-drinks.ts';
import { FOOD } from './goods-food.ts';
import { HOME } from './goods-home.ts';

export type DemoProduct = {
  readonly category: string;
  readonly code: string | null;
  readonly gtins: readonly string[];
  readonly names: Names;
  readonly brand: string | null;
  readonly spec: string | null;
  readonly unit: Unit;
  readonly priceMinor: Minor;
  readonly taxBp: number;
  readonly hot: boolean;
  readonly rank: number;
  readonly stocked: boolean;
  readonly minAge: number; // 0: for everybody
  readonly kind: PictureKind;
};

/** In the order of the till's category bar. */
export const DEMO_CATEGORIES: readonly (readonly [key: string, zh: string, en: string])[] = [
  ['drinks', '水和饮料', 'Water & drinks'],
  ['tea', '茶和咖啡', 'Tea & coffee'],
  ['dairy', '乳品', 'Dairy'],
  ['fresh', '鲜食热柜', 'Fresh & hot'],
  ['bakery', '面包糕点', 'Bakery'],
  ['snacks', '零食坚果', 'Snacks & nuts'],
  ['biscuits', '饼干', 'Biscuits'],
  ['sweets', '糖果巧克力', 'Sweets'],
  ['instant', '方便速食', 'Instant meals'],
  ['frozen', '冰品冷冻', 'Ice & frozen'],
  ['produce', '水果蔬菜', 'Fruit & veg'],
  ['pantry', '粮油调味', 'Pantry'],
  ['alcohol', '酒', 'Beer & wine'],
  ['household', '家居清洁', 'Household'],
  ['care', '个人护理', 'Personal care'],
  ['desk', '文具数码', 'Desk & tech'],
  ['services', '服务', 'Services'],
];

/** All goods, in the order a shop would number them. The same at every call. */
export function demoGoods(): DemoProduct[] {
  const goods: DemoProduct[] = [];
  for (const group of [...DRINKS, ...FOOD, ...HOME]) {
    for (const line of group.goods.trim().split('\n')) goods.push(productOf(group, line, goods.length));
  }
  return goods;
}

function productOf(group: GoodsGroup, line: string, index: number): DemoProduct {
  const [zh = '', en = '', spec = '', price = '', ...flags] = line.split('|').map((part) => part.trim());
  const flag = (name: string): string | undefined =>
    flags.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
  const priceMinor = minorFromDecimal(price, 'CNY');
  assert(priceMinor !== null && zh !== '' && en !== '', `not a line of goods: ${line}`);
  const unit = productRow.shape.unit.parse(flag('unit') ?? group.unit ?? 'pcs');
  const hot = flags.includes('hot');
  const own = group.own ?? null;
  return {
    category: group.category,
    code: own === null ? null : `${own}${String(index + 1).padStart(3, '0')}`,
    gtins: gtinsOf({
      own: own !== null,
      isWeighed: unit === 'kg',
      loose: unit !== 'pcs' || group.stocked === false,
      index,
    }),
    names: namesOf(group, zh, en),
    brand: group.brand === null ? null : group.brand.join(' '),
    spec: spec === '-' ? null : spec,
    unit,
    priceMinor,
    taxBp: group.taxBp,
    hot,
    rank: (hot ? 400 : 40) + ((index * 7919) % 97), // sold in 30 days: some order that looks like a shop's
    stocked: group.stocked !== false,
    minAge: Number(flag('age') ?? group.minAge ?? 0),
    kind: (flag('kind') ?? group.kind) as PictureKind, // a wrong one is red in test/server/demo
  };
}

function namesOf({ brand, own }: GoodsGroup, zh: string, en: string): Names {
  return brand === null || own !== undefined
    ? { zh, en: sentence(en) }
    : { zh: brand[0] + zh, en: `${brand[1]} ${en}` };
}

const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

type Numbering = {
  readonly own: boolean;
  readonly isWeighed: boolean;
  readonly loose: boolean;
  readonly index: number;
};

/** What is weighed has the numbers of its labels, with zeros where they carry weight or price. */
function gtinsOf({ own, isWeighed, loose, index }: Numbering): string[] {
  const number = (prefix: string, n: number): string => {
    const body = `0${prefix}${String(n).padStart(12 - prefix.length, '0')}`;
    return body + checkDigit(body);
  };
  if (isWeighed) return ['22', '21'].map((prefix) => number(prefix, (index + 1) * 100_000));
  if (loose) return [];
  if (own) return [number(`04${String(index % 10)}`, 100_000 + index)];
  const first = number('952', 110_000_000 + index * 37);
  return index % 29 === 5 ? [first, number('952', 880_000_000 + index)] : [first]; // a new pack beside the old one
}
