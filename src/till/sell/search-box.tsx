/**
 * Search by name, pinyin, initials or code. A scan typed into it is lifted out by the wedge reader (`data-scan`). After
 * a pick, or three silent seconds, the focus goes back to the cart. While an input method composes, Enter chooses
 * nothing.
 */
import { useLingui } from '@lingui/react/macro';
import { Search, X } from 'lucide-react';
import { useEffect, type KeyboardEvent, type RefObject } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { usePreference } from '../counter-context.tsx';
import { keyFor } from '../key-map.ts';
import css from './search-box.module.css';

const SILENT_MS = 3000;

type Props = {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onEnter: () => void;
  readonly onLeave: () => void; // the focus goes back
};

export function SearchBox({ inputRef, query, onQuery, onEnter, onLeave }: Props) {
  const { t } = useLingui();
  const key = usePreference(({ keys }) => keyFor(keys, 'F2'));
  useEffect(() => {
    if (query === '') return undefined;
    const timer = setTimeout(() => {
      if (document.activeElement === inputRef.current) onLeave();
    }, SILENT_MS);
    return () => clearTimeout(timer);
  }, [query, inputRef, onLeave]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.key === 'Process') return;
    if (event.key === 'Enter') onEnter();
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onQuery('');
    onLeave();
  };
  return (
    <div className={css.box} role="search">
      <Search aria-hidden="true" className={css.icon} />
      <input
        ref={inputRef}
        className={css.input}
        type="search"
        data-scan="lift"
        aria-label={t`Search products`}
        placeholder={t`Name, pinyin or code (${key})`}
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="search"
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {query === '' ? null : (
        <IconButton
          label={t`Clear search`}
          className={css.clear}
          onClick={() => {
            onQuery('');
            onLeave();
          }}
        >
          <X aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}
