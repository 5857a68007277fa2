/** One label as drawn on paper: SVG in millimetres, the QR as whole modules. */
import { useLingui } from '@lingui/react/macro';
import { nameIn } from '../../core/product.ts';
import { classNames } from '../../ui/class-names.ts';
import { langOf } from '../../ui/lang.ts';
import { qrPath } from '../../ui/qr-code.tsx';
import type { ShelfLabel as Label } from '../../wire/office-shop.ts';
import { barsPath } from './bars.ts';
import type { LabelFace, TextBox } from './label-face.ts';
import type { PaperSpec } from './sheet-layout.ts';
import css from './shelf-label.module.css';

type Props = { readonly label: Label; readonly face: LabelFace; readonly spec: PaperSpec };

function Words({ box, className }: { readonly box: TextBox; readonly className?: string | undefined }) {
  return (
    <text x={box.x} y={box.y} fontSize={box.size} lang={box.lang} className={className}>
      {box.text}
    </text>
  );
}

export function ShelfLabel({ label, face, spec }: Props) {
  const { t, i18n } = useLingui();
  const name = nameIn(label.names, langOf(i18n.locale));
  const price = face.price.text;
  const qr = face.code === null ? null : qrPath(face.link, 'byte');
  return (
    <svg
      className={css.label}
      role="img"
      aria-label={t`Label: ${name}, ${price}`}
      data-link={face.link}
      width={`${spec.width}mm`}
      height={`${spec.height}mm`}
      viewBox={`0 0 ${spec.width} ${spec.height}`}
    >
      <rect className={css.cut} width={spec.width} height={spec.height} strokeWidth={0.1} />
      {face.names.map((box, at) => (
        <Words key={box.text + String(box.y)} box={box} className={at === 0 ? css.strong : undefined} />
      ))}
      <Words box={face.price} className={css.strong} />
      {face.unit === null ? null : <Words box={face.unit} />}
      {face.digits === null ? null : <Words box={face.digits} className={css.digits} />}
      {qr === null || face.code === null ? null : (
        <path
          className={css.ink}
          d={qr.d}
          shapeRendering="crispEdges"
          transform={`translate(${face.code.x} ${face.code.y}) scale(${face.code.module})`}
        />
      )}
      {face.bars === null ? null : (
        <path
          className={classNames(css.ink)}
          d={barsPath(face.bars.modules, 1)}
          shapeRendering="crispEdges"
          transform={`translate(${face.bars.x} ${face.bars.y}) scale(${face.bars.module} ${face.bars.height})`}
        />
      )}
    </svg>
  );
}
