import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  HID_START,
  type HidCode,
  type HidCollection,
  type HidEvent,
  type HidLayout,
  hidStep,
  isScanner,
  layoutOf,
  STANDARD_LAYOUT,
  symbologyOf,
} from '../../../src/client/scan/hid-report.ts';

/** As the description of Honeywell's, Zebra's and most other scanners reads in a browser. */
const WITH_LENGTH: readonly HidCollection[] = [
  {
    usagePage: 0x8c,
    usage: 2,
    inputReports: [
      { reportId: 4, items: [{ usages: [0x8c_0060], reportSize: 1, reportCount: 8 }] },
      {
        reportId: 2,
        items: [
          { usages: [0x01_003b], reportSize: 8, reportCount: 1 },
          { usages: [0x8c_00fb, 0x8c_00fc, 0x8c_00fd], reportSize: 8, reportCount: 3 },
          { usages: [0x8c_00fe], reportSize: 8, reportCount: 56 },
          { usages: [0xff66_0004, 0xff66_0000], reportSize: 8, reportCount: 2 },
          { usages: [0x8c_00ff], reportSize: 1, reportCount: 8 },
        ],
      },
    ],
  },
];
/** Others have no length, name the identifier's bytes one by one, and pad the last bit. */
const WITHOUT_LENGTH: readonly HidCollection[] = [
  {
    usagePage: 0x8c,
    usage: 2,
    children: [
      {
        inputReports: [
          {
            reportId: 7,
            items: [
              { usages: [0x8c_00fb], reportSize: 8, reportCount: 1 },
              { usages: [0x8c_00fc], reportSize: 8, reportCount: 1 },
              { usages: [0x8c_00fd], reportSize: 8, reportCount: 1 },
              { usages: [0x8c_00fe], reportSize: 8, reportCount: 20 },
              { usages: [0x8c_00ff], reportSize: 1, reportCount: 1 },
              { reportSize: 7, reportCount: 1 },
            ],
          },
        ],
      },
    ],
  },
];

/** The reports a scanner with such a layout sends for a code. */
function reportsOf(data: Uint8Array, identifier: string, layout: HidLayout, isSloppy = false): HidEvent[] {
  const reports: HidEvent[] = [];
  for (let from = 0; from === 0 || from < data.length; from += layout.data.bytes) {
    const part = data.subarray(from, from + layout.data.bytes);
    const bytes = new Uint8Array(63);
    if (layout.lengthAt !== null) bytes[layout.lengthAt] = part.length;
    bytes.set(new TextEncoder().encode(identifier), layout.identifierAt ?? 0);
    bytes.set(part, layout.data.at);
    const goesOn = from + layout.data.bytes < data.length || (isSloppy && part.length === layout.data.bytes);
    if (goesOn && layout.continued !== null) bytes[layout.continued.at] = layout.continued.mask;
    reports.push({ kind: 'report', reportId: layout.reportId, bytes });
  }
  return reports;
}

function read(events: readonly HidEvent[], layout: HidLayout): HidCode[] {
  let state = HID_START;
  return events.flatMap((event) => {
    const step = hidStep(state, event, layout);
    state = step.state;
    return step.code ?? [];
  });
}
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('where the fields lie', () => {
  test('is read from the description of the device', () => {
    expect(layoutOf(WITH_LENGTH)).toEqual(STANDARD_LAYOUT);
    expect(layoutOf(WITHOUT_LENGTH)).toEqual({
      reportId: 7,
      lengthAt: null,
      identifierAt: 0,
      data: { at: 3, bytes: 20 },
      continued: { at: 23, mask: 1 },
    });
  });

  test('is what nearly all have, where nothing usable is described', () => {
    const odd = [
      { usages: [0x01_0001], reportSize: 3, reportCount: 1 }, // the data begin inside a byte
      { usages: [0x8c_00fe], reportSize: 8, reportCount: 9 },
    ];
    expect(layoutOf([])).toBe(STANDARD_LAYOUT);
    expect(layoutOf([{ usagePage: 0x8c, usage: 2, inputReports: [{ items: odd }] }])).toBe(STANDARD_LAYOUT);
  });

  test('a keyboard that has taken the page is no scanner', () => {
    expect([WITH_LENGTH[0], { usagePage: 0x8c, usage: 1 }].map((one) => isScanner(one ?? {}))).toEqual([true, false]);
  });
});

describe('a code', () => {
  test.each([
    ['an EAN', '6901234567892', ']E0'],
    ['a GS1 DataMatrix with its separator', '010952012345678810L1\u001d17271231', ']d2'],
    ['one of 60 bytes, in two reports', 'M1GATHERGOOD/MICHAEL YABCDEF LHRDURAK 3542 052Y003D23  12345', ']Q0'],
    ['Chinese', '农夫山泉', ']Q1'],
  ])('%s arrives whole', (_name, text, identifier) => {
    for (const layout of [layoutOf(WITH_LENGTH), layoutOf(WITHOUT_LENGTH)]) {
      const [code, ...more] = read(reportsOf(bytesOf(text), identifier, layout), layout);
      expect([code?.text, code?.identifier, more]).toEqual([text, identifier, []]);
    }
  });

  test('bytes that are no UTF-8 are Latin 1, and line ends behind it are not part of it', () => {
    const [code] = read(reportsOf(Uint8Array.of(0x53, 0xfc, 0xdf, 0x0d, 0x0a), '', STANDARD_LAYOUT), STANDARD_LAYOUT);
    expect(code?.text).toBe('Süß');
  });

  test('that fills its report and says it goes on ends with silence', () => {
    const events = reportsOf(bytesOf('7'.repeat(56)), ']C0', STANDARD_LAYOUT, true);
    expect(read(events, STANDARD_LAYOUT)).toEqual([]);
    const [code] = read([...events, { kind: 'silence' }], STANDARD_LAYOUT);
    expect(code?.text).toBe('7'.repeat(56));
  });

  test('of other reports, of nothing and of line ends alone there is none', () => {
    const other: HidEvent = { kind: 'report', reportId: 4, bytes: Uint8Array.of(1) };
    const empty = reportsOf(new Uint8Array(0), ']E0', STANDARD_LAYOUT);
    const ends = reportsOf(Uint8Array.of(0x0d), ']E0', STANDARD_LAYOUT);
    expect(read([other, { kind: 'silence' }, ...empty, ...ends], STANDARD_LAYOUT)).toEqual([]);
  });

  test('any bytes arrive as they were sent, whatever came before', () => {
    const isWhole = (bytes: Uint8Array): boolean => ![0, 10, 13].includes(bytes.at(-1) ?? 0);
    const data = fc.uint8Array({ minLength: 1, maxLength: 300 }).filter(isWhole);
    fc.assert(
      fc.property(data, data, (first, second) => {
        const events = [first, second].flatMap((bytes) => reportsOf(bytes, ']d1', STANDARD_LAYOUT));
        expect(read(events, STANDARD_LAYOUT).map(({ bytes }) => [...bytes])).toEqual([[...first], [...second]]);
      }),
    );
  });

  test('its identifier names its kind, where it names only one', () => {
    expect([']E0', ']E4', ']C1', ']e0', ']d2', ']Q3', ']A0', ''].map(symbologyOf)).toEqual([
      ...[null, 'ean8', 'code128', 'databar', 'datamatrix', 'qr', null, null],
    ]);
  });
});
