/** Cash that goes into or out of the drawer without a sale, and the drawer opened without one: each with its reason. */
import { useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { CashMoved } from '../../core/drawer.ts';
import type { ShiftFact } from '../../core/shift-fact.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { InputField } from '../../ui/field.tsx';
import { formatMoney, formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { moveName } from '../../ui/money-words.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { note as toast } from '../../ui/toast.tsx';
import { withApproval } from '../approving.ts';
import { moveCash, openDrawer } from '../commands/move-cash.ts';
import { useCounter, useSettings, useTill, useView } from '../counter-context.tsx';
import { refuse } from '../notices.ts';
import { openDrawerNow } from '../printing/drawer.ts';
import { NoticeList } from '../sell/notice-list.tsx';
import { TitledScreen } from '../titled-screen.tsx';
import { ApprovalSheet } from '../views.ts';
import css from './cash-screen.module.css';
import { personName } from './shift-words.ts';
import { SumField, sumOf } from './sum-field.tsx';

const WAYS = [
  { reason: 'pay_in', direction: 'in' },
  { reason: 'pay_out', direction: 'out' },
  { reason: 'skim', direction: 'out' },
  { reason: 'float', direction: 'in' },
  { reason: 'float', direction: 'out' },
] as const satisfies readonly Pick<CashMoved, 'reason' | 'direction'>[];
type Way = (typeof WAYS)[number];

export function CashScreen() {
  const { t } = useLingui();
  const [, go] = useLocation();
  const approval = useView((state) => state.approval);
  const hasShift = useTill((state) => state.shift !== null);
  const [moves, readAgain] = useMoves();
  if (!hasShift) {
    return (
      <TitledScreen title={t`Cash drawer`}>
        <EmptyState
          title={t`No shift is open`}
          action={<Button kind="primary" onClick={() => go('/')}>{t`Open shift`}</Button>}
        />
      </TitledScreen>
    );
  }
  return (
    <TitledScreen title={t`Cash drawer`}>
      <NoticeList />
      <main className={css.main}>
        <MoveForm onMoved={readAgain} />
        <div className={css.side}>
          <NoSale onOpened={readAgain} />
          <Moves facts={moves} />
        </div>
      </main>
      {approval === null ? null : <ApprovalSheet approval={approval} />}
    </TitledScreen>
  );
}

function MoveForm({ onMoved }: { readonly onMoved: () => void }) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const lang = langOf(i18n.locale);
  const [way, setWay] = useState<Way>(WAYS[0]);
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const [entryId, setEntryId] = useState(counter.tools.newId); // one act, one id: pressed twice it moves once
  const amountMinor = sumOf(text, currency);
  const amount = formatMoney({ amountMinor: amountMinor ?? 0, currency, lang });
  const name = moveName(i18n, way);
  const move = async (approverId: string | null) => {
    if (amountMinor === null) return;
    const done = await moveCash(counter.tools, { entryId, ...way, amountMinor, note, approverId });
    if (!done.ok) {
      refuse(counter, done.error);
      return;
    }
    void openDrawerNow(counter);
    toast(counter.toasts, t`${name}: ${amount}`);
    setText('');
    setNote('');
    setEntryId(counter.tools.newId());
    onMoved();
  };
  const ask = () =>
    withApproval(counter, { asked: { action: 'move_cash' }, words: `${name}: ${amount}` }, (id) => void move(id));
  return (
    <form
      className={css.card}
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <div className={css.ways} role="group" aria-label={t`What for`}>
        {WAYS.map((one) => (
          <Chip key={`${one.reason} ${one.direction}`} chosen={one === way} onClick={() => setWay(one)}>
            {moveName(i18n, one)}
          </Chip>
        ))}
      </div>
      <InputField
        label={t`What it is for`}
        maxLength={80}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <SumField label={t`Amount`} text={text} autoFocus onType={setText} />
      <Button type="submit" kind="primary" size="pay" wide disabled={amountMinor === null || amountMinor === 0}>
        {amountMinor === null || amountMinor === 0 ? name : `${name} ${amount}`}
      </Button>
    </form>
  );
}

/** The drawer opened for another purpose than a sale: a note is changed, something fell behind it. */
function NoSale({ onOpened }: { readonly onOpened: () => void }) {
  const { t } = useLingui();
  const counter = useCounter();
  const [reason, setReason] = useState('');
  const open = async (why: string, approverId: string | null) => {
    const done = await openDrawer(counter.tools, { reason: why, approverId });
    if (!done.ok) {
      refuse(counter, done.error);
      return;
    }
    void openDrawerNow(counter);
    toast(counter.toasts, t`Drawer opened without a sale`);
    setReason('');
    onOpened();
  };
  const ask = () => {
    const words = t`Open the drawer without a sale: ${reason}`;
    withApproval(counter, { asked: { action: 'open_drawer' }, words }, (id) => void open(reason, id));
  };
  return (
    <form
      className={css.card}
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <h2 className={css.title}>{t`Open the drawer without a sale`}</h2>
      <InputField label={t`Why`} maxLength={80} value={reason} onChange={(event) => setReason(event.target.value)} />
      <Button type="submit" size="key" wide disabled={reason.trim() === ''}>
        {t`Open the drawer`}
      </Button>
    </form>
  );
}

function Moves({ facts }: { readonly facts: readonly ShiftFact[] }) {
  const { t, i18n } = useLingui();
  const { tools } = useCounter();
  const { currency } = useSettings();
  const tz = useTill((state) => state.store?.tz);
  const rows = facts.filter((fact) => fact.kind === 'cash.moved' || fact.kind === 'drawer.opened');
  return (
    <section className={css.card} aria-label={t`In this shift`}>
      <h2 className={css.title}>{t`In this shift`}</h2>
      {rows.length === 0 ? <p className={css.hint}>{t`Nothing yet.`}</p> : null}
      <ul>
        {rows
          .toSorted((a, b) => b.wallMs - a.wallMs)
          .map((fact, at) => (
            <li key={at} className={css.row}>
              <span className={css.what}>
                <strong>{fact.kind === 'cash.moved' ? moveName(i18n, fact.body) : t`Drawer opened`}</strong>
                <span className={css.hint}>
                  {[
                    formatTime({ ms: fact.wallMs, lang: langOf(i18n.locale), tz }),
                    personName(tools, fact.staffId),
                    fact.kind === 'cash.moved' ? fact.body.note : fact.body.reason,
                  ]
                    .filter((part) => part !== '')
                    .join(' · ')}
                </span>
              </span>
              {fact.kind === 'cash.moved' ? (
                <MoneyText
                  amountMinor={fact.body.direction === 'in' ? fact.body.amountMinor : 0 - fact.body.amountMinor}
                  currency={currency}
                />
              ) : null}
            </li>
          ))}
      </ul>
    </section>
  );
}

/** What was done to the drawer in this shift, and a way to read it again. */
function useMoves(): readonly [readonly ShiftFact[], () => void] {
  const { tools } = useCounter();
  const shift = useTill((state) => state.shift);
  const [facts, setFacts] = useState<readonly ShiftFact[]>([]);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isLate = false;
    const read = async () => {
      const found = shift === null ? [] : await tools.device.factsOfShift(shift);
      if (!isLate) setFacts(found);
    };
    void read();
    return () => {
      isLate = true;
    };
  }, [tools, shift, turn]);
  return [facts, () => setTurn((before) => before + 1)];
}
