/**
 * A picture of a product, drawn: the shape of its pack, in a colour its name speaks of. The same name always gives the
 * same picture, so its hash is stable. Plain shapes only: no script, no style, no reference, nothing to load.
 */
import { rect, shadesOf } from './picture-parts.ts';
import { FOODS } from './pictures-food.ts';
import { PACKS } from './pictures-packs.ts';
import { TOOLS } from './pictures-tools.ts';

const DRAWINGS = { ...PACKS, ...FOODS, ...TOOLS } as const;
export type PictureKind = keyof typeof DRAWINGS;
export const PICTURE_KINDS = Object.keys(DRAWINGS) as PictureKind[];

/** What tastes and scents look like: hues in degrees. The first word found in the name counts. */
const COLOURS: readonly (readonly [words: RegExp, hue: number])[] = [
  [/grape(?!fruit)|blueberr|plum|prune|osmanthus rice|mulberr|red bean/, 275],
  [/strawberr|cherry|raspberr|lychee|peach|rose/, 345],
  [/tomato|ketchup|chilli|spicy|cola|braised|hawthorn|red\b|watermelon|apple|beef|pork|ham/, 6],
  [/orange|mandarin|mango|apricot|citron|tangerine|carrot|sesame rice|barbecue|curry|sunflower/, 28],
  [
    /chocolate|cocoa|coffee|americano|latte|mocha|espresso|soy sauce|vinegar|black tea|stout|caramel|almond|nuts?\b/,
    22,
  ],
  [/lemon|banana|cheese|butter|custard|honey|corn|egg|vanilla|pineapple|lager|barley|original|plain/, 44],
  [
    /matcha|green|lime|cucumber|mint|herbal|lettuce|bok choy|kiwi|mung|oolong|jasmine|pickled|seaweed|spring onion/,
    130,
  ],
  [/water|milk|yogurt|ice|salt|soda|rice|tissue|paper|toilet|glass|dish|laundry|disinfect|clean/, 200],
  [/probiotic|coconut|aqua|blue/, 188],
];

/** FNV-1a: spreads names without a colour over the wheel. */
function hueOfName(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193) >>> 0;
  return hash % 360;
}

/** The drawing as SVG text. `name` is the English name: it decides the colour. */
export function drawPicture(kind: PictureKind, name: string): string {
  const known = COLOURS.find(([words]) => words.test(name.toLowerCase()))?.[1];
  const spread = hueOfName(name);
  const shades = shadesOf(known === undefined ? spread : known + (spread % 17) - 8);
  const ground = rect([0, 0, 96, 96], shades.pale);
  const size = 'viewBox="0 0 96 96" width="96" height="96"';
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${ground}${DRAWINGS[kind](shades)}</svg>`;
}
