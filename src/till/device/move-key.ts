/** Moves an act of the keyboard map to another key, or says why not. */
import { err, ok, type Result } from '../../core/result.ts';
import { keyFor, mayServe, MOVABLE, type KeyMap, type Movable } from '../key-map.ts';

export type MoveRefusal = { readonly code: 'key_taken'; readonly by: Movable } | { readonly code: 'key_not_fit' };

/** `key`: what was pressed. Refuses: `key_taken` - another act has it; `key_not_fit` - no key for such an act. */
export function moveKey(keys: KeyMap, { act, key }: { act: Movable; key: string }): Result<KeyMap, MoveRefusal> {
  if (!mayServe(key, act)) return err({ code: 'key_not_fit' });
  const by = MOVABLE.find((each) => each !== act && keyFor(keys, each) === key);
  if (by !== undefined) return err({ code: 'key_taken', by });
  const { [act]: _before, ...others } = keys;
  return ok(key === act ? others : { ...others, [act]: key });
}
