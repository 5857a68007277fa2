/**
 * A QR code as crisp SVG: level M, whole pixels per module, four modules of quiet zone, always black on white. Our own
 * payloads are upper case and go in alphanumeric mode (one lower-case letter costs two versions or more); a shelf link
 * is plain text.
 */
import css from './qr-code.module.css';
import { qrModules } from './qr-modules.ts';

/** The dark modules as one SVG path, and the side of the square in modules, quiet zone included. */
export function qrPath(text: string, mode: 'alphanumeric' | 'byte'): { readonly d: string; readonly side: number } {
  const rows = qrModules(text, mode);
  const runs: string[] = [];
  rows.forEach((row, y) => {
    let from = -1;
    for (let x = 0; x <= row.length; x += 1) {
      if (row[x] === true && from < 0) from = x;
      else if (row[x] !== true && from >= 0) {
        runs.push(`M${from} ${y}h${x - from}v1h-${x - from}z`);
        from = -1;
      }
    }
  });
  return { d: runs.join(''), side: rows.length };
}

type Props = {
  readonly text: string;
  readonly label: string; // what the code is for, in words
  /** The largest side wanted, in CSS pixels; the code takes the whole modules that fit. */
  readonly maxSide: number;
};

export function QrCode({ text, label, maxSide }: Props) {
  const { d, side } = qrPath(text, 'alphanumeric');
  const pixels = Math.max(1, Math.floor(maxSide / side)) * side;
  return (
    <svg
      role="img"
      aria-label={label}
      className={css.code}
      width={pixels}
      height={pixels}
      viewBox={`0 0 ${String(side)} ${String(side)}`}
      shapeRendering="crispEdges"
    >
      <rect className={css.paper} width={side} height={side} />
      <path className={css.ink} d={d} />
    </svg>
  );
}
