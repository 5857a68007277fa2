/**
 * Whether a code read by the camera is to be believed, and which other codes on a pack say the same: asked of the rules
 * that will read it afterwards (core/scan-text.ts), so the two cannot disagree.
 */
import { readScanText } from '../../core/scan-text.ts';
import type { Identity } from './accept-rule.ts';
import type { SeenCode } from './seen-code.ts';

/** Only numbers matter here: no shop's codes, no scale rules, and the year of a date is nobody's business. */
const BARE = { screen: 'items', shopOrigin: null, isOwnCode: () => false, scaleRules: [], thisYear: 2000 } as const;

/** The key of what a code stands for: its GTIN where it has one, else its text. */
export function identifyCode({ text, symbology, identifier }: SeenCode): Identity {
  const meaning = readScanText({ text, symbology, identifier }, BARE);
  if (meaning.kind === 'gtin' || meaning.kind === 'gs1') return { key: meaning.gtin14, misread: false };
  return { key: text, misread: meaning.kind === 'wrong_check_digit' && isRetail(symbology) };
}

/** Codes to be believed, the one nearest the middle first. */
export const goodCodes = (seen: readonly SeenCode[]): readonly SeenCode[] =>
  seen.filter((code) => !identifyCode(code).misread).sort((a, b) => a.offCentre - b.offCentre);

/** These carry a check digit of their own, so a wrong one is the camera's mistake; elsewhere it is told to people. */
const isRetail = (symbology: SeenCode['symbology']): boolean =>
  symbology === 'ean13' ||
  symbology === 'ean8' ||
  symbology === 'upca' ||
  symbology === 'upce' ||
  symbology === 'itf14';
