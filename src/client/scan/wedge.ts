/**
 * The keyboard scanner: a pure fold over key strokes that tells a scanner's burst from a person's typing, and the
 * listener that feeds it. Characters are read from `event.code` with Shift, as on the US layout, because an input
 * method may swallow `event.key`; scanners are set to the US layout.
 *
 * Invariants: a held key is never a scan; what a person types is handed on as typed, never lost, never taken as a scan;
 * a burst that went into a field marked `data-scan="lift"` is taken out of it again; in any other field a scanner types
 * like a keyboard. The key that ends a burst never reaches the page, so a scan cannot press the focused button.
 * Not here: what a text means (core/scan-text.ts).
 */
import type { ScanRead } from './seen-code.ts';
import type { WedgeSettings } from './wedge-settings.ts';

const FASTEST_LEARNED = 50;
const SLOWEST_LEARNED = 120;
/** Scanners this slow are told from people by their evenness, and need more characters to be told at all. */
const HUMAN_FROM_MS = 50;
const MIN_CHARS = 4;
const MIN_CHARS_SLOW = 8;

/** The limit to use for a scanner whose test code came at `meanMs` a character. */
export const learnedGapMs = (meanMs: number): number =>
  Math.round(Math.min(SLOWEST_LEARNED, Math.max(FASTEST_LEARNED, 1.5 * meanMs)));

/** `typed`: what a person's own layout makes of the key; a scanner means `char`. */
export type WedgeEvent =
  | { readonly kind: 'char'; readonly char: string; readonly typed: string; readonly atMs: number }
  | { readonly kind: 'end' | 'silence' | 'other'; readonly atMs: number };

/** What has arrived and is not yet told apart. */
type WedgeState = {
  readonly chars: string;
  readonly typed: string;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly shortestMs: number;
  readonly longestMs: number;
};

export const WEDGE_START: WedgeState = {
  chars: '',
  typed: '',
  firstMs: 0,
  lastMs: 0,
  shortestMs: Infinity,
  longestMs: 0,
};

export type WedgeVerdict =
  | { readonly is: 'scan'; readonly text: string; readonly chars: number; readonly meanMs: number }
  | { readonly is: 'typed'; readonly text: string };

type WedgeStep = {
  readonly state: WedgeState;
  readonly verdict: WedgeVerdict | null; // of what came before this event
  readonly swallow: boolean; // this very event belongs to a scanner: the page must not see it
};

/** Silence after which a burst has ended. */
export const silenceMs = (settings: WedgeSettings): number => 2 * settings.gapMs;

/** One event further. Pure: times come with the events. */
export function wedgeStep(state: WedgeState, event: WedgeEvent, settings: WedgeSettings): WedgeStep {
  if (event.kind === 'char') return charStep(state, event, settings);
  const verdict = judge(state, settings);
  const swallow = event.kind === 'end' && verdict?.is === 'scan';
  return { state: WEDGE_START, verdict, swallow };
}

function charStep(
  state: WedgeState,
  event: { char: string; typed: string; atMs: number },
  settings: WedgeSettings,
): WedgeStep {
  const gapMs = event.atMs - state.lastMs;
  if (state.chars === '' || gapMs > silenceMs(settings)) {
    const started = { ...WEDGE_START, chars: event.char, typed: event.typed, firstMs: event.atMs, lastMs: event.atMs };
    return { state: started, verdict: judge(state, settings), swallow: false };
  }
  const next: WedgeState = {
    chars: state.chars + event.char,
    typed: state.typed + event.typed,
    firstMs: state.firstMs,
    lastMs: event.atMs,
    shortestMs: Math.min(state.shortestMs, gapMs),
    longestMs: Math.max(state.longestMs, gapMs),
  };
  return { state: next, verdict: null, swallow: isBurst(next, settings) };
}

function judge(state: WedgeState, settings: WedgeSettings): WedgeVerdict | null {
  if (state.chars === '') return null;
  if (!isBurst(state, settings)) return { is: 'typed', text: state.typed };
  const { prefix, suffix } = settings;
  let text = inDigits(state) ?? state.chars;
  if (prefix !== '' && text.startsWith(prefix)) text = text.slice(prefix.length);
  if (suffix !== '' && text.endsWith(suffix)) text = text.slice(0, -suffix.length);
  return { is: 'scan', text, chars: state.chars.length, meanMs: meanGap(state) };
}

/**
 * Digits as the layout of this device has them, where the US layout would have none: a scanner set to it types them
 * with Shift in France, and by other keys elsewhere. No code is made of `!@#$%` alone.
 */
const inDigits = ({ chars, typed }: WedgeState): string | null =>
  /^[0-9]+$/.test(typed) && !/[0-9A-Za-z]/.test(chars) ? typed : null;

const meanGap = (state: WedgeState): number => (state.lastMs - state.firstMs) / Math.max(1, state.chars.length - 1);

function isBurst(state: WedgeState, settings: WedgeSettings): boolean {
  const mean = meanGap(state);
  if (state.chars.length < MIN_CHARS || mean > settings.gapMs) return false;
  if (mean <= HUMAN_FROM_MS) return true;
  const isEven = state.longestMs <= 1.3 * mean && state.shortestMs >= 0.7 * mean; // nobody types like a clock
  return isEven && state.chars.length >= MIN_CHARS_SLOW;
}

const SHIFTED_DIGITS = ')!@#$%^&*(';
const NAMED_KEYS: Readonly<Record<string, readonly [plain: string, shifted: string]>> = {
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Backquote: ['`', '~'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Space: [' ', ' '],
  NumpadAdd: ['+', '+'],
  NumpadSubtract: ['-', '-'],
  NumpadMultiply: ['*', '*'],
  NumpadDivide: ['/', '/'],
  NumpadDecimal: ['.', '.'],
};

type Stroke = {
  readonly code: string;
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
};

/** FNC1 as scanners send it: the control character itself, which is typed as Ctrl and the right bracket. */
const GROUP_SEPARATOR = '\u001d';

/**
 * The character a key stands for on the US layout; null when it types none. Falls back to `key` when there is no code.
 */
export function charOfStroke(stroke: Stroke): string | null {
  const { code, key, shiftKey } = stroke;
  if (stroke.ctrlKey && code === 'BracketRight') return GROUP_SEPARATOR;
  if (stroke.ctrlKey || stroke.altKey || stroke.metaKey) return null;
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shiftKey ? letter : letter.toLowerCase();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code);
  if (digit?.[1] !== undefined)
    return shiftKey && code.startsWith('D') ? SHIFTED_DIGITS.charAt(Number(digit[1])) : digit[1];
  const named = NAMED_KEYS[code];
  if (named !== undefined) return named[shiftKey ? 1 : 0];
  return code === '' && key.length === 1 ? key : null;
}

const MODIFIERS: readonly string[] = ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock'];
/** By where they lie: an input method that is switched by Shift hides which key it was. */
const MODIFIER_CODE = /^(?:Shift|Control|Alt|Meta)(?:Left|Right)$|^(?:CapsLock|NumLock)$/;
const ENDS: readonly string[] = ['Enter', 'NumpadEnter', 'Tab'];

/** What a key event is to the fold; null: nothing (a modifier). A held key is never part of a burst. */
export function wedgeEventOf(
  event: Stroke & { readonly repeat: boolean; readonly timeStamp: number },
): WedgeEvent | null {
  if (MODIFIERS.includes(event.key) || MODIFIER_CODE.test(event.code)) return null;
  const atMs = event.timeStamp;
  if (event.repeat) return { kind: 'other', atMs };
  if (ENDS.includes(event.code) || (event.code === '' && ENDS.includes(event.key))) return { kind: 'end', atMs };
  const char = charOfStroke(event);
  if (char === null) return { kind: 'other', atMs };
  return { kind: 'char', char, typed: event.key.length === 1 ? event.key : char, atMs };
}

type WedgeOptions = {
  readonly settings: () => WedgeSettings;
  readonly onScan: (read: ScanRead, speed: { readonly chars: number; readonly meanMs: number }) => void;
  /** Characters a person typed while no field had the focus: shortcuts and amounts. */
  readonly onTyped: (text: string) => void;
  /** Each key as it came, for the scanner test. */
  readonly onKey?: (event: KeyboardEvent) => void;
};

type Lifted = { readonly field: HTMLInputElement; readonly value: string; readonly at: number };

/** Listens on the whole page, before anything else. Answers with how to stop. */
export function listenForWedge(page: Document, options: WedgeOptions): () => void {
  let state = WEDGE_START;
  let lifted: Lifted | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const settle = (verdict: WedgeVerdict | null) => {
    if (verdict === null) return;
    const field = lifted;
    lifted = null;
    if (verdict.is === 'scan') {
      if (field !== null) putBack(field);
      options.onScan(readOf(verdict.text), { chars: verdict.chars, meanMs: verdict.meanMs });
    } else if (field === null) options.onTyped(verdict.text);
  };
  const take = (event: WedgeEvent): boolean => {
    const step = wedgeStep(state, event, options.settings());
    state = step.state;
    settle(step.verdict);
    return step.swallow;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    options.onKey?.(event);
    const wedgeEvent = wedgeEventOf(event);
    if (wedgeEvent === null) return;
    const field = fieldOf(event.target);
    if (field === 'other') {
      state = WEDGE_START; // another field: a scanner types into it like a keyboard
      return;
    }
    if (wedgeEvent.kind === 'char' && wedgeEvent.char === ' ' && state.chars === '') return; // presses the focused key
    const before: Lifted | null =
      field === null ? null : { field, value: field.value, at: field.selectionStart ?? field.value.length };
    clearTimeout(timer);
    const swallow = take(wedgeEvent);
    if (state.chars.length === 1) lifted = before;
    if (state.chars !== '')
      timer = setTimeout(() => void take({ kind: 'silence', atMs: 0 }), silenceMs(options.settings()));
    // A field keeps what is typed until the verdict: a person's letters must not be lost, a scan's are put back.
    if (swallow && (field === null || wedgeEvent.kind === 'end')) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };
  page.addEventListener('keydown', onKeyDown, { capture: true });
  return () => {
    clearTimeout(timer);
    page.removeEventListener('keydown', onKeyDown, { capture: true });
  };
}

const readOf = (text: string): ScanRead => ({
  text,
  bytes: new TextEncoder().encode(text),
  symbology: null,
  identifier: '',
  source: 'wedge',
  atMs: Date.now(),
});

const TYPELESS_INPUTS: readonly string[] = [
  'button',
  'checkbox',
  'radio',
  'range',
  'color',
  'file',
  'submit',
  'reset',
  'image',
];

/** The field a key would type into: one a burst is lifted out of, some other, or none. */
function fieldOf(target: EventTarget | null): HTMLInputElement | 'other' | null {
  if (!(target instanceof HTMLElement)) return null;
  if (target instanceof HTMLInputElement) {
    if (TYPELESS_INPUTS.includes(target.type)) return null;
    return target.dataset['scan'] === 'lift' ? target : 'other';
  }
  const types =
    target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
  return types ? 'other' : null;
}

/** Gives a field the text it had before the burst, and tells the page so. */
function putBack({ field, value, at }: Lifted): void {
  const isFocused = field.ownerDocument.activeElement === field;
  if (isFocused) field.blur(); // ends an input method's composition, which would write its text once more
  Reflect.set(HTMLInputElement.prototype, 'value', value, field); // past React's own setter, which would see no change
  field.dispatchEvent(new Event('input', { bubbles: true }));
  if (isFocused) field.focus();
  field.setSelectionRange(at, at);
}
