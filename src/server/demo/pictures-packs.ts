/** Drawings of packed goods: bottles, cans, cartons, bags, boxes, jars. */
import {
  INK,
  PAPER,
  SHADE,
  STEEL,
  WHITE,
  circle,
  line,
  loop,
  oval,
  path,
  rect,
  turned,
  type Draw,
} from './picture-parts.ts';

const bottle: Draw = (s) =>
  rect([42, 10, 12, 8], s.accent, 2) +
  path('M43 18h10v6c0 4 9 6 9 16v40a6 6 0 0 1-6 6H40a6 6 0 0 1-6-6V40c0-10 9-12 9-16z', s.light) +
  path('M53 18v6c0 4 9 6 9 16v40a6 6 0 0 1-6 6h-4V18z', s.base) +
  rect([34, 48, 28, 20], WHITE) +
  rect([52, 48, 10, 20], PAPER) +
  loop(47, 58, 6, s.dark);

const jug: Draw = (s) =>
  rect([36, 12, 14, 8], s.accent, 2) +
  path('M34 20h18c12 4 18 14 18 24v34a8 8 0 0 1-8 8H32a8 8 0 0 1-8-8V40c0-10 4-16 10-20z', s.light) +
  path('M52 20c12 4 18 14 18 24v34a8 8 0 0 1-8 8h-6V20z', s.base) +
  path('M56 34c5 2 7 7 7 12v10h-7z', s.pale) +
  rect([24, 58, 32, 18], WHITE) +
  loop(40, 67, 6, s.dark);

const can: Draw = (s) =>
  path('M34 18h28l4 6v50l-4 8H34l-4-8V24z', s.base) +
  path('M54 18h8l4 6v50l-4 8h-8z', s.dark) +
  rect([34, 15, 28, 4], STEEL, 2) +
  rect([34, 81, 28, 4], STEEL, 2) +
  rect([30, 36, 36, 22], WHITE) +
  rect([54, 36, 12, 22], PAPER) +
  loop(47, 47, 7, s.dark);

const beercan: Draw = (s) => can(s) + path('M30 26h36v6H30z', s.accent) + path('M30 62h36v6H30z', s.accent);

const glass: Draw = (s) =>
  rect([42, 10, 12, 5], s.accent, 1) +
  path('M44 15h8v14c0 5 10 7 10 17v34a5 5 0 0 1-5 5H39a5 5 0 0 1-5-5V46c0-10 10-12 10-17z', s.base) +
  path('M52 15v14c0 5 10 7 10 17v34a5 5 0 0 1-5 5h-5V15z', s.dark) +
  oval(47, 60, 9, 11, WHITE) +
  loop(47, 60, 5, s.dark);

const wine: Draw = (s) =>
  rect([43, 8, 10, 14], s.accent, 2) +
  path('M43 22h10v8c0 5 8 7 8 16v36a4 4 0 0 1-4 4H39a4 4 0 0 1-4-4V46c0-9 8-11 8-16z', s.dark) +
  path('M53 22v8c0 5 8 7 8 16v36a4 4 0 0 1-4 4h-4V22z', INK) +
  rect([35, 52, 26, 20], PAPER) +
  loop(48, 62, 6, s.base);

const carton: Draw = (s) =>
  path('M32 28l6-14h20l6 14z', s.light) +
  path('M58 14l6 14H50l-2-14z', s.base) +
  rect([38, 10, 20, 6], s.base, 1) +
  rect([32, 28, 32, 57], WHITE, 2) +
  path('M54 28h10v55a2 2 0 0 1-2 2h-8z', SHADE) +
  path('M32 56c8-8 14 6 22 0v29H34a2 2 0 0 1-2-2z', s.base) +
  path('M54 56c4-3 6-3 10 0v27a2 2 0 0 1-2 2h-8z', s.dark) +
  loop(43, 42, 6, s.dark);

const box: Draw = (s) =>
  path('M20 30l10-8h46l-8 8z', s.light) +
  path('M68 30l8-8v44l-8 10z', s.dark) +
  rect([20, 30, 48, 46], s.base) +
  rect([20, 40, 48, 20], WHITE) +
  loop(44, 50, 7, s.dark) +
  rect([26, 66, 22, 4], s.light, 2);

const pouch: Draw = (s) =>
  path('M26 18h44l-3 8 3 44-3 14H29l-3-14 3-44z', s.base) +
  path('M58 18h12l-3 8 3 44-3 14h-9z', s.dark) +
  rect([26, 16, 44, 6], s.light) +
  rect([28, 80, 40, 5], s.light) +
  oval(46, 50, 15, 13, WHITE) +
  loop(46, 50, 7, s.dark) +
  rect([36, 70, 20, 4], s.light, 2);

const pack: Draw = (s) =>
  rect([16, 34, 64, 32], s.base, 4) +
  path('M64 34h12a4 4 0 0 1 4 4v24a4 4 0 0 1-4 4H64z', s.dark) +
  path('M16 34l-4 4 4 4-4 4 4 4-4 4 4 4-4 4 4 4z', s.light) +
  path('M80 34l4 4-4 4 4 4-4 4 4 4-4 4 4 4-4 4z', s.light) +
  oval(44, 50, 18, 11, WHITE) +
  loop(44, 50, 6, s.dark);

const tube: Draw = (s) =>
  rect([34, 12, 28, 8], s.accent, 3) +
  rect([34, 18, 28, 66], s.base, 3) +
  path('M53 18h6a3 3 0 0 1 3 3v60a3 3 0 0 1-3 3h-6z', s.dark) +
  oval(46, 48, 11, 14, WHITE) +
  loop(46, 48, 6, s.dark) +
  rect([34, 72, 28, 5], s.light);

const tin: Draw = (s) =>
  rect([24, 32, 48, 38], s.base, 4) +
  path('M60 32h8a4 4 0 0 1 4 4v30a4 4 0 0 1-4 4h-8z', s.dark) +
  oval(48, 33, 24, 6, STEEL) +
  oval(48, 32, 18, 4, '#d7dfdd') +
  rect([24, 44, 48, 16], WHITE) +
  loop(46, 52, 6, s.dark);

const pot: Draw = (s) =>
  path('M26 34h44l-5 44a6 6 0 0 1-6 5H37a6 6 0 0 1-6-5z', WHITE) +
  path('M58 34h12l-5 44a6 6 0 0 1-6 5h-5z', SHADE) +
  rect([23, 27, 50, 8], s.base, 4) +
  path('M28 46h40l-2 18H30z', s.light) +
  loop(47, 55, 6, s.dark);

const cup: Draw = (s) =>
  rect([28, 20, 40, 6], s.dark, 3) +
  path('M32 18h32l-2-6H34z', s.base) +
  path('M30 26h36l-5 56a4 4 0 0 1-4 4H39a4 4 0 0 1-4-4z', WHITE) +
  path('M56 26h10l-5 56a4 4 0 0 1-4 4h-4z', SHADE) +
  path('M32 42h32l-2 24H34z', s.base) +
  path('M55 42h9l-2 24h-8z', s.dark) +
  loop(46, 54, 6, WHITE);

const bowl: Draw = (s) =>
  path('M18 40h60l-8 38a6 6 0 0 1-6 5H32a6 6 0 0 1-6-5z', s.base) +
  path('M62 40h16l-8 38a6 6 0 0 1-6 5h-6z', s.dark) +
  oval(48, 40, 30, 8, WHITE) +
  oval(48, 40, 25, 5.5, s.light) +
  line('M36 40c4-4 6 3 10-1s6 3 12 0', s.accent, 2.4) +
  oval(44, 62, 13, 9, WHITE) +
  loop(44, 62, 5, s.dark);

const jar: Draw = (s) =>
  rect([32, 14, 32, 10], s.accent, 3) +
  path('M32 24h32c6 4 8 8 8 14v38a8 8 0 0 1-8 8H32a8 8 0 0 1-8-8V38c0-6 2-10 8-14z', s.base) +
  path('M58 24h6c6 4 8 8 8 14v38a8 8 0 0 1-8 8h-6z', s.dark) +
  rect([24, 44, 48, 24], WHITE) +
  rect([58, 44, 14, 24], PAPER) +
  loop(45, 56, 7, s.dark);

const sauce: Draw = (s) =>
  rect([42, 8, 12, 8], s.accent, 2) +
  path('M43 16h10v10c8 4 11 8 11 16v38a6 6 0 0 1-6 6H38a6 6 0 0 1-6-6V42c0-8 3-12 11-16z', s.dark) +
  path('M53 16v10c8 4 11 8 11 16v38a6 6 0 0 1-6 6h-4V16z', INK) +
  rect([32, 46, 32, 24], PAPER) +
  loop(46, 58, 7, s.base);

const oil: Draw = (s) =>
  rect([40, 10, 12, 8], s.accent, 2) +
  path('M40 18h12c2 6 14 8 14 20v42a6 6 0 0 1-6 6H34a6 6 0 0 1-6-6V38c0-12 10-14 12-20z', '#f2c14e') +
  path('M52 18c2 6 14 8 14 20v42a6 6 0 0 1-6 6h-5V18z', '#d9a236') +
  rect([28, 50, 27, 22], WHITE) +
  loop(42, 61, 6, s.dark);

const sack: Draw = (s) =>
  path('M28 16h40l-4 8c6 10 8 24 8 40 0 12-4 20-10 20H34c-6 0-10-8-10-20 0-16 2-30 8-40z', PAPER) +
  path('M60 16h8l-4 8c6 10 8 24 8 40 0 12-4 20-10 20h-6c6-20 6-44 2-60z', SHADE) +
  line('M32 25h32', s.base, 3) +
  oval(46, 56, 14, 14, s.base) +
  loop(46, 56, 7, WHITE);

const bar: Draw = (s) =>
  turned(
    -24,
    rect([14, 36, 68, 26], s.base, 3) +
      rect([14, 52, 68, 10], s.dark, 3) +
      rect([62, 36, 20, 26], '#6b4a35', 2) +
      line('M69 36v26M76 36v26M62 49h20', '#533727', 1.6) +
      oval(38, 48, 15, 8, WHITE) +
      loop(38, 48, 5, s.dark),
  );

const candy: Draw = (s) =>
  path('M30 48L12 36v24z', s.light) +
  path('M66 48l18-12v24z', s.light) +
  oval(48, 48, 23, 18, s.base) +
  path('M48 30c12 0 23 8 23 18s-11 18-23 18c10-6 10-30 0-36z', s.dark) +
  loop(44, 48, 7, WHITE);

const spray: Draw = (s) =>
  path('M36 14h22l8 6-4 6h-8v10H40V22h-4z', s.accent) +
  path('M40 36h14c8 6 12 12 12 22v22a6 6 0 0 1-6 6H36a6 6 0 0 1-6-6V58c0-10 3-16 10-22z', s.light) +
  path('M54 36c8 6 12 12 12 22v22a6 6 0 0 1-6 6h-6z', s.base) +
  rect([30, 56, 26, 20], WHITE) +
  loop(43, 66, 6, s.dark);

const pump: Draw = (s) =>
  path('M46 10h18v6H52v12h-6z', s.accent) +
  rect([40, 26, 16, 8], s.accent, 2) +
  rect([30, 34, 36, 52], s.light, 8) +
  path('M55 34h3a8 8 0 0 1 8 8v36a8 8 0 0 1-8 8h-3z', s.base) +
  rect([30, 48, 25, 24], WHITE) +
  loop(43, 60, 6, s.dark);

const spraycan: Draw = (s) =>
  rect([40, 10, 16, 10], WHITE, 3) +
  path('M36 20h24l4 8v52a6 6 0 0 1-6 6H38a6 6 0 0 1-6-6V28z', s.base) +
  path('M54 20h6l4 8v52a6 6 0 0 1-6 6h-4z', s.dark) +
  rect([32, 42, 32, 22], WHITE) +
  loop(46, 53, 6, s.dark);

const tubecream: Draw = (s) =>
  turned(
    18,
    rect([40, 72, 16, 14], s.accent, 3) +
      path('M30 12h36l-7 60H37z', s.base) +
      path('M56 12h10l-7 60h-6z', s.dark) +
      rect([30, 10, 36, 5], s.light) +
      oval(46, 42, 9, 12, WHITE) +
      loop(46, 42, 5, s.dark),
  );

const tissue: Draw = (s) =>
  path('M36 36c2-10 6-16 12-20 4 6 14 8 14 20z', WHITE) +
  path('M48 16c4 6 14 8 14 20H50z', SHADE) +
  rect([16, 36, 64, 40], s.base, 5) +
  path('M64 36h11a5 5 0 0 1 5 5v30a5 5 0 0 1-5 5H64z', s.dark) +
  oval(48, 37, 18, 3, s.dark) +
  oval(42, 57, 15, 10, WHITE) +
  loop(42, 57, 6, s.dark);

const lolly: Draw = (s) =>
  line('M48 52l10 34', WHITE, 4) +
  circle(44, 36, 22, s.base) +
  path('M44 14a22 22 0 0 1 0 44c12-10 12-34 0-44z', s.dark) +
  line('M34 36a10 10 0 1 1 10 10', WHITE, 3);

export const PACKS = {
  bottle,
  jug,
  can,
  beercan,
  glass,
  wine,
  carton,
  box,
  pouch,
  pack,
  tube,
  tin,
  pot,
  cup,
  bowl,
  jar,
  sauce,
  oil,
  sack,
  bar,
  candy,
  spray,
  pump,
  spraycan,
  tubecream,
  tissue,
  lolly,
} as const satisfies Record<string, Draw>;
