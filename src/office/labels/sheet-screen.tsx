/** A sheet of labels as it will lie on paper, and printing it. Its address stays, so it can be printed again. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Printer } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Link, useParams } from 'wouter';
import { shownPrice } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField, InputField } from '../../ui/field.tsx';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { qrPath } from '../../ui/qr-code.tsx';
import { labelSheet, type LabelSheet } from '../../wire/office-shop.ts';
import { Note, RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Screen } from '../parts/screen.tsx';
import { useRemote } from '../parts/use-remote.ts';
import { useUnitWords } from '../products/product-words.ts';
import { labelFace, type LabelFace } from './label-face.ts';
import { pagesFor, PAPERS, perPage, placeOf, QUIET_MODULES } from './sheet-layout.ts';
import { ShelfLabel } from './shelf-label.tsx';
import css from './label-sheet.module.css';

const modulesOf = (text: string): number => qrPath(text, 'byte').side - 2 * QUIET_MODULES;

export function SheetScreen() {
  const { t } = useLingui();
  const { api } = useOffice();
  const { sheetId } = useParams();
  const load = useCallback(() => api.call('GET', `/labels/${sheetId ?? ''}`, { schema: labelSheet }), [api, sheetId]);
  const { value, refusal } = useRemote(load);
  return (
    <Screen
      isPaper
      title={t`Labels to print`}
      sub={value === null ? null : <Plural value={value.labels.length} one="# label" other="# labels" />}
      actions={
        <>
          <Link href="/labels">{t`Other labels`}</Link>
          <Button
            kind="primary"
            icon={<Printer aria-hidden="true" />}
            disabled={value === null}
            onClick={() => window.print()}
          >
            {t`Print`}
          </Button>
        </>
      }
    >
      <RefusalNote refusal={refusal} />
      {value === null ? null : <Pages sheet={value} />}
    </Screen>
  );
}

/** Phones cannot open an address of this very machine: labels printed with one are useless on other devices. */
const isLocalOnly = (origin: string): boolean => /\/\/(localhost|127\.|\[::1\])/.test(origin);

function Pages({ sheet }: { readonly sheet: LabelSheet }) {
  const { t, i18n } = useLingui();
  const unitWords = useUnitWords();
  const [withBars, setWithBars] = useState(false);
  const [start, setStart] = useState('1');
  const lang = langOf(i18n.locale);
  const most = perPage(sheet.paper);
  const typed = Number(start);
  const skip = Number.isInteger(typed) && typed >= 1 && typed <= most ? typed - 1 : 0;
  const faces = sheet.labels.map((label) => {
    const shown = shownPrice(label);
    const price =
      shown === null ? t`Price at the till` : formatMoney({ amountMinor: shown, currency: sheet.currency, lang });
    const unit = label.unit === 'pcs' || shown === null ? '' : unitWords[label.unit];
    return labelFace({ sheet, label, price, unit, withBars, modulesOf });
  });
  const pages = Array.from({ length: pagesFor(sheet.paper, sheet.labels.length, skip) }, (_, page) => page);
  return (
    <>
      <div className={css.tools}>
        <CheckField
          label={t`With bars for the till's scanner`}
          checked={withBars}
          onChange={(event) => setWithBars(event.currentTarget.checked)}
        />
        {most === 1 ? null : (
          <InputField
            className={css.narrow}
            label={t`First free label on the sheet`}
            type="number"
            min={1}
            max={most}
            value={start}
            onChange={(event) => setStart(event.currentTarget.value)}
          />
        )}
      </div>
      <div className={css.notes}>
        <CodeNotes origin={sheet.shopOrigin} isTooLong={faces.some((face) => face.code === null)} />
      </div>
      <div className={css.pages}>
        {pages.map((page) => (
          <Page key={page} sheet={sheet} faces={faces} page={page} skip={skip} />
        ))}
      </div>
    </>
  );
}

/** What would make these labels useless, said before they are printed. */
function CodeNotes({ origin, isTooLong }: { readonly origin: string; readonly isTooLong: boolean }) {
  const { t } = useLingui();
  const { isOwner } = useSigned();
  return (
    <>
      {isLocalOnly(origin) ? (
        <Note tone="warn" action={isOwner ? <Link href="/settings">{t`Settings`}</Link> : undefined}>
          <Trans>
            These codes lead to {origin}, which phones cannot reach. Set the shop's address before printing.
          </Trans>
        </Note>
      ) : null}
      {isTooLong ? (
        <Note tone="danger">
          <Trans>The shop's address is too long for a code that can be read. Use a shorter one.</Trans>
        </Note>
      ) : null}
    </>
  );
}

type PageProps = {
  readonly sheet: LabelSheet;
  readonly faces: readonly LabelFace[];
  readonly page: number;
  readonly skip: number;
};

function Page({ sheet, faces, page, skip }: PageProps) {
  const spec = PAPERS[sheet.paper];
  const size = { inlineSize: `${spec.pageWidth}mm`, blockSize: `${spec.pageHeight}mm` };
  return (
    <div className={css.page} data-paper={sheet.paper} style={size}>
      {sheet.labels.map((label, at) => {
        const place = placeOf(sheet.paper, skip + at);
        const face = faces[at];
        if (place.page !== page || face === undefined) return null;
        const corner = { insetInlineStart: `${place.x}mm`, insetBlockStart: `${place.y}mm` };
        return (
          <div
            key={label.labelId}
            className={css.place}
            style={{ ...corner, inlineSize: `${spec.width}mm`, blockSize: `${spec.height}mm` }}
          >
            <ShelfLabel label={label} face={face} spec={spec} />
          </div>
        );
      })}
    </div>
  );
}
