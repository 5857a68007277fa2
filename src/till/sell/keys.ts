/**
 * The till's keyboard map. Named keys come as events; characters come from the wedge reader once it is sure that a
 * person typed them. Nothing fires while an input method composes, and characters act only outside text fields.
 */
import { typedText } from '../../ui/num-pad.tsx';
import type { Counter } from '../counter.ts';
import { keyMeant } from '../key-map.ts';
import { stepQuantity, takeOut } from './filling.ts';
import { hold } from './holding.ts';
import { selectLine, setPadText, submitPad } from './pad.ts';
import { askToLeavePayment, openPayment, owed, takeCash } from './paying.ts';
import { takeTyped } from './tendering.ts';

const AMOUNT_LENGTH = 10;
const MULTIPLY_LENGTH = 4;

/** Where keys go now: to the pad of a line, to the payment, or to the counter itself. */
function aim({ hand }: Counter): 'line' | 'payment' | 'counter' {
  const { cart } = hand.getState();
  if (cart.saleEntryId !== null) return 'payment';
  return cart.selected === null ? 'counter' : 'line';
}

/** The line that keys act on: the chosen one, else the last. */
function lineInHand({ hand }: Counter): number | null {
  const { cart } = hand.getState();
  return cart.selected ?? cart.lines.at(-1)?.lineId ?? null;
}

/** A sheet is open: keys are its own. */
function hasSheet({ view }: Counter): boolean {
  const { sheet, approval, choosing, askingAge, tracing } = view.getState();
  return [sheet, approval, choosing, askingAge, tracing].some((open) => open !== null);
}

/** Characters a person typed outside fields. */
export function typeChars(counter: Counter, text: string): void {
  if (hasSheet(counter)) return;
  for (const char of text) typeChar(counter, char);
}

function typeChar(counter: Counter, char: string): void {
  const { view, preferences } = counter;
  const isDigit = /[0-9.]/.test(char);
  const { padText } = view.getState();
  if (isDigit) {
    setPadText(counter, typedText(padText, char, aim(counter) === 'counter' ? MULTIPLY_LENGTH : AMOUNT_LENGTH));
    return;
  }
  const { bareKeys, keys } = preferences.getState();
  if (!bareKeys) return;
  const lineId = lineInHand(counter);
  const meant = keyMeant(keys, char);
  if (meant === '?') view.setState({ sheet: 'keys' });
  else if (meant === '*') multiply(counter);
  else if (meant === '+' && lineId !== null) stepQuantity(counter, lineId, 1);
  else if (meant === '-' && lineId !== null) stepQuantity(counter, lineId, -1);
}

/** `3*` before a scan is three of it; `*` alone opens the quantity of the line in hand. */
function multiply(counter: Counter): void {
  const { view } = counter;
  const { padText } = view.getState();
  const lineId = lineInHand(counter);
  if (/^[1-9][0-9]*$/.test(padText) && aim(counter) === 'counter') {
    view.setState({ multiplyMilli: Number(padText) * 1000, padText: '' });
  } else if (lineId !== null && aim(counter) === 'counter') selectLine(counter, lineId);
}

export type NamedKey = {
  readonly key: string;
  readonly isComposing: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey?: boolean;
  readonly inField: boolean; // a text field has the focus
  readonly onKey: boolean; // a button has it: Enter and Space are its own
};

/** What a key may ask of the screen itself. `openCart`: where it is shut; `go`: to another screen. */
type ScreenActs = {
  readonly focusSearch: () => void;
  readonly openCart: () => void;
  readonly go: (path: string) => void;
};

/** One named key. True when it was taken, so that the browser does nothing of its own with it. */
export function pressKey(counter: Counter, pressed: NamedKey, { focusSearch, openCart, go }: ScreenActs): boolean {
  if (pressed.isComposing || pressed.ctrlKey || pressed.altKey || pressed.metaKey) return false;
  const { view, hand, preferences } = counter;
  if (hasSheet(counter)) return false; // a sheet has its own keys
  const key = keyMeant(preferences.getState().keys, pressed.key);
  switch (key) {
    case 'F2':
      focusSearch();
      return true;
    case 'F3':
      view.setState({ sheet: 'member' });
      return true;
    case 'F4':
      void hold(counter, null);
      return true;
    case 'F6':
      view.setState({ sheet: 'held' });
      return true;
    case 'F7':
      if (pressed.shiftKey === true) view.setState({ returning: null });
      go(pressed.shiftKey === true ? '/return' : '/sales');
      return true;
    case 'F8':
      view.setState({ sheet: 'discount' });
      return true;
    case 'F9':
      openCart();
      if (aim(counter) === 'payment') takeTyped(counter);
      else openPayment(counter);
      return true;
    case 'F10':
      openCart();
      if (hand.getState().cart.lines.length > 0) void takeCash(counter, owed(counter).remainingMinor);
      return true;
    default:
      return pressed.inField ? false : pressBare(counter, { ...pressed, key });
  }
}

function pressBare(counter: Counter, { key, onKey }: NamedKey): boolean {
  const { view } = counter;
  if (key === 'Escape') return goBack(counter);
  if (key === 'Backspace') {
    setPadText(counter, view.getState().padText.slice(0, -1));
    return true;
  }
  if (key === 'Delete') {
    const lineId = lineInHand(counter);
    if (lineId !== null && aim(counter) !== 'payment') void takeOut(counter, lineId);
    return true;
  }
  if (key !== 'Enter' || onKey) return false;
  if (aim(counter) === 'line') submitPad(counter);
  else if (aim(counter) === 'payment') takeTyped(counter);
  return true;
}

/** One level back: the multiplier, the pad, what is typed in the payment, the payment, the panel after it. */
function goBack(counter: Counter): boolean {
  const { view, hand } = counter;
  const { multiplyMilli, padText, sold } = view.getState();
  if (aim(counter) === 'payment' && padText !== '') setPadText(counter, '');
  else if (aim(counter) === 'payment') askToLeavePayment(counter);
  else if (hand.getState().cart.selected !== null) selectLine(counter, null);
  else if (multiplyMilli !== null || padText !== '') view.setState({ multiplyMilli: null, padText: '' });
  else if (sold?.isShown === true) view.setState({ sold: { ...sold, isShown: false } });
  else return false;
  return true;
}
