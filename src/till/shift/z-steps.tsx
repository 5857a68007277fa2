/** Steps 2 and 3: what the drawer should hold against what was counted, then the Z and its signature. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { intoDrawer } from '../../core/drawer.ts';
import type { ReceiptRow } from '../../core/receipt.ts';
import type { ShiftClosed } from '../../core/shift.ts';
import { Button } from '../../ui/button.tsx';
import { Badge, Chip } from '../../ui/chip.tsx';
import { InputField } from '../../ui/field.tsx';
import { formatCount } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { methodName, moveName } from '../../ui/money-words.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { useCounter, useSettings, useTill } from '../counter-context.tsx';
import { personName } from './shift-words.ts';
import { Figure, Step } from './step.tsx';
import css from './z-steps.module.css';

type DifferenceProps = {
  readonly z: ShiftClosed | null;
  readonly isDone: boolean;
  readonly isFar: boolean; // beyond what the shop lets pass
  readonly note: string;
  readonly onNote: (note: string) => void;
  readonly onAccept: () => void;
  readonly onRecount: () => void;
};

export function DifferenceStep({ z, isDone, isFar, note, onNote, onAccept, onRecount }: DifferenceProps) {
  const { t } = useLingui();
  const isOpen = z !== null && !isDone;
  const foot = (
    <>
      <Button size="pay" disabled={!isOpen} onClick={onRecount}>
        {t`Recount`}
      </Button>
      <Button size="pay" kind="primary" disabled={!isOpen || (isFar && note.trim() === '')} onClick={onAccept}>
        {t`Accept`}
      </Button>
    </>
  );
  return (
    <Step no={2} title={t`Difference`} state={z === null ? 'shut' : isDone ? 'done' : 'open'} foot={foot}>
      {z === null ? (
        <p>
          <Trans>Shown when the count is done.</Trans>
        </p>
      ) : (
        <>
          <DrawerFigures z={z} />
          <p className={css.verdict}>
            {z.diffMinor === 0
              ? t`The drawer is right.`
              : z.diffMinor < 0
                ? t`Cash is missing.`
                : t`There is too much cash.`}
          </p>
          {isFar && !isDone ? <p>{t`This far off it needs a reason, and a manager who accepts it.`}</p> : null}
          {z.diffMinor === 0 ? null : <WhyOff note={note} isShut={isDone} onNote={onNote} />}
        </>
      )}
    </Step>
  );
}

/** From the float to what the drawer should hold, and what was found in it. */
function DrawerFigures({ z }: { readonly z: ShiftClosed }) {
  const { t, i18n } = useLingui();
  const { currency } = useSettings();
  const moves = z.moves ?? [];
  const movedMinor = moves.reduce((sum, row) => sum + intoDrawer(row), 0);
  const counted = new Map((z.foreign ?? []).map((row) => [row.currency, row.countedMinor]));
  const foreign = z.byMethod.filter((row) => row.method === 'foreign_cash');
  return (
    <dl>
      <Figure name={t`Float`}>
        <MoneyText amountMinor={z.floatMinor} currency={currency} />
      </Figure>
      <Figure name={t`Cash taken, less change and refunds`}>
        <MoneyText amountMinor={z.expectedMinor - z.floatMinor - movedMinor} currency={currency} />
      </Figure>
      {moves.map((row) => (
        <Figure key={`${row.reason} ${row.direction}`} name={moveName(i18n, row)}>
          <MoneyText amountMinor={intoDrawer(row)} currency={currency} />
        </Figure>
      ))}
      <Figure name={t`Expected cash`} strong>
        <MoneyText amountMinor={z.expectedMinor} currency={currency} />
      </Figure>
      <Figure name={t`Counted cash`}>
        <MoneyText amountMinor={z.countedMinor} currency={currency} />
      </Figure>
      <Figure name={t`Difference`} strong>
        <span className={z.diffMinor === 0 ? css.even : css.off}>
          <MoneyText amountMinor={z.diffMinor} currency={currency} />
        </span>
      </Figure>
      {foreign.map(({ currency: other = '', foreignMinor = 0 }) => (
        <Figure key={other} name={t`Difference in ${other}`}>
          <MoneyText amountMinor={(counted.get(other) ?? 0) - foreignMinor} currency={other} />
        </Figure>
      ))}
    </dl>
  );
}

type WhyProps = { readonly note: string; readonly isShut: boolean; readonly onNote: (note: string) => void };

/** Why the drawer is off, in words; the usual ones at one touch. */
function WhyOff({ note, isShut, onNote }: WhyProps) {
  const { t } = useLingui();
  const usual = [t`Wrong change`, t`Not known`];
  return (
    <div className={css.why}>
      <div className={css.usual} role="group" aria-label={t`Why there is a difference`}>
        {usual.map((words) => (
          <Chip key={words} chosen={note === words} disabled={isShut} onClick={() => onNote(words)}>
            {words}
          </Chip>
        ))}
      </div>
      <InputField
        label={t`Note`}
        maxLength={150}
        disabled={isShut}
        value={note}
        onChange={(event) => onNote(event.target.value)}
      />
    </div>
  );
}

type ZProps = {
  readonly z: ShiftClosed | null;
  /** The paper, once it is signed. */
  readonly rows: readonly ReceiptRow[] | null;
  readonly onSign: () => void;
  readonly onLeave: () => void;
};

export function ZStep({ z, rows, onSign, onLeave }: ZProps) {
  const { t } = useLingui();
  const { desk } = useCounter();
  const print = () => desk.print({ rows: rows ?? [], qr: null }, t`Z report`);
  const isSigned = rows !== null;
  const foot = isSigned ? (
    <>
      <Button size="pay" onClick={() => void print()}>
        {t`Print`}
      </Button>
      <Button size="pay" kind="primary" onClick={onLeave}>
        {t`Done`}
      </Button>
    </>
  ) : (
    <Button size="pay" kind="primary" disabled={z === null} onClick={onSign}>
      {t`Sign and close`}
    </Button>
  );
  return (
    <Step no={3} title={t`Z report`} state={z === null ? 'shut' : isSigned ? 'done' : 'open'} foot={foot}>
      {z === null ? (
        <p>
          <Trans>Shown when the difference is accepted.</Trans>
        </p>
      ) : (
        <ZFigures z={z} />
      )}
    </Step>
  );
}

function ZFigures({ z }: { readonly z: ShiftClosed }) {
  const { t, i18n } = useLingui();
  const { currency } = useSettings();
  const { tools } = useCounter();
  const pending = useTill((state) => state.pending);
  const lang = langOf(i18n.locale);
  const zNo = String(z.zNo).padStart(4, '0');
  return (
    <>
      <dl>
        <Figure name={t`Z report`}>
          <strong>{zNo}</strong>
        </Figure>
        <Figure name={t`Sales (${formatCount(z.sales, lang)})`}>
          <MoneyText amountMinor={z.salesMinor} currency={currency} />
        </Figure>
        <Figure name={t`Refunds (${formatCount(z.returns, lang)})`}>
          <MoneyText amountMinor={0 - z.returnsMinor} currency={currency} />
        </Figure>
        {z.byMethod.map((row) => (
          <Figure key={methodName(i18n, row)} name={methodName(i18n, row)}>
            <MoneyText amountMinor={row.amountMinor} currency={currency} />
          </Figure>
        ))}
        {z.byTax.map((row) => (
          <Figure
            key={`${String(row.taxBp)} ${row.taxId ?? ''}`}
            name={t`Tax included ${formatCount(row.taxBp / 100, lang)}%`}
          >
            <MoneyText amountMinor={row.taxMinor} currency={currency} />
          </Figure>
        ))}
        <Figure name={t`Difference`}>
          <MoneyText amountMinor={z.diffMinor} currency={currency} />
        </Figure>
        {(z.byStaff ?? []).map((row) => (
          <Figure key={row.staffId} name={`${personName(tools, row.staffId)} (${formatCount(row.sales, lang)})`}>
            <MoneyText amountMinor={row.salesMinor - row.returnsMinor} currency={currency} />
          </Figure>
        ))}
        <Figure name={t`Running total`} strong>
          <MoneyText amountMinor={z.grandTotalMinor} currency={currency} />
        </Figure>
      </dl>
      {z.provisional ? (
        <p className={css.wait}>
          <Badge tone="warn">{t`Provisional`}</Badge>{' '}
          <Plural
            value={pending}
            one="# entry waits to sync. The number is fixed now; it is final when the entry arrives."
            other="# entries wait to sync. The number is fixed now; it is final when they arrive."
          />
        </p>
      ) : null}
    </>
  );
}
