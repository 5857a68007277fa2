/**
 * GS1 Digital Link: a web address that carries GS1 keys. It is read as data: never opened, its domain ignored.
 *
 * Read: http and https in any case, stems before the key, qualifiers in their order, data attributes in the query,
 * short GTINs and the names of the first version where told so. Not read: compressed links. Written: our shelf labels.
 */
import { assert } from './assert.ts';
import { type Element, isValid } from './gs1-elements.ts';
import { aiOf, LINK_KEYS, LINK_NAMES } from './gs1-table.ts';

type LinkLeniency = {
  readonly names: boolean; // /gtin/ for /01/
  readonly shortGtin: boolean; // 8, 12 or 13 digits behind /01/
};
const LENIENT: LinkLeniency = { names: true, shortGtin: true };

const LINK = /^https?:\/\/[^/?#]+(\/[^?#]*)(?:\?([^#]*))?(?:#.*)?$/i;
/** Characters an address may hold, without those of an IPv6 host. Source: RFC 3986, 2.2 and 2.3. */
const ADDRESS = /^[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+$/;

/** Elements of a Digital Link, path first. Null when the text is none, or any element in it is not valid. */
export function readLink(text: string, leniency: LinkLeniency = LENIENT): Element[] | null {
  const [, path, query = ''] = ADDRESS.test(text) ? (LINK.exec(text) ?? []) : [];
  if (path === undefined) return null;
  const inPath = readPath(path.slice(1).split('/'), leniency);
  const inQuery = readQuery(query, leniency);
  if (inPath === null || inQuery === null) return null;
  const elements = [...inPath, ...inQuery];
  return new Set(elements.map((element) => element.ai)).size === elements.length ? elements : null;
}

/** A key and the three qualifiers of a GTIN. */
const MOST_PAIRS = 4;

/** The last key in the path whose value and qualifiers fill the rest of it. What stands before is a stem. */
function readPath(segments: readonly string[], leniency: LinkLeniency): Element[] | null {
  for (let at = segments.length - 2; at >= Math.max(0, segments.length - 2 * MOST_PAIRS); at -= 2) {
    const key = aiNamed(segments[at] ?? '', leniency);
    const orders = key === null ? undefined : LINK_KEYS[key];
    if (orders === undefined) continue;
    const pairs = readPairs(segments.slice(at), leniency);
    const qualifiers = pairs?.slice(1).map((pair) => pair.ai) ?? [];
    if (pairs !== null && orders.some((order) => isInOrder(qualifiers, order))) return pairs;
  }
  return null;
}

function readPairs(segments: readonly string[], leniency: LinkLeniency): Element[] | null {
  const pairs: Element[] = [];
  for (let i = 0; i + 1 < segments.length; i += 2) {
    const pair = readElement(aiNamed(segments[i] ?? '', leniency), segments[i + 1] ?? '', leniency);
    if (pair === null) return null;
    pairs.push(pair);
  }
  return pairs;
}

const isInOrder = (given: readonly string[], order: readonly string[]): boolean => {
  const places = given.map((ai) => order.indexOf(ai));
  return places.every((place, i) => place > (places[i - 1] ?? -1));
};

/** Numeric names must be AIs; any other name is somebody's own and passed over. */
function readQuery(query: string, leniency: LinkLeniency): Element[] | null {
  const elements: Element[] = [];
  for (const [name, value] of query.split('&').map(nameAndValue)) {
    if (!/^[0-9]+$/.test(name)) continue;
    const element = readElement(name, value, leniency);
    if (element === null) return null;
    elements.push(element);
  }
  return elements;
}

function nameAndValue(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at < 0 ? ['', ''] : [pair.slice(0, at), pair.slice(at + 1)];
}

function readElement(ai: string | null, encoded: string, leniency: LinkLeniency): Element | null {
  const value = percentDecoded(encoded);
  if (ai === null || value === null || aiOf(ai) === undefined) return null;
  const isShort = ai === '01' && leniency.shortGtin && [8, 12, 13].includes(value.length);
  const whole = isShort ? value.padStart(14, '0') : value;
  return isValid(ai, whole) ? { ai, value: whole } : null;
}

/** The AI a segment names; null when it names none. A record is asked for its own words only. */
function aiNamed(segment: string, leniency: LinkLeniency): string | null {
  if (/^[0-9]{2,4}$/.test(segment)) return segment;
  return leniency.names && Object.hasOwn(LINK_NAMES, segment) ? (LINK_NAMES[segment] ?? null) : null;
}

/** Percent escapes of ASCII taken out; null for any other escape. No value of GS1 holds more. */
function percentDecoded(text: string): string | null {
  if (/%(?![2-7][0-9a-f])/i.test(text)) return null;
  return text.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

/** Which product a shelf label names: by GTIN, or by our own number where goods have none. */
type ShelfRef = { readonly gtin14: string } | { readonly skuNo: number };

/** Label ids are short and need no escapes in an address. */
const LABEL = /^[A-Za-z0-9_-]{1,16}$/;

/**
 * The address in a shelf label's QR: `{origin}/01/{gtin14}?s={store}&q={label}`, or `/p/{skuNo}` for goods without
 * GTIN.
 * `origin` without a slash at its end. Any phone's camera opens the page; our scanner reads product, store and label.
 */
export function shelfLink(origin: string, ref: ShelfRef, storeNo: number, label: string | null): string {
  assert(label === null || LABEL.test(label), 'a label id is 1 to 16 letters, digits, _ or -');
  const path = 'gtin14' in ref ? `01/${ref.gtin14}` : `p/${ref.skuNo}`;
  return `${origin}/${path}?s=${storeNo}${label === null ? '' : `&q=${label}`}`;
}

/** Store and label of a shelf link's query; null where it names none. */
export function shelfOrigin(query: string): { readonly storeNo: number | null; readonly label: string | null } {
  const values = new Map(query.split('&').map(nameAndValue));
  const store = values.get('s') ?? '';
  const label = values.get('q') ?? '';
  return { storeNo: /^[1-9][0-9]{0,8}$/.test(store) ? Number(store) : null, label: LABEL.test(label) ? label : null };
}
