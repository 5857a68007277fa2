/** Drawings of fresh and frozen food. */
import {
  CRUST,
  CRUST_DARK,
  INK,
  LEAF,
  PAPER,
  SHADE,
  WHITE,
  WOOD,
  circle,
  line,
  oval,
  path,
  rect,
  turned,
  type Draw,
} from './picture-parts.ts';

const riceball: Draw = (s) =>
  path('M48 16c6 0 9 3 12 9l20 38c4 8 0 15-8 15H24c-8 0-12-7-8-15l20-38c3-6 6-9 12-9z', WHITE) +
  path('M60 25l20 38c4 8 0 15-8 15h-8c2-20 0-40-4-53z', SHADE) +
  path('M32 78V56h32v22z', '#2f4238') +
  circle(48, 44, 5, s.base);

const bento: Draw = (s) =>
  rect([12, 28, 72, 44], INK, 6) +
  rect([16, 32, 38, 36], WHITE, 4) +
  rect([58, 32, 22, 16], s.base, 3) +
  rect([58, 52, 22, 16], LEAF, 3) +
  circle(34, 50, 4, '#c8553d') +
  oval(69, 40, 7, 4, s.dark) +
  line('M62 60c4-4 8 4 14-1', '#8cc27e', 2.4) +
  line('M22 40h8M24 58h6M42 40h8', SHADE, 2);

const sandwich: Draw = (s) =>
  path('M16 66L48 24l32 42z', '#f0d9ad') +
  path('M16 66h64v6H16z', CRUST) +
  path('M24 56h48l5 6H19z', LEAF) +
  path('M29 50h38l4 6H25z', s.base) +
  path('M34 43h28l4 6H30z', '#f4c95d') +
  line('M16 66L48 24l32 42', CRUST, 3);

const bun: Draw = () =>
  oval(48, 62, 32, 18, SHADE) +
  path('M16 60c0-20 16-34 32-34s32 14 32 34c-10 8-54 8-64 0z', WHITE) +
  path('M60 29c12 6 20 18 20 31-4 3-12 5-20 6 4-12 4-26 0-37z', PAPER) +
  line('M48 27v14M40 29c2 6 4 9 8 12M56 29c-2 6-4 9-8 12', SHADE, 2.2);

const skewer: Draw = (s) =>
  line('M48 8v80', WOOD, 3.4) +
  circle(48, 28, 13, s.base) +
  circle(48, 48, 13, s.light) +
  circle(48, 68, 13, s.base) +
  path('M54 17a13 13 0 0 1 0 22 16 16 0 0 0 0-22z', s.dark) +
  path('M54 57a13 13 0 0 1 0 22 16 16 0 0 0 0-22z', s.dark);

const sausage: Draw = (s) =>
  turned(
    -28,
    rect([12, 36, 72, 24], s.base, 12) +
      path('M24 60h48a12 12 0 0 0 12-12H12a12 12 0 0 0 12 12z', s.dark) +
      rect([6, 44, 8, 8], s.accent, 2) +
      rect([82, 44, 8, 8], s.accent, 2) +
      rect([34, 42, 28, 12], WHITE, 3),
  );

const egg: Draw = (s) =>
  oval(48, 52, 22, 28, '#f1ddc0') +
  path('M56 26c8 6 14 16 14 26 0 14-8 26-18 28 8-14 10-38 4-54z', '#dcbf97') +
  oval(40, 42, 5, 8, WHITE) +
  circle(62, 70, 3, s.base);

const eggs: Draw = (s) =>
  oval(28, 50, 11, 14, '#f1ddc0') +
  oval(48, 50, 11, 14, '#e9d0aa') +
  oval(68, 50, 11, 14, '#f1ddc0') +
  path('M12 54h72l-6 22a4 4 0 0 1-4 3H22a4 4 0 0 1-4-3z', s.base) +
  path('M68 54h16l-6 22a4 4 0 0 1-4 3H64z', s.dark) +
  line('M30 56v20M48 56v20M66 56v20', s.light, 2);

const corn: Draw = () =>
  turned(
    20,
    oval(48, 44, 16, 32, '#f4c95d') +
      path('M54 14c8 6 10 20 10 30s-4 24-10 30c4-18 4-42 0-60z', '#dba93a') +
      line('M40 24v42M48 16v56', '#e7b84a', 2) +
      path('M30 46c0 22 8 38 18 42 10-4 18-20 18-42-8 4-12 14-18 30-6-16-10-26-18-30z', LEAF),
  );

const potato: Draw = () =>
  path('M24 40c8-14 28-18 42-8s16 32 4 42-36 8-46-4-8-20 0-30z', WOOD) +
  path('M66 32c14 10 16 32 4 42-4 3-9 5-14 6 12-12 16-34 10-48z', '#a87a47') +
  oval(38, 46, 3, 2, '#8c6437') +
  oval(52, 60, 3, 2, '#8c6437') +
  oval(46, 34, 2.4, 1.8, '#8c6437');

const loaf: Draw = () =>
  path('M22 40c-8-14 8-22 26-22s34 8 26 22v36a4 4 0 0 1-4 4H26a4 4 0 0 1-4-4z', CRUST) +
  path('M28 42c-6-10 6-17 20-17s26 7 20 17v32H28z', '#f6e3bf') +
  path('M60 27c9 3 13 9 8 15v32h-8z', '#e9cf9f');

const croissant: Draw = () =>
  path('M10 62c2-22 18-36 38-36s36 14 38 36c-4 6-12 6-14 0-4-10-12-16-24-16s-20 6-24 16c-2 6-10 6-14 0z', CRUST) +
  line('M26 38l8 16M40 28l4 20M56 28l-4 20M70 38l-8 16', CRUST_DARK, 3);

const roll: Draw = (s) =>
  oval(48, 64, 34, 16, CRUST_DARK) +
  path('M14 60c0-20 16-32 34-32s34 12 34 32c-12 10-56 10-68 0z', CRUST) +
  oval(40, 40, 12, 4, '#eac48d') +
  circle(48, 48, 4, s.base) +
  circle(58, 52, 3, s.base) +
  circle(38, 52, 3, s.base);

const cake: Draw = (s) =>
  path('M14 46l50-18 18 18v32H14z', '#f6e3bf') +
  path('M14 46l50-18 18 18z', s.light) +
  rect([14, 58, 68, 6], s.base) +
  rect([14, 72, 68, 6], CRUST) +
  circle(58, 30, 7, '#d6453d') +
  line('M58 24c0-4 2-6 5-7', LEAF, 2.4);

const bagel: Draw = (s) =>
  circle(48, 50, 32, CRUST) +
  path('M48 18a32 32 0 0 1 0 64c16-12 16-52 0-64z', CRUST_DARK) +
  circle(48, 48, 26, s.base) +
  circle(48, 50, 11, s.pale) +
  line('M34 36l4 3M58 32l3 4M66 50l-4 2M36 62l3-3M58 66l3-3', WHITE, 3);

const fruit: Draw = (s) =>
  circle(48, 54, 29, s.base) +
  path('M56 26c14 4 21 16 21 28 0 16-12 28-26 29 14-16 14-42 5-57z', s.dark) +
  oval(37, 43, 6, 9, s.light) +
  line('M48 27c0-6 2-10 5-13', WOOD, 3.4) +
  path('M52 20c4-8 14-8 18-4-4 6-12 8-18 4z', LEAF);

const banana: Draw = () =>
  path('M22 22c2 30 20 50 52 50 4 0 6 6 0 9-38 10-64-20-60-57 0-4 8-6 8-2z', '#f4cf4d') +
  path('M18 34c4 26 22 44 54 46-36 8-60-16-56-50z', '#dcae32') +
  rect([13, 14, 9, 10], WOOD, 2);

const grapes: Draw = (s) =>
  line('M48 10v16', WOOD, 3.4) +
  path('M50 18c6-8 16-6 20 0-6 6-14 6-20 0z', LEAF) +
  [
    [34, 36],
    [48, 34],
    [62, 36],
    [40, 48],
    [55, 48],
    [34, 58],
    [48, 61],
    [62, 58],
    [42, 72],
    [55, 72],
    [48, 83],
  ]
    .map(([x = 0, y = 0], i) => circle(x, y, 8.4, i % 2 === 0 ? s.base : s.dark))
    .join('');

const melon: Draw = () =>
  path('M10 40a38 38 0 0 0 76 0z', LEAF) +
  path('M15 40a33 33 0 0 0 66 0z', '#e9f3d8') +
  path('M19 40a29 29 0 0 0 58 0z', '#e2574c') +
  [
    [36, 50],
    [48, 56],
    [60, 50],
    [48, 46],
    [30, 44],
    [66, 44],
  ]
    .map(([x = 0, y = 0]) => oval(x, y, 1.8, 3, INK))
    .join('');

const greens: Draw = () =>
  path('M48 84c-6-14-26-20-28-44 10-6 20 0 24 8 0-14 2-24 6-32 8 8 10 20 8 32 6-8 14-10 22-6 0 22-24 28-32 42z', LEAF) +
  line('M48 84V34M48 66L30 46M48 62l20-14', '#a9d49a', 2.4) +
  path('M42 84c2-8 10-8 12 0l-2 6h-8z', '#e9f3d8');

const icelolly: Draw = (s) =>
  rect([43, 66, 10, 24], WOOD, 4) +
  path('M28 34a20 20 0 0 1 40 0v34a4 4 0 0 1-4 4H32a4 4 0 0 1-4-4z', s.base) +
  path('M58 17a20 20 0 0 1 10 17v34a4 4 0 0 1-4 4h-6z', s.dark) +
  line('M38 34v24M50 34v24', s.light, 4);

const cone: Draw = (s) =>
  path('M30 46h36L48 90z', CRUST) +
  line('M36 46l18 28M60 46L42 74M48 46l9 21', CRUST_DARK, 2) +
  circle(38, 38, 14, s.light) +
  circle(58, 38, 14, s.base) +
  circle(48, 26, 14, s.light) +
  rect([28, 42, 40, 6], s.base, 3);

export const FOODS = {
  riceball,
  bento,
  sandwich,
  bun,
  skewer,
  sausage,
  egg,
  eggs,
  corn,
  potato,
  loaf,
  croissant,
  roll,
  cake,
  bagel,
  fruit,
  banana,
  grapes,
  melon,
  greens,
  icelolly,
  cone,
} as const satisfies Record<string, Draw>;
