/**
 * A receipt on the screen and on paper: the same rows, black on white. Wide characters keep their columns because
 * amounts are set at the end of their row, not padded with spaces.
 */
import type { ReceiptRow } from '../core/receipt.ts';
import type { Logo } from '../wire/logo.ts';
import { classNames } from './class-names.ts';
import { LogoView } from './logo-view.tsx';
import { QrCode } from './qr-code.tsx';
import css from './receipt-view.module.css';

type Props = {
  readonly rows: readonly ReceiptRow[];
  readonly paperMm: 58 | 80;
  /** The signed code at the foot, and what it is for, in words. */
  readonly qr?: { readonly text: string; readonly label: string } | null;
  readonly logo?: Logo | null; // the shop's, over everything
};

const CODE_SIDE = { 58: 180, 80: 240 } as const;

export function ReceiptView({ rows, paperMm, qr = null, logo = null }: Props) {
  return (
    <article className={classNames(css.receipt, paperMm === 58 ? css.narrow : css.broad)}>
      {logo === null ? null : <LogoView logo={logo} label="" />}
      {rows.map((row, at) => (
        <Row key={at} row={row} />
      ))}
      {qr === null ? null : (
        <div className={css.code}>
          <QrCode text={qr.text} label={qr.label} maxSide={CODE_SIDE[paperMm]} />
          <p>{qr.label}</p>
        </div>
      )}
    </article>
  );
}

function Row({ row }: { readonly row: ReceiptRow }) {
  switch (row.row) {
    case 'rule':
      return <hr className={css.rule} />;
    case 'text':
      return <p className={classNames(row.align === 'center' && css.center, row.strong && css.strong)}>{row.text}</p>;
    case 'pair':
      return (
        <p className={classNames(css.pair, row.strong && css.strong)}>
          <span>{row.left}</span>
          <span className={css.right}>{row.right}</span>
        </p>
      );
  }
}
