/**
 * Which keys of a keyboard do what on this device. The map has a key of its own for each act; a person may move an act
 * to another key. Digits, Enter, Escape and Backspace stay where every keyboard has them.
 */

/** Acts that may be moved, by the key the map has for them. Shift with the key of the receipts is the return. */
export const MOVABLE = ['F2', 'F3', 'F4', 'F6', 'F7', 'F8', 'F9', 'F10', 'Delete', '*', '+', '-', '?'] as const;
export type Movable = (typeof MOVABLE)[number];

/** The key chosen for an act, where it is another than the map's own. */
export type KeyMap = Readonly<Partial<Record<Movable, string>>>;

/** F5, F11 and F12 are the browser's: reload, full screen, tools. */
const NAMED = /^(F([1-46-9]|10)|Insert|Delete|Home|End|PageUp|PageDown|Pause|ScrollLock)$/;
const CHARACTER = /^[*+\-?/=#;'`,[\]\\]$/;

export const isCharacter = (key: string): boolean => key.length === 1;
/** A character is told from a scanner's text only after a while, so an act keeps to keys of its own sort. */
export const mayServe = (key: string, act: Movable): boolean => (isCharacter(act) ? CHARACTER : NAMED).test(key);

/** The key that does an act now. */
export const keyFor = (keys: KeyMap, act: Movable): string => keys[act] ?? act;

/** The act of a pressed key, as the map's own key. A key whose act was moved away means nothing: ''. */
export function keyMeant(keys: KeyMap, pressed: string): string {
  const act = MOVABLE.find((each) => keyFor(keys, each) === pressed);
  return act ?? (MOVABLE.some((each) => each === pressed) ? '' : pressed);
}

/** What was kept on the device: only choices that are understood, and no key for two acts. */
export function readKeyMap(kept: Readonly<Record<string, unknown>>): KeyMap {
  let keys: KeyMap = {};
  for (const act of MOVABLE) {
    const key = kept[act];
    if (typeof key === 'string' && key !== act && mayServe(key, act)) keys = { ...keys, [act]: key };
  }
  return new Set(MOVABLE.map((act) => keyFor(keys, act))).size === MOVABLE.length ? keys : {};
}

/** As it stands on the key. */
export const keyText = (key: string): string => (key === 'Delete' ? 'Del' : key);
