/**
 * Ties the page's keys to the counter while the sale screen is shown: the scanner, the keyboard map, and typed amounts.
 */
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { useCounter } from '../counter-context.tsx';
import { listenForScanners } from '../scan/listen.ts';
import { takeScan } from './scanning.ts';
import { pressKey, typeChars } from './keys.ts';

/** `openCart`: on narrow screens a payment by key is seen, and the change after it. */
export function useSellKeys(focusSearch: () => void, openCart: () => void): void {
  const counter = useCounter();
  const [, go] = useLocation();
  useEffect(() => {
    const stopScanners = listenForScanners(counter, {
      onScan: (read) => void takeScan(counter, read),
      onTyped: (text) => typeChars(counter, text),
    });
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event;
      const pressed = {
        key: event.key,
        isComposing: event.isComposing || event.key === 'Process',
        ctrlKey: event.ctrlKey,
        altKey: event.altKey,
        metaKey: event.metaKey,
        shiftKey: event.shiftKey,
        inField: target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement,
        onKey: target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement || isSummary(target),
      };
      if (!event.defaultPrevented && pressKey(counter, pressed, { focusSearch, openCart, go })) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      stopScanners();
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [counter, focusSearch, openCart, go]);
}

const isSummary = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.tagName === 'SUMMARY';
