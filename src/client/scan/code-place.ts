/**
 * Where a code lies in a picture, in a measure that is the same at every size it is looked at in: from the picture's
 * middle, half its diagonal being 1. Tells two codes on one pack from two readings of one code. Pure.
 */
type Spot = { readonly x: number; readonly y: number };
/** In their order round the code. */
export type Corners = readonly [Spot, Spot, Spot, Spot];

/** Its middle, and half of it along and across the way it is read. */
export type Place = { readonly middle: Spot; readonly along: Spot; readonly across: Spot };

const ZERO: Spot = { x: 0, y: 0 };
export const NOWHERE: Place = { middle: ZERO, along: ZERO, across: ZERO };

/** `corners` in pixels of a picture of that size. */
export function placeOf([a, b, c, d]: Corners, size: { readonly width: number; readonly height: number }): Place {
  const half = Math.hypot(size.width, size.height) / 2;
  const spot = (x: number, y: number): Spot => ({ x: x / half, y: y / half });
  return {
    middle: spot((a.x + b.x + c.x + d.x) / 4 - size.width / 2, (a.y + b.y + c.y + d.y) / 4 - size.height / 2),
    along: spot((b.x + c.x - a.x - d.x) / 4, (b.y + c.y - a.y - d.y) / 4),
    across: spot((c.x + d.x - a.x - b.x) / 4, (c.y + d.y - a.y - b.y) / 4),
  };
}

/** As it lies in the whole picture, when it was seen in `share` of it, cut out of its middle. */
export const placeInWhole = ({ middle, along, across }: Place, share: number): Place => ({
  middle: scaled(middle, share),
  along: scaled(along, share),
  across: scaled(across, share),
});

type Size = { readonly width: number; readonly height: number };
type Within = { readonly part: Size & { readonly left: number; readonly top: number }; readonly whole: Size };

/** As it lies in the whole picture, when it was seen in a part of it that begins at (left, top). */
export function placeOfPart({ middle, along, across }: Place, { part, whole }: Within): Place {
  const half = Math.hypot(whole.width, whole.height) / 2;
  const share = Math.hypot(part.width, part.height) / 2 / half;
  const away: Spot = {
    x: (part.left + part.width / 2 - whole.width / 2) / half,
    y: (part.top + part.height / 2 - whole.height / 2) / half,
  };
  const seen = scaled(middle, share);
  return {
    middle: { x: seen.x + away.x, y: seen.y + away.y },
    along: scaled(along, share),
    across: scaled(across, share),
  };
}

const scaled = ({ x, y }: Spot, share: number): Spot => ({ x: x * share, y: y * share });

/** 0 in the middle of the picture, 1 in its corner. */
export const offCentreOf = ({ middle }: Place): number => Math.min(1, Math.hypot(middle.x, middle.y));

/** Middles that are this close are of one code, whatever was seen of its bars. */
const CLOSE = 0.12;
/** How far beyond its seen edges a code may go on: scan lines end before the bars do. */
const BEYOND = 1.2;

/** Whether two sightings may be of one code: the middle of one lies on the other. */
export const isOnePlace = (one: Place, other: Place): boolean =>
  Math.hypot(one.middle.x - other.middle.x, one.middle.y - other.middle.y) < CLOSE ||
  isOn(one.middle, other) ||
  isOn(other.middle, one);

function isOn({ x, y }: Spot, { middle, along, across }: Place): boolean {
  const away: Spot = { x: x - middle.x, y: y - middle.y };
  return isWithin(away, along) && isWithin(away, across);
}

/** By its share of a half of the code; a code without extent has nothing on it. */
const isWithin = (away: Spot, half: Spot): boolean =>
  Math.abs(away.x * half.x + away.y * half.y) < BEYOND * (half.x * half.x + half.y * half.y);
