/**
 * What may be chosen with a product: groups of choices, each moving the unit price. And how a shop writes them down, in
 * a form or in a column of a file:
 *
 *   Sugar 1-1: full, half, none
 *   加料|Extras 0-2: 加蛋|egg +2.00, less ice, small -1
 *
 * A group a line (or after a semicolon): its name, at least and at most how many, its choices with what they add. A
 * name in both languages stands with a bar between them. Without the two numbers at most one is chosen.
 *
 * Invariant: what `optionText` writes, `readOptions` reads as the same groups.
 */
import { type Minor, toMinor, ZERO } from './money.ts';
import type { Names, OptionGroup } from './product.ts';

const MOST_GROUPS = 10;
const MOST_CHOICES = 30;
const MOST_NAME = 60;

/** Whether somebody has to be asked before it is sold. */
export const asksFirst = ({ options }: { readonly options?: readonly OptionGroup[] | undefined }): boolean =>
  (options ?? []).some(({ min }) => min > 0);

/** Whether so many of each group, in their order, may be chosen. */
export const isChosenRight = (groups: readonly OptionGroup[], counts: readonly number[]): boolean =>
  groups.every(({ min, max }, at) => (counts[at] ?? 0) >= min && (counts[at] ?? 0) <= max);

/** The groups a text tells, `digits` being those of the shop's currency; null where it cannot be read as a whole. */
export function readOptions(text: string, digits: number): OptionGroup[] | null {
  const lines = text.split(/[\n;；]/).map((line) => line.trim());
  const groups = lines.filter((line) => line !== '').map((line) => readGroup(line, digits));
  const read = groups.flatMap((group) => group ?? []);
  return read.length === groups.length && groups.length <= MOST_GROUPS ? read : null;
}

function readGroup(line: string, digits: number): OptionGroup | null {
  const [, name = '', least, most, list = ''] =
    /^([^:：]*?)(?:\s+(\d{1,2})\s*[-–]\s*(\d{1,2}))?\s*[:：](.*)$/.exec(line) ?? [];
  const read = list.split(/[,，、]/).map((choice) => readChoice(choice.trim(), digits));
  const choices = read.flatMap((choice) => choice ?? []);
  const names = readNames(name);
  const [min, max] = [Number(least ?? 0), Number(most ?? 1)];
  const isSound = choices.length === read.length && choices.length <= MOST_CHOICES && min <= max && max >= 1;
  return names !== null && isSound && max <= choices.length ? { names, min, max, choices } : null;
}

function readChoice(text: string, digits: number): OptionGroup['choices'][number] | null {
  const [, name = '', sign = '+', whole = '0', part = ''] =
    /^(.*?)(?:\s+([+-])(\d{1,9})(?:\.(\d*))?)?$/.exec(text) ?? [];
  const names = readNames(name);
  if (names === null || part.length > digits) return null;
  const minor = Number(whole + part.padEnd(digits, '0'));
  return { names, deltaMinor: minor === 0 ? ZERO : toMinor(sign === '-' ? -minor : minor) };
}

/** One name is Chinese when a Chinese character is in it; of two the first is. */
function readNames(text: string): Names | null {
  const parts = text.split('|').map((part) => part.trim());
  const [first = '', second] = parts;
  if (parts.length > 2 || parts.some((part) => part === '' || part.length > MOST_NAME)) return null;
  if (second !== undefined) return { zh: first, en: second };
  return /\p{Script=Han}/u.test(first) ? { zh: first } : { en: first };
}

/** The text of groups, one a line. */
export const optionText = (groups: readonly OptionGroup[], digits: number): string =>
  groups
    .map(({ names, min, max, choices }) => {
      const written = choices.map((choice) => `${nameText(choice.names)}${deltaText(choice.deltaMinor, digits)}`);
      return `${nameText(names)} ${String(min)}-${String(max)}: ${written.join(', ')}`;
    })
    .join('\n');

const nameText = ({ zh, en }: Names): string =>
  zh !== undefined && en !== undefined ? `${zh}|${en}` : (zh ?? en ?? '');

function deltaText(deltaMinor: Minor, digits: number): string {
  if (deltaMinor === 0) return '';
  const text = String(Math.abs(deltaMinor)).padStart(digits + 1, '0');
  const amount = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return ` ${deltaMinor < 0 ? '-' : '+'}${amount}`;
}
