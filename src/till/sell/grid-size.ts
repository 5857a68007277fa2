/** How many tiles fit: measured from the box and the tile tokens, so a page is always full and never scrolls. */
import { useLayoutEffect, useState, type RefObject } from 'react';

type GridSize = { readonly columns: number; readonly rows: number };

const BEFORE_MEASURED: GridSize = { columns: 5, rows: 4 };

/** Columns and rows of tiles of at least `tileW` by `tileH` in a box, one at least of each. */
function gridSize(
  box: { readonly width: number; readonly height: number },
  tile: {
    readonly width: number;
    readonly height: number;
    readonly gap: number;
  },
): GridSize {
  const fit = (room: number, each: number) => Math.max(1, Math.floor((room + tile.gap) / (each + tile.gap)));
  return { columns: fit(box.width, tile.width), rows: fit(box.height, tile.height) };
}

export function useGridSize(ref: RefObject<HTMLElement | null>): GridSize {
  const [size, setSize] = useState(BEFORE_MEASURED);
  useLayoutEffect(() => {
    const box = ref.current;
    if (box === null || typeof ResizeObserver === 'undefined') return undefined;
    const measure = () => {
      const style = getComputedStyle(box);
      const token = (name: string) => Number.parseFloat(style.getPropertyValue(name));
      const tile = { width: token('--tile-w'), height: token('--tile-h'), gap: token('--tile-gap') };
      if (Number.isNaN(tile.width) || box.clientWidth === 0) return;
      const next = gridSize({ width: box.clientWidth, height: box.clientHeight }, tile);
      setSize((last) => (last.columns === next.columns && last.rows === next.rows ? last : next));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    measure();
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
