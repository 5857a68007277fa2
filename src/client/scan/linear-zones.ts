/**
 * Where a picture has parallel bars, and the brightness across them. A zone is found by its gradients: in cells of bars
 * they all point the same way, in print and pictures they do not. Any angle is found alike.
 *
 * Pure. Not here: what the bars say (blurred-ean.ts).
 */
import type { Corners } from './code-place.ts';
import type { GrayPicture } from './gray-picture.ts';

/** Bars lie across the direction (dx, dy); `from` and `to` are along it, `low` and `high` along the bars. */
export type Zone = {
  readonly dx: number;
  readonly dy: number;
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
};

const CELL = 16;
/** How alike the gradients of a cell point: 1 is bars, noise is near 0. */
const LEAST_COHERENCE = 0.55;
/** Mean squared gradient below which a cell is paper. */
const LEAST_ENERGY = 12;
/** Neighbouring cells of one code turn by no more than this (cosine of twice the angle). */
const SAME_WAY = Math.cos((2 * 14 * Math.PI) / 180);
const LEAST_CELLS = 5;

/** The way of its gradients, as the doubled angle: bars have no front and no back. */
type Cell = { readonly energy: number; readonly cos2: number; readonly sin2: number };

/** The strongest zones first, at most `most`. */
export function findZones(picture: GrayPicture, most: number): Zone[] {
  const across = Math.floor(picture.width / CELL);
  const down = Math.floor(picture.height / CELL);
  const cells = Array.from({ length: across * down }, (_, at) =>
    cellOf(picture, (at % across) * CELL, Math.floor(at / across) * CELL),
  );
  const groups = groupsOf(cells, across);
  return groups
    .filter((group) => group.length >= LEAST_CELLS)
    .map((group) => ({ group, energy: group.reduce((sum, at) => sum + (cells[at]?.energy ?? 0), 0) }))
    .sort((a, b) => b.energy - a.energy)
    .slice(0, most)
    .map(({ group }) => zoneOf({ group, cells, across }));
}

function cellOf({ width, height, data }: GrayPicture, left: number, top: number): Cell | null {
  let xx = 0;
  let yy = 0;
  let xy = 0;
  let count = 0;
  for (let y = Math.max(1, top); y < Math.min(height - 1, top + CELL); y += 1) {
    for (let x = Math.max(1, left); x < Math.min(width - 1, left + CELL); x += 1) {
      const at = y * width + x;
      const gx = (data[at + 1] ?? 0) - (data[at - 1] ?? 0);
      const gy = (data[at + width] ?? 0) - (data[at - width] ?? 0);
      xx += gx * gx;
      yy += gy * gy;
      xy += gx * gy;
      count += 1;
    }
  }
  const energy = xx + yy;
  if (energy < LEAST_ENERGY * count) return null;
  const length = Math.hypot(xx - yy, 2 * xy);
  if (length < LEAST_COHERENCE * energy) return null;
  return { energy: energy / count, cos2: (xx - yy) / length, sin2: (2 * xy) / length };
}

/** Cells that touch and point the same way. */
function groupsOf(cells: readonly (Cell | null)[], across: number): number[][] {
  const taken = new Uint8Array(cells.length);
  const groups: number[][] = [];
  for (let start = 0; start < cells.length; start += 1) {
    if (taken[start] === 1 || cells[start] === null) continue;
    const group = [start];
    taken[start] = 1;
    for (const at of group) {
      for (const next of neighboursOf(at, across, cells.length)) {
        if (taken[next] === 1 || !pointAlike(cells[at] ?? null, cells[next] ?? null)) continue;
        taken[next] = 1;
        group.push(next); // the loop above meets it later
      }
    }
    groups.push(group);
  }
  return groups;
}

function neighboursOf(at: number, across: number, count: number): number[] {
  const x = at % across;
  const near = [at - across, at + across];
  if (x > 0) near.push(at - 1);
  if (x < across - 1) near.push(at + 1);
  return near.filter((next) => next >= 0 && next < count);
}

const pointAlike = (one: Cell | null, other: Cell | null): boolean =>
  one !== null && other !== null && one.cos2 * other.cos2 + one.sin2 * other.sin2 >= SAME_WAY;

type Group = { readonly group: readonly number[]; readonly cells: readonly (Cell | null)[]; readonly across: number };

function zoneOf({ group, cells, across }: Group): Zone {
  let cos2 = 0;
  let sin2 = 0;
  for (const at of group) {
    const cell = cells[at];
    if (cell === null || cell === undefined) continue;
    cos2 += cell.energy * cell.cos2;
    sin2 += cell.energy * cell.sin2;
  }
  const angle = Math.atan2(sin2, cos2) / 2;
  const dx = Math.cos(angle);
  const dy = Math.sin(angle);
  const spots = group.map((at) => ({
    x: ((at % across) + 0.5) * CELL,
    y: (Math.floor(at / across) + 0.5) * CELL,
  }));
  const along = spots.map(({ x, y }) => x * dx + y * dy);
  const beside = spots.map(({ x, y }) => y * dx - x * dy);
  const [from, to] = [Math.min(...along) - CELL / 2, Math.max(...along) + CELL / 2];
  const [low, high] = [Math.min(...beside) - CELL / 2, Math.max(...beside) + CELL / 2];
  return { dx, dy, from, to, low, high };
}

/** The corners of a zone, in pixels. */
export function cornersOf({ dx, dy, from, to, low, high }: Zone): Corners {
  const corner = (u: number, v: number) => ({ x: u * dx - v * dy, y: u * dy + v * dx });
  return [corner(from, low), corner(to, low), corner(to, high), corner(from, high)];
}

/**
 * Brightness across the bars in `bands` bands along them, each the mean of a few lines. Profiles begin and end `margin`
 * of the zone's length outside of it and have `samples` values; outside the picture the edge goes on.
 */
export function profilesOf(
  picture: GrayPicture,
  zone: Zone,
  { bands, samples, margin }: { readonly bands: number; readonly samples: number; readonly margin: number },
): Float32Array[] {
  const length = zone.to - zone.from;
  const begin = zone.from - margin * length;
  const step = (length * (1 + 2 * margin)) / (samples - 1);
  const bandHigh = (zone.high - zone.low) / bands;
  const lines = Math.max(1, Math.min(6, Math.round(bandHigh / 1.5)));
  return Array.from({ length: bands }, (_, band) => {
    const profile = new Float32Array(samples);
    for (let line = 0; line < lines; line += 1) {
      const v = zone.low + (band + (line + 0.5) / lines) * bandHigh;
      for (let at = 0; at < samples; at += 1) {
        const u = begin + at * step;
        const value = brightness(picture, u * zone.dx - v * zone.dy, u * zone.dy + v * zone.dx);
        profile[at] = (profile[at] ?? 0) + value / lines;
      }
    }
    return profile;
  });
}

function brightness({ width, height, data }: GrayPicture, x: number, y: number): number {
  const inX = Math.min(width - 1.001, Math.max(0, x - 0.5));
  const inY = Math.min(height - 1.001, Math.max(0, y - 0.5));
  const left = Math.floor(inX);
  const top = Math.floor(inY);
  const at = top * width + left;
  const over = inX - left;
  const down = inY - top;
  const above = (data[at] ?? 0) * (1 - over) + (data[at + 1] ?? 0) * over;
  const below = (data[at + width] ?? 0) * (1 - over) + (data[at + width + 1] ?? 0) * over;
  return above * (1 - down) + below * down;
}
