/** A remote value on a screen: asked when the screen opens, again when its streams move, and now and then. */
import { useContext, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { createRemote, type LoadRemote, type RemoteState } from '../data/remote.ts';
import { LiveContext, useOffice } from './office-context.ts';

type When = {
  /** Streams whose moves matter; none: asked once. */
  readonly streams?: string;
  /** And every so often, for what no stream tells (last seen, pending). */
  readonly everyMs?: number;
};

const AT_MOST_EVERY_MS = 1000;

/** `load` must be stable (useCallback): another one is another question. `streams`: names joined by a space. */
export function useRemote<T>(load: LoadRemote<T>, { streams = '', everyMs }: When = {}): RemoteState<T> {
  const { clock } = useOffice();
  const live = useContext(LiveContext);
  const remote = useMemo(() => createRemote(load, clock), [load, clock]);

  useEffect(() => {
    const { refresh, stop } = remote.getState();
    refresh();
    const names = streams.split(' ').filter((name) => name !== '');
    let soon: ReturnType<typeof setTimeout> | null = null;
    const leave = live?.subscribe((moved) => {
      if (names.length === 0 || (moved !== null && !names.some((name) => moved.includes(name)))) return;
      soon ??= setTimeout(() => {
        soon = null;
        refresh(true);
      }, AT_MOST_EVERY_MS);
    });
    const timer = everyMs === undefined ? null : setInterval(() => refresh(true), everyMs);
    return () => {
      leave?.();
      if (soon !== null) clearTimeout(soon);
      if (timer !== null) clearInterval(timer);
      stop();
    };
  }, [remote, live, streams, everyMs]);

  return useStore(remote);
}
