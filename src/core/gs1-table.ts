/**
 * GS1 application identifiers (AI): how long each value is, what it is made of, and where it may stand in a Digital
 * Link. Facts of the GS1 General Specifications, section 3, and of the GS1 Digital Link standard, written in a short
 * form.
 *
 * A format is parts in order, the last ones in [] optional. A part is a set and a length: `n6` six digits, `x..20` one
 * to twenty characters of set 82, `y` set 39, `z` file-safe base64. `=` in front: the length is known beforehand, so no
 * separator follows. A word behind is a check: `key` mod-10 check digit, `date` yymmdd, `day0` the same with day 00
 * allowed, `hhmm`, `hour`, `nonzero`, `zero`, `thirds` groups of three digits, `piece` n of m, `wind` 0, 1 or 9,
 * `yesno`.
 */
import { assert } from './assert.ts';

const CHECKS = ['key', 'date', 'day0', 'hhmm', 'hour', 'nonzero', 'zero', 'thirds', 'piece', 'wind', 'yesno'] as const;
export type Check = (typeof CHECKS)[number];
export type Part = {
  readonly set: 'n' | 'x' | 'y' | 'z';
  readonly min: number;
  readonly max: number;
  readonly optional: boolean;
  readonly check: Check | null;
};
type Ai = { readonly parts: readonly Part[]; readonly fixed: boolean };

const FORMATS = `
00 =n18key | 01-02 =n14key | 10 x..20 | 11-13 15-17 =n6day0 | 20 =n2 | 21-22 x..20 | 235 x..28 | 240-241 x..30
242 n..6 | 243 x..20 | 250-251 x..30 | 253 n13key [x..17] | 254 x..20 | 255 n13key [n..12] | 30 n..8
3100-3105 3110-3115 3120-3125 3130-3135 3140-3145 3150-3155 3160-3165 =n6
3200-3205 3210-3215 3220-3225 3230-3235 3240-3245 3250-3255 3260-3265 3270-3275 3280-3285 3290-3295 =n6
3300-3305 3310-3315 3320-3325 3330-3335 3340-3345 3350-3355 3360-3365 3370-3375 =n6
3400-3405 3410-3415 3420-3425 3430-3435 3440-3445 3450-3455 3460-3465 3470-3475 3480-3485 3490-3495 =n6
3500-3505 3510-3515 3520-3525 3530-3535 3540-3545 3550-3555 3560-3565 3570-3575 =n6
3600-3605 3610-3615 3620-3625 3630-3635 3640-3645 3650-3655 3660-3665 3670-3675 3680-3685 3690-3695 =n6
37 n..8 | 3900-3909 n..15 | 3910-3919 n3 n..15 | 3920-3929 n..15 | 3930-3939 n3 n..15 | 3940-3943 n4 | 3950-3955 n6
400-401 x..30 | 402 n17key | 403 x..30 | 410-417 =n13key | 420 x..20 | 421 n3 x..9 | 422 n3 | 423 n..15thirds
424 n3 | 425 n..15thirds | 426 n3 | 427 x..3
4300-4301 x..35 | 4302-4306 x..70 | 4307 x2 | 4308 x..30 | 4309 n10 n10 | 4310-4311 x..35 | 4312-4316 x..70 | 4317 x2
4318 x..20 | 4319 x..30 | 4320 x..35 | 4321-4323 n1yesno | 4324-4325 n6day0 n4hhmm | 4326 n6date | 4330-4333 n6 [x1]
7001 n13 | 7002 x..30 | 7003 n6date n4hhmm | 7004 n..4 | 7005 x..12 | 7006 n6date | 7007 n6date [n6date] | 7008 x..3
7009 x..10 | 7010 x..2 | 7011 n6date [n4hhmm] | 7020-7022 x..20 | 7023 x..30 | 7030-7039 n3 x..27 | 7040 n1 x1 x1 x1
710-715 x..20 | 7230-7239 x2 x..28 | 7240 x..20 | 7241 n2 | 7242 x..25
8001 n4nonzero n5nonzero n3nonzero n1wind n1 | 8002 x..20 | 8003 n1zero n13key [x..16] | 8004 x..30 | 8005 n6
8006 n14key n4piece | 8007 x..34 | 8008 n8hour [n..4] | 8009 x..50 | 8010 y..30 | 8011 n..12 | 8012 x..20 | 8013 x..25
8017-8018 n18key | 8019 n..10 | 8020 x..25 | 8026 n14key n4piece | 8030 z..90 | 8110 x..70 | 8111 n4 | 8112 x..70
8200 x..70 | 90 x..30 | 91-99 x..90`;

/** Primary keys of a Digital Link and the qualifiers that may follow each, in this order (alternatives apart). */
export const LINK_KEYS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  '00': [[]],
  '01': [['22', '10', '21'], ['235']],
  '253': [[]],
  '255': [[]],
  '401': [[]],
  '402': [[]],
  '414': [['254'], ['7040']],
  '415': [['8020']],
  '417': [['7040']],
  '8003': [[]],
  '8004': [['7040']],
  '8006': [['22', '10', '21']],
  '8010': [['8011']],
  '8013': [[]],
  '8017': [['8019']],
  '8018': [['8019']],
};

/** Names the first version of the standard allowed in place of numbers; still on packs. */
export const LINK_NAMES: Readonly<Record<string, string>> = {
  gtin: '01',
  itip: '8006',
  cpid: '8010',
  gln: '414',
  payTo: '415',
  party: '417',
  gsrnp: '8017',
  gsrn: '8018',
  gcn: '255',
  sscc: '00',
  gdti: '253',
  ginc: '401',
  gsin: '402',
  grai: '8003',
  giai: '8004',
  gmn: '8013',
  cpv: '22',
  lot: '10',
  ser: '21',
  cpsn: '8011',
  glnx: '254',
  refno: '8020',
  srin: '8019',
};

function readFormat(line: string): [string, Ai][] {
  const words = line.trim().split(' ');
  const ais = words.filter((word) => /^[0-9]/.test(word)).flatMap(spread);
  const formats = words.filter((word) => word !== '' && !/^[0-9]/.test(word));
  const ai: Ai = {
    parts: formats.map((word) => readPart(word.replace('=', ''))),
    fixed: formats[0]?.startsWith('=') === true,
  };
  return ais.map((name) => [name, ai]);
}

/** `11-13` is 11, 12 and 13. */
function spread(range: string): string[] {
  const [first = '', last = first] = range.split('-');
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: count }, (_, i) => String(Number(first) + i).padStart(first.length, '0'));
}

const PART = /^(\[?)([nxyz])(\.\.)?([0-9]+)([a-z0-9]*)\]?$/;
const isCheck = (word: string): word is Check => CHECKS.some((check) => check === word);
const isSet = (letter: string): letter is Part['set'] => /^[nxyz]$/.test(letter);

function readPart(word: string): Part {
  const [, bracket = '', set = '', upTo = '', length = '', check = ''] = PART.exec(word) ?? [];
  assert(isSet(set) && (check === '' || isCheck(check)), `not a format of an AI: ${word}`);
  const max = Number(length);
  return { set, min: upTo === '' ? max : 1, max, optional: bracket !== '', check: check === '' ? null : check };
}

const TABLE = new Map<string, Ai>(FORMATS.split(/\||\n/).flatMap(readFormat));

/** What is known of an AI; undefined when it is none. */
export const aiOf = (ai: string): Ai | undefined => TABLE.get(ai);

/** The AI a text begins with. Its first two digits say how long it is. */
export function aiAt(text: string, at: number): string | undefined {
  for (const length of [2, 3, 4]) {
    const ai = text.slice(at, at + length);
    if (ai.length === length && TABLE.has(ai)) return ai;
  }
  return undefined;
}
