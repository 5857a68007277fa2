import { whenIdle } from '../ui/when-idle.ts';

/** Runs once the page's picture has arrived (or there is none) and the browser has a moment: goods come after it. */
export function whenShown(run: () => void): void {
  const picture = document.querySelector<HTMLImageElement>('.shop-photo img');
  const soon = () => whenIdle(run, 1_000);
  if (picture === null || picture.complete) {
    soon();
    return;
  }
  picture.addEventListener('load', soon, { once: true });
  picture.addEventListener('error', soon, { once: true });
}
