/**
 * The reports of a scanner in the mode "USB HID POS" (usage page 0x8C), as a pure fold: reports in, codes out. Unlike a
 * keyboard such a scanner says where a code begins and ends and which kind it is.
 *
 * Where the fields of a report lie is read from the device's own description; a device that describes nothing usable is
 * read by the layout nearly all of them have: a length, the AIM identifier, 56 bytes of data, two of the maker's, and a
 * bit that says whether the code goes on in the next report.
 *
 * Invariants: no report makes this throw, however short; what is held between two reports is bounded; a code that is
 * broken off is given out as far as it came only when its maker's bit may have been wrong (`silence`), since some set
 * it on a code that fills the report exactly.
 * Source: HID Point of Sale Usage Tables 1.02, section 3; HID Usage Tables 1.4.
 */
import type { Symbology } from './seen-code.ts';

/** What we use of WebHID's description of a device. A usage is its page and its id in one number. */
export type HidItem = {
  readonly usages?: readonly number[];
  readonly reportSize?: number; // bits
  readonly reportCount?: number;
};
export type HidCollection = {
  readonly usagePage?: number;
  readonly usage?: number;
  readonly children?: readonly HidCollection[];
  readonly inputReports?: readonly { readonly reportId?: number; readonly items?: readonly HidItem[] }[];
};

/** Where things lie in a report, in bytes from behind its id. */
export type HidLayout = {
  readonly reportId: number;
  readonly lengthAt: number | null; // null: the data end with their last byte that is not zero
  readonly identifierAt: number | null; // three bytes
  readonly data: { readonly at: number; readonly bytes: number };
  readonly continued: { readonly at: number; readonly mask: number } | null;
};

export const STANDARD_LAYOUT: HidLayout = {
  reportId: 2,
  lengthAt: 0,
  identifierAt: 1,
  data: { at: 4, bytes: 56 },
  continued: { at: 62, mask: 1 },
};

export const SCANNER_PAGE = 0x8c;
export const SCANNER_USAGE = 0x02;
const BYTE_COUNT = 0x01_003b;
const IDENTIFIER = 0x8c_00fb;
const DECODED = 0x8c_00fe;
const CONTINUED = 0x8c_00ff;

/** Longer than the largest code anybody scans. */
const LONGEST = 8000;

/** Whether this is a scanner that reports codes. Usage 1 of the page is no scanner: keyboards have taken it. */
export const isScanner = ({ usagePage, usage }: HidCollection): boolean =>
  usagePage === SCANNER_PAGE && usage === SCANNER_USAGE;

/** Where the codes of a device lie. */
export function layoutOf(collections: readonly HidCollection[]): HidLayout {
  for (const { inputReports = [], children = [] } of collections) {
    for (const { reportId = 0, items = [] } of inputReports) {
      const layout = layoutOfReport(reportId, items);
      if (layout !== null) return layout;
    }
    const within = children.length === 0 ? STANDARD_LAYOUT : layoutOf(children);
    if (within !== STANDARD_LAYOUT) return within;
  }
  return STANDARD_LAYOUT;
}

type Place = {
  readonly usages: readonly number[];
  readonly bitAt: number;
  readonly size: number;
  readonly count: number;
};

function layoutOfReport(reportId: number, items: readonly HidItem[]): HidLayout | null {
  let bitAt = 0;
  const places = items.map(({ usages = [], reportSize: size = 0, reportCount: count = 0 }): Place => {
    const place = { usages, bitAt, size, count };
    bitAt += size * count;
    return place;
  });
  const of = (usage: number): Place | undefined => places.find(({ usages }) => usages.includes(usage));
  const bytesAt = (place: Place | undefined): number | null =>
    place?.size === 8 && place.bitAt % 8 === 0 ? place.bitAt / 8 : null;
  const data = of(DECODED);
  const dataAt = bytesAt(data);
  if (data === undefined || dataAt === null) return null;
  const continued = of(CONTINUED);
  return {
    reportId,
    lengthAt: bytesAt(of(BYTE_COUNT)),
    identifierAt: bytesAt(of(IDENTIFIER)),
    data: { at: dataAt, bytes: data.count },
    continued: continued === undefined ? null : { at: continued.bitAt >> 3, mask: 1 << (continued.bitAt & 7) },
  };
}

/** What has arrived of a code that goes on. */
type HidState = { readonly identifier: string; readonly bytes: readonly number[] };
export const HID_START: HidState = { identifier: '', bytes: [] };

/** `silence`: no report came for a while. */
export type HidEvent =
  { readonly kind: 'report'; readonly reportId: number; readonly bytes: Uint8Array } | { readonly kind: 'silence' };

export type HidCode = { readonly text: string; readonly bytes: Uint8Array; readonly identifier: string };

type HidStep = { readonly state: HidState; readonly code: HidCode | null };

/** One event further. Pure. Reports of other kinds (a trigger, a battery) change nothing. */
export function hidStep(state: HidState, event: HidEvent, layout: HidLayout): HidStep {
  if (event.kind === 'silence') return { state: HID_START, code: codeOf(state) };
  if (event.reportId !== layout.reportId) return { state, code: null };
  const { bytes } = event;
  const { lengthAt, identifierAt, continued } = layout;
  const room = bytes.subarray(layout.data.at, layout.data.at + layout.data.bytes);
  const said = lengthAt === null ? writtenBytes(room) : (bytes[lengthAt] ?? 0);
  const identifier = identifierAt === null ? '' : identifierOf(bytes.subarray(identifierAt, identifierAt + 3));
  const next: HidState = {
    identifier: state.bytes.length === 0 ? identifier : state.identifier,
    bytes: [...state.bytes, ...room.subarray(0, said)],
  };
  if (next.bytes.length > LONGEST) return { state: HID_START, code: null };
  const goesOn = continued !== null && ((bytes[continued.at] ?? 0) & continued.mask) !== 0;
  return goesOn ? { state: next, code: null } : { state: HID_START, code: codeOf(next) };
}

const writtenBytes = (room: Uint8Array): number => room.findLastIndex((byte) => byte !== 0) + 1;

/** AIM's: a bracket, a letter, a digit or letter. Anything else in its place is the maker's own. */
function identifierOf(three: Uint8Array): string {
  const text = String.fromCharCode(...three);
  return /^\][A-Za-z][0-9A-Za-z]$/.test(text) ? text : '';
}

/** Null for nothing, or for line ends alone: scanners put one behind a code when they are set to. */
function codeOf({ identifier, bytes }: HidState): HidCode | null {
  const whole = Uint8Array.from(bytes);
  const ending = whole.findLastIndex((byte) => byte !== 0x0d && byte !== 0x0a && byte !== 0);
  const kept = whole.subarray(0, ending + 1);
  return kept.length === 0 ? null : { text: textOf(kept), bytes: kept, identifier };
}

/** Codes carry UTF-8 or, from older ones, Latin 1. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return String.fromCharCode(...bytes); // no UTF-8, so each byte is a character
  }
}

const SYMBOLOGIES: Readonly<Record<string, Symbology>> = { C: 'code128', e: 'databar', d: 'datamatrix', Q: 'qr' };

/** The kind of code an identifier names; null where it names several, as `]E0` does, or one that is not ours. */
export const symbologyOf = (identifier: string): Symbology | null =>
  identifier === ']E4' ? 'ean8' : (SYMBOLOGIES[identifier.charAt(1)] ?? null);
