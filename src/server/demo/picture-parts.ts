/**
 * The few parts every drawing is made of. A drawing is 96 by 96, flat, in shades of one colour with white and one dark
 * ink; light falls from the left, so the right side of a thing is its darker shade.
 */

/** Shades of a product's colour, as hex. */
type Shades = {
  readonly base: string;
  readonly dark: string;
  readonly light: string;
  readonly pale: string; // the ground behind the thing
  readonly accent: string; // a neighbour on the colour wheel, for lids and emblems
};

/** One drawing, in shades of its product's colour. */
export type Draw = (s: Shades) => string;

export const WHITE = '#ffffff';
export const PAPER = '#f3f0e8';
export const SHADE = '#dfdad0';
export const INK = '#33413b';
export const STEEL = '#b9c4c2';
export const WOOD = '#c99a63';
export const LEAF = '#5f9e54';
export const CRUST = '#d9a05b';
export const CRUST_DARK = '#b97d3c';

export const shadesOf = (hue: number): Shades => ({
  base: hex(hue, 58, 55),
  dark: hex(hue, 56, 43),
  light: hex(hue, 66, 76),
  pale: hex(hue, 46, 92),
  accent: hex(hue + 40, 62, 52),
});

/** Hue in degrees, the rest in percent. */
function hex(hue: number, saturation: number, lightness: number): string {
  const h = ((hue % 360) + 360) % 360;
  const l = lightness / 100;
  const a = (saturation / 100) * Math.min(l, 1 - l);
  const channel = (n: number): string => {
    const k = (n + h / 30) % 12;
    const value = l - a * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

const ROUND = 'stroke-linecap="round" stroke-linejoin="round"';

type Box = readonly [x: number, y: number, width: number, height: number];

export const rect = ([x, y, width, height]: Box, fill: string, radius = 0): string =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${n(radius)}" fill="${fill}"/>`;

export const circle = (x: number, y: number, r: number, fill: string): string =>
  `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill}"/>`;

export const oval = (x: number, y: number, rx: number, ry: number, fill: string): string =>
  `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}"/>`;

export const path = (d: string, fill: string): string => `<path d="${d}" fill="${fill}"/>`;

export const line = (d: string, stroke: string, width: number): string =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${n(width)}" ${ROUND}/>`;

export const turned = (degrees: number, parts: string, x = 48, y = 48): string =>
  `<g transform="rotate(${n(degrees)} ${n(x)} ${n(y)})">${parts}</g>`;

/** Two half loops that nearly close: the mark on our own labels. */
export const loop = (x: number, y: number, r: number, colour: string): string =>
  line(`M${n(x - r)} ${n(y)}a${n(r)} ${n(r)} 0 0 1 ${n(r * 1.7)} ${n(-r * 0.7)}`, colour, r * 0.5) +
  line(`M${n(x + r)} ${n(y)}a${n(r)} ${n(r)} 0 0 1 ${n(-r * 1.7)} ${n(r * 0.7)}`, colour, r * 0.5);

const n = (value: number): string => String(Math.round(value * 10) / 10);
