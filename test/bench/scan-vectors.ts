/** How our parser does on the vectors of GS1's own engine. */
import { existsSync, readFileSync } from 'node:fs';
import { type Element, GS, readBracketed, readElements } from '../../src/core/gs1-elements.ts';
import { readLink } from '../../src/core/gs1-link.ts';

type Vectors = {
  readonly digitalLink: readonly {
    readonly uri: string;
    readonly valid: boolean;
    readonly elements: string;
    readonly flags: { readonly permitConvenienceAlphas: boolean; readonly permitZeroSuppressedGtin: boolean };
  }[];
  readonly elementStrings: readonly { readonly elements: string; readonly valid: boolean }[];
  readonly bracketed: readonly { readonly bracketed: string; readonly elements: string }[];
};

const asText = (elements: string): string => elements.replace('^', '').replaceAll('^', GS);
const told = (elements: readonly Element[] | null): string =>
  elements === null ? 'refused' : elements.map(({ ai, value }) => `(${ai})${value}`).join('');

/** One line for each kind, and one for each vector that the till reads and GS1's engine only when asked to. */
export function vectorLines(path: string): string[] {
  if (!existsSync(path)) return [`○ no vectors at ${path}`];
  const { digitalLink, elementStrings, bracketed } = JSON.parse(readFileSync(path, 'utf8')) as Vectors;
  const expected = ({ valid, elements }: Vectors['digitalLink'][number]) =>
    valid ? told(readElements(asText(elements))) : 'refused';
  const links = digitalLink.filter((vector) => {
    const { permitConvenienceAlphas: names, permitZeroSuppressedGtin: shortGtin } = vector.flags;
    return told(readLink(vector.uri, { names, shortGtin })) === expected(vector);
  });
  const lenient = digitalLink.filter((vector) => told(readLink(vector.uri)) !== expected(vector));
  const strings = elementStrings.filter(
    ({ elements, valid }) => (elements.startsWith('^') && readElements(asText(elements)) !== null) === valid,
  );
  const printed = bracketed.filter(
    (vector) => told(readBracketed(vector.bracketed)) === told(readElements(asText(vector.elements))),
  );
  const score = (name: string, right: readonly unknown[], all: readonly unknown[]): string =>
    `GS1 ${name}: right ${String(right.length)}, wrong ${String(all.length - right.length)}`;
  return [
    score('links, with the flags of each', links, digitalLink),
    score('element strings', strings, elementStrings),
    score('bracketed strings', printed, bracketed),
    ...lenient.map(({ uri }) => `  the till reads, GS1's engine only with a flag: ${uri}`),
  ];
}
