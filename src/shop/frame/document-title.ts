/** The page's title while a screen is shown: what a reader hears first and a tab is found by. */
import { useEffect } from 'react';

export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
