import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../src/core/journal.ts';
import {
  MAX_RESCUE_BYTES,
  openRescue,
  readRescueCode,
  readRescueHead,
  readSections,
  rescueCode,
  sealRescue,
  stateRescue,
} from '../../src/wire/rescue-file.ts';
import { hostileTexts, seeded } from '../support/hostile.ts';

const DEVICE = '0190a000-0000-7000-8000-000000000001';
const LIFE = '0190a000-0000-7000-8000-000000000002';
const SIGNATURE = 'A'.repeat(86);
const CODE = rescueCode(new Uint8Array(15).fill(0xa7));

const entry = (seq: number, note = 'milk 牛奶 🥛') => canonicalText({ note, seq });
const section = (from: number, lines: readonly string[], signature: string | null = SIGNATURE) => ({
  statementText: stateRescue({ deviceId: DEVICE, incarnation: LIFE, from, headSeq: 900, madeMs: 5 }, lines),
  signature,
  lines,
});
const seal = (sections: ReturnType<typeof section>[]) =>
  sealRescue({ head: { deviceId: DEVICE, tillCode: 'T3', madeMs: 5 }, sections, code: CODE, randomBytes });

const TWO = [section(7, [entry(7), entry(8)]), section(12, [entry(12)], null)];
const insideOf = (sections: ReturnType<typeof section>[]) =>
  sections.flatMap(({ statementText, signature, lines }) => [statementText, signature ?? '-', ...lines]).join('\n');

describe('a rescue file', () => {
  test('gives back the very bytes, statements and signatures, to whoever has the code', async () => {
    const file = await seal(TWO);
    expect(readRescueHead(file)).toMatchObject({ ok: true, value: { tillCode: 'T3', entries: 3, deviceId: DEVICE } });
    const typed = ` ${CODE.toLowerCase().replaceAll('-', ' ')} `;
    const opened = await openRescue(file, typed);
    expect(opened).toMatchObject({ ok: true });
    if (!opened.ok) return;
    expect(opened.value.sections.map(({ statement: _, ...rest }) => rest)).toEqual(TWO);
    expect(opened.value.sections[1]!.statement).toMatchObject({ from: 12, to: 12, headSeq: 900 });
  });

  test('shows nothing of what was sold without the code', async () => {
    const raw = Buffer.from(await seal(TWO)).toString('latin1');
    expect(raw).toContain('"tillCode":"T3"');
    expect(raw).not.toContain('milk');
    expect(raw).not.toContain(LIFE);
    expect(raw).not.toContain(CODE);
  });

  test('two files of the same facts share neither salt nor bytes', async () => {
    const [a, b] = [await seal(TWO), await seal(TWO)];
    expect(Buffer.from(a).equals(Buffer.from(b))).toBe(false);
  });

  test('refuses another code, any changed byte and any cut', async () => {
    const file = await seal([section(7, [entry(7)])]);
    const other = rescueCode(new Uint8Array(15).fill(1));
    expect(await openRescue(file, other)).toMatchObject({ ok: false, error: { code: 'rescue_code_wrong' } });
    expect(await openRescue(file, 'no code')).toMatchObject({ ok: false, error: { code: 'rescue_code_wrong' } });
    const random = seeded(7);
    for (let turn = 0; turn < 12; turn += 1) {
      const bent = Uint8Array.from(file);
      const at = random(bent.length);
      bent[at] = (bent[at] ?? 0) ^ (1 << random(8));
      expect(await openRescue(bent, CODE), `byte ${String(at)}`).toMatchObject({ ok: false });
      expect(await openRescue(file.subarray(0, random(file.length)), CODE)).toMatchObject({ ok: false });
    }
  }, 60_000);

  test('refuses what is too large before looking at it', () => {
    const huge = new Uint8Array(MAX_RESCUE_BYTES + 1);
    expect(readRescueHead(huge)).toMatchObject({ ok: false, error: { code: 'file_too_large' } });
  });

  test('without facts is a file too', async () => {
    expect(await openRescue(await seal([]), CODE)).toMatchObject({ ok: true, value: { sections: [] } });
  });
});

describe('what is inside', () => {
  test('is refused when a count, a digest, a limit or a line does not hold', () => {
    const good = TWO[0]!;
    const restated = (change: Record<string, unknown>) =>
      insideOf([{ ...good, statementText: canonicalText({ ...JSON.parse(good.statementText), ...change }) }]);
    expect(readSections(insideOf(TWO))).toHaveLength(2);
    for (const bad of [
      insideOf([{ ...good, lines: [entry(7)] }]),
      insideOf([{ ...good, lines: [entry(7), entry(9)] }]),
      insideOf([{ ...good, signature: 'x' }]),
      restated({ to: 9 }),
      restated({ to: 6 }),
      restated({ headSeq: 7 }),
      restated({ more: 1 }),
      restated({ rescue: 2 }),
      insideOf([
        section(
          1,
          Array.from({ length: 201 }, (_, at) => entry(at + 1)),
        ),
      ]),
      insideOf([section(1, ['x'.repeat(65_537)])]),
      `${insideOf(TWO)}\n`,
      '\n',
    ]) {
      expect(readSections(bad), bad.slice(0, 200)).toBeNull();
    }
  });

  test('ten thousand hostile texts are read or refused; what is read has its digests', () => {
    const samples = [insideOf(TWO), insideOf([TWO[0]!]), TWO[0]!.statementText];
    let read = 0;
    for (const inside of hostileTexts(samples, { seed: 3 })) {
      const sections = readSections(inside);
      if (sections === null || sections.length === 0) continue;
      read += 1;
      for (const { statement, lines } of sections) {
        expect(bytesToHex(sha256(utf8ToBytes(lines.join('\n'))))).toBe(statement.bodyDigest);
        expect(lines).toHaveLength(statement.to - statement.from + 1);
      }
    }
    expect(read).toBeGreaterThan(20);
  });

  test('ten thousand hostile heads are read or refused', async () => {
    const file = Buffer.from(await seal(TWO)).toString('latin1');
    let read = 0;
    for (const text of hostileTexts([file, file.slice(0, 300)], { seed: 4 })) {
      if (readRescueHead(Buffer.from(text, 'latin1')).ok) read += 1;
    }
    expect(read).toBeGreaterThan(20);
  });
});

test('a code is read as it was meant, and only whole', () => {
  expect(CODE).toMatch(/^([A-Z2-7]{4}-){5}[A-Z2-7]{4}$/);
  expect(readRescueCode(CODE.toLowerCase())).toBe(CODE);
  const lettered = rescueCode(Uint8Array.from({ length: 15 }, (_, at) => at * 17));
  expect(readRescueCode(lettered.replaceAll('O', '0').replaceAll('I', '1').replaceAll('B', '8'))).toBe(lettered);
  for (const bad of ['', 'AAAA', CODE.slice(1), `${CODE}-AAAA`, CODE.replace(/./, '9'), 'x'.repeat(1e6)]) {
    expect(readRescueCode(bad), bad.slice(0, 40)).toBeNull();
  }
});
