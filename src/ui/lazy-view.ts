/**
 * A part of a face that is fetched when it is wanted, and stands at once when it was fetched before that.
 *
 * React's own `lazy` shows the fallback even for what is here already, and React holds back whatever follows a fallback
 * for 300 ms: a sign-in, a payment and a sheet each came that much late.
 */
import { createElement, lazy, useState, type ComponentType, type ReactElement } from 'react';

type LazyView<P> = {
  (props: P): ReactElement;
  /** Fetches it ahead. Fails as the import does; asked again, it tries again. */
  readonly fetch: () => Promise<unknown>;
};

/** `load` imports the module and picks the component. Stands in a Suspense, for the first time it is shown. */
export function lazyView<P extends object>(load: () => Promise<ComponentType<P>>): LazyView<P> {
  let here: ComponentType<P> | null = null;
  const fetch = async () => {
    here ??= await load();
    return { default: here };
  };
  const Late = lazy(fetch) as unknown as ComponentType<P>; // shown like any other, once it is there
  function View(props: P) {
    const [Shown] = useState(() => here ?? Late); // one of the two for as long as it stands: another has another state
    return createElement(Shown, props);
  }
  return Object.assign(View, { fetch });
}

/** Fetches views before they are wanted. One that cannot be fetched now is fetched when it is shown. */
export function fetchAhead(views: readonly Pick<LazyView<never>, 'fetch'>[]): void {
  for (const view of views) view.fetch().catch(() => undefined);
}
