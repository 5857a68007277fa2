/** A shop's logo, dot by dot, black on white: on the screen as on paper. */
import { useCallback } from 'react';
import { logoDots } from '../wire/logo-dots.ts';
import type { Logo } from '../wire/logo.ts';
import css from './logo-view.module.css';

/** Of a receipt printer: eight dots to the millimetre. */
const MM_PER_DOT = 0.125;

/** On a receipt the shop's name stands below in words: then the picture says nothing of its own (`label` empty). */
type Props = { readonly logo: Logo; readonly label: string };

export function LogoView({ logo, label }: Props) {
  const { widthDots, heightDots } = logo;
  // Drawn as it is put into the page, so that a page printed at once has it.
  const draw = useCallback(
    (canvas: HTMLCanvasElement | null) => {
      const context = canvas?.getContext('2d');
      if (context == null) return;
      const picture = context.createImageData(logo.widthDots, logo.heightDots);
      const dots = logoDots(logo);
      const across = Math.ceil(logo.widthDots / 8);
      for (let at = 0; at < logo.widthDots * logo.heightDots; at += 1) {
        const [x, y] = [at % logo.widthDots, Math.floor(at / logo.widthDots)];
        const isBlack = ((dots[y * across + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
        picture.data.fill(isBlack ? 0 : 255, at * 4, at * 4 + 3);
        picture.data[at * 4 + 3] = 255;
      }
      context.putImageData(picture, 0, 0);
    },
    [logo],
  );
  return (
    <canvas
      ref={draw}
      className={css.logo}
      style={{ inlineSize: `${widthDots * MM_PER_DOT}mm` }}
      width={widthDots}
      height={heightDots}
      {...(label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  );
}
