/** Drawings of things for the house and the desk, and of services. */
import {
  INK,
  PAPER,
  SHADE,
  STEEL,
  WHITE,
  WOOD,
  circle,
  line,
  loop,
  oval,
  path,
  rect,
  turned,
  type Draw,
} from './picture-parts.ts';

const paperroll: Draw = (s) =>
  path('M24 30h44v50H24z', WHITE) +
  path('M56 30h12v50H56z', SHADE) +
  oval(46, 30, 22, 10, PAPER) +
  oval(46, 30, 8, 3.6, s.base) +
  path('M68 36h8v48l-8-4z', PAPER) +
  line('M24 56h44', SHADE, 1.6);

const sponge: Draw = (s) =>
  rect([16, 34, 64, 34], '#f4c95d', 6) +
  path('M16 56h64v6a6 6 0 0 1-6 6H22a6 6 0 0 1-6-6z', s.base) +
  circle(30, 44, 3, '#dba93a') +
  circle(48, 42, 2.4, '#dba93a') +
  circle(64, 47, 3, '#dba93a');

const soap: Draw = (s) =>
  rect([16, 42, 64, 32], s.light, 14) +
  path('M22 70c14 6 38 6 52 0 6-4 6-14 6-14H16s0 10 6 14z', s.base) +
  loop(48, 56, 7, WHITE) +
  circle(30, 30, 6, WHITE) +
  circle(44, 22, 4, WHITE) +
  circle(56, 32, 5, WHITE);

const stick: Draw = (s) =>
  rect([38, 44, 20, 42], s.base, 4) +
  path('M52 44h2a4 4 0 0 1 4 4v34a4 4 0 0 1-4 4h-2z', s.dark) +
  rect([41, 26, 14, 18], STEEL) +
  path('M42 26c0-8 6-14 12-14v14z', s.accent);

const razor: Draw = (s) =>
  turned(
    32,
    rect([44, 34, 8, 54], s.base, 4) +
      rect([48, 34, 4, 54], s.dark, 2) +
      rect([28, 18, 40, 16], STEEL, 4) +
      line('M32 24h32M32 29h32', WHITE, 2),
  );

const brush: Draw = (s) =>
  turned(
    38,
    rect([44, 30, 8, 60], s.base, 4) +
      rect([48, 30, 4, 60], s.dark, 2) +
      rect([40, 8, 16, 24], WHITE, 3) +
      line('M44 10v18M48 10v18M52 10v18', s.light, 2),
  );

const pen: Draw = (s) =>
  turned(
    40,
    rect([43, 8, 10, 62], s.base, 3) +
      rect([49, 8, 4, 62], s.dark, 2) +
      path('M43 70h10l-5 16z', PAPER) +
      path('M46 80h4l-2 6z', INK) +
      rect([53, 12, 4, 24], s.accent, 2),
  );

const notebook: Draw = (s) =>
  rect([24, 14, 50, 68], s.base, 4) +
  rect([24, 14, 12, 68], s.dark, 4) +
  rect([42, 26, 26, 16], WHITE, 2) +
  line('M46 32h18M46 37h12', s.light, 2) +
  loop(55, 64, 6, WHITE);

const sticky: Draw = (s) =>
  rect([26, 26, 52, 52], s.dark, 2) +
  path('M18 18h52v38L56 70H18z', '#f7dd72') +
  path('M70 56L56 70V56z', '#dcbc45') +
  line('M28 32h30M28 42h30M28 52h18', '#b99a2f', 2.4);

const tape: Draw = (s) =>
  circle(46, 48, 30, s.light) +
  circle(46, 48, 22, s.base) +
  circle(46, 48, 13, s.pale) +
  path('M46 78h36v-8H60z', s.light);

const scissors: Draw = (s) =>
  line('M34 62L66 14M62 62L30 14', STEEL, 6) +
  circle(30, 72, 11, s.base) +
  circle(66, 72, 11, s.base) +
  circle(30, 72, 5, s.pale) +
  circle(66, 72, 5, s.pale) +
  circle(48, 41, 3, INK);

const envelope: Draw = (s) =>
  rect([14, 26, 68, 46], WHITE, 4) +
  path('M14 30c0-2 2-4 4-4h60c2 0 4 2 4 4L48 54z', SHADE) +
  line('M16 28l32 25 32-25', s.base, 2.6) +
  circle(70, 62, 5, s.base);

const candle: Draw = (s) =>
  [26, 44, 62]
    .map(
      (x) =>
        rect([x, 40, 8, 44], s.base, 2) +
        line(`M${String(x)} 52l8-6M${String(x)} 66l8-6M${String(x)} 80l8-6`, WHITE, 2.4) +
        path(`M${String(x + 4)} 20c6 8 6 14 0 18-6-4-6-10 0-18z`, '#f2a93b'),
    )
    .join('');

const cards: Draw = (s) =>
  turned(-12, rect([18, 22, 40, 56], WHITE, 4) + rect([22, 26, 32, 48], s.light, 2)) +
  turned(10, rect([38, 20, 40, 56], WHITE, 4) + path('M58 38c-6-10-16-2-10 6l10 12 10-12c6-8-4-16-10-6z', '#d6453d'));

const battery: Draw = (s) =>
  [30, 54]
    .map(
      (x) =>
        rect([x + 5, 12, 8, 6], STEEL, 1) +
        rect([x, 18, 18, 66], s.base, 3) +
        rect([x + 12, 18, 6, 66], s.dark, 2) +
        rect([x, 18, 18, 16], INK, 3) +
        path(`M${String(x + 10)} 46l-5 10h4l-2 10 6-12h-4z`, WHITE),
    )
    .join('');

const coin: Draw = (s) =>
  circle(48, 48, 32, STEEL) +
  circle(48, 48, 26, '#d7dfdd') +
  line('M48 34v12M42 40h12', s.dark, 3.4) +
  line('M40 60h16', s.dark, 3.4);

const cable: Draw = (s) =>
  line('M30 70c-20-4-16-34 8-34s28-20 8-24', s.base, 5) +
  line('M30 70h18', s.base, 5) +
  rect([46, 62, 20, 16], INK, 3) +
  rect([66, 66, 12, 8], STEEL, 2) +
  rect([28, 6, 20, 12], INK, 3);

const plug: Draw = (s) =>
  rect([22, 24, 44, 52], WHITE, 10) +
  path('M54 24h2a10 10 0 0 1 10 10v32a10 10 0 0 1-10 10h-2z', SHADE) +
  rect([66, 38, 14, 6], STEEL, 2) +
  rect([66, 56, 14, 6], STEEL, 2) +
  path('M44 36l-10 16h8l-2 12 12-16h-9z', s.base);

const bulb: Draw = (s) =>
  circle(48, 40, 26, '#f7dd72') +
  path('M56 16c10 4 18 13 18 24 0 10-6 16-10 22H52c8-14 10-32 4-46z', '#e9c44c') +
  path('M36 58h24v8H36z', PAPER) +
  rect([37, 66, 22, 5], STEEL, 2) +
  rect([37, 73, 22, 5], STEEL, 2) +
  rect([42, 80, 12, 5], INK, 2) +
  loop(46, 40, 6, s.base);

const umbrella: Draw = (s) =>
  path('M10 50a38 38 0 0 1 76 0c-6-5-13-5-19 0-6-5-13-5-19 0-6-5-13-5-19 0-6-5-13-5-19 0z', s.base) +
  path('M48 12a38 38 0 0 1 38 38c-6-5-13-5-19 0 0-14-8-32-19-38z', s.dark) +
  line('M48 12V8M48 48v28c0 10 14 10 14 0', INK, 3.4);

const service: Draw = (s) =>
  path('M20 68a28 28 0 0 1 56 0z', s.base) +
  path('M56 41a28 28 0 0 1 20 27H60c2-10 0-20-4-27z', s.dark) +
  rect([12, 68, 72, 8], INK, 4) +
  circle(48, 36, 5, s.accent) +
  line('M30 22l-6-6M48 20v-8M66 22l6-6', s.base, 3);

const bag: Draw = (s) =>
  line('M34 34v-6a14 14 0 0 1 28 0v6', s.dark, 4) +
  path('M20 34h56l4 48a4 4 0 0 1-4 4H20a4 4 0 0 1-4-4z', s.base) +
  path('M64 34h12l4 48a4 4 0 0 1-4 4H62z', s.dark) +
  loop(42, 62, 10, WHITE);

const parcel: Draw = (s) =>
  path('M12 34l36-16 36 16-36 16z', '#e0bd8b') +
  path('M12 34l36 16v38L12 72z', WOOD) +
  path('M84 34L48 50v38l36-16z', '#a87a47') +
  path('M30 26l36 16v12l-8 4V46L22 30z', s.base);

export const TOOLS = {
  paperroll,
  sponge,
  soap,
  stick,
  razor,
  brush,
  pen,
  notebook,
  sticky,
  tape,
  scissors,
  envelope,
  candle,
  cards,
  battery,
  coin,
  cable,
  plug,
  bulb,
  umbrella,
  service,
  bag,
  parcel,
} as const satisfies Record<string, Draw>;
