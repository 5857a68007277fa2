/**
 * The day ends in three steps that unlock from left to right: count blind, see the difference, sign the Z. What the
 * drawer should hold stays hidden until the count is done. All of it works offline.
 */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { ReceiptRow } from '../../core/receipt.ts';
import type { ShiftClosed } from '../../core/shift.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatMoney, formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { isFarOff } from '../../core/drawer.ts';
import { closeShift, countCash, drawerOff, previewZ, type CashCount } from '../commands/close-shift.ts';
import { readX } from '../commands/read-shift.ts';
import { settingsOf } from '../commands/tools.ts';
import { withApproval } from '../approving.ts';
import { ApprovalSheet } from '../sell/approval-sheet.tsx';
import { useCounter, useTill, useView } from '../counter-context.tsx';
import { TitledScreen } from '../titled-screen.tsx';
import { NoticeList } from '../sell/notice-list.tsx';
import { refuse } from '../notices.ts';
import { useOneAtATime } from '../one-at-a-time.ts';
import { CountStep, type Counted } from './count-step.tsx';
import css from './close-shift-screen.module.css';
import { HeldAtClose } from './held-at-close.tsx';
import { zPaper } from './shift-words.ts';
import { DifferenceStep, ZStep } from './z-steps.tsx';

type Progress =
  | { readonly at: 'count' }
  | { readonly at: 'difference' | 'sign'; readonly count: CashCount; readonly z: ShiftClosed }
  | { readonly at: 'done'; readonly z: ShiftClosed; readonly rows: readonly ReceiptRow[] };

export function CloseShiftScreen() {
  const { t, i18n } = useLingui();
  const [, go] = useLocation();
  const { tools } = useCounter();
  const shift = useTill((state) => state.shift);
  const store = useTill((state) => state.store);
  const approval = useView((state) => state.approval);
  const { progress, count, accept, recount, sign } = useClosing();
  const [note, setNote] = useState('');
  const since = shift === null ? '' : formatTime({ ms: shift.openedMs, lang: langOf(i18n.locale), tz: store?.tz });
  const [hadShift] = useState(shift !== null); // it is gone once the Z is signed, and this screen still shows that
  if (!hadShift) {
    return (
      <EmptyState
        title={t`No shift is open`}
        action={<Button kind="primary" onClick={() => go('/')}>{t`Open shift`}</Button>}
      />
    );
  }
  return (
    <TitledScreen title={t`Close shift`} aside={shift === null ? null : t`open since ${since}`}>
      <NoticeList />
      <HeldAtClose />
      <main className={css.steps}>
        <CountStep isDone={progress.at !== 'count'} onDone={count} />
        <DifferenceStep
          z={progress.at === 'count' ? null : progress.z}
          isDone={progress.at === 'sign' || progress.at === 'done'}
          isFar={progress.at !== 'count' && isFarOff(progress.z.diffMinor, drawerOff(tools))}
          note={note}
          onNote={setNote}
          onAccept={accept}
          onRecount={recount}
        />
        <ZStep
          z={progress.at === 'sign' || progress.at === 'done' ? progress.z : null}
          rows={progress.at === 'done' ? progress.rows : null}
          onSign={() => void sign(note)}
          onLeave={() => go('/')}
        />
      </main>
      {approval === null ? null : <ApprovalSheet approval={approval} />}
    </TitledScreen>
  );
}

/** The steps as acts. A person who may not close alone is asked for an approver once, at the count. */
function useClosing() {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { tools } = counter;
  const [progress, setProgress] = useState<Progress>({ at: 'count' });
  const once = useOneAtATime();
  const countAs = async (counted: Counted, approverId: string | null) => {
    const done = await countCash(tools, { ...counted, approverId });
    if (!done.ok) {
      refuse(counter, done.error);
      return;
    }
    const z = await previewZ(tools, done.value);
    if (z.ok) setProgress({ at: 'difference', count: done.value, z: z.value });
    else refuse(counter, z.error);
  };
  const count = (counted: Counted) => {
    const asked = { action: 'close_shift' } as const;
    withApproval(
      counter,
      { asked, words: t`Close the shift of this till` },
      (id) => void once(() => countAs(counted, id)),
    );
  };
  /** A drawer that is far off needs a reason, and somebody who may accept it. */
  const accept = () => {
    if (progress.at !== 'difference') return;
    const { z, count: counted } = progress;
    const agree = (approverId: string | null) =>
      setProgress({ at: 'sign', z, count: { ...counted, approverId: approverId ?? counted.approverId } });
    if (!isFarOff(z.diffMinor, drawerOff(tools))) {
      agree(null);
      return;
    }
    const { currency } = settingsOf(tools);
    const amount = formatMoney({ amountMinor: z.diffMinor, currency, lang: langOf(i18n.locale) });
    withApproval(
      counter,
      { asked: { action: 'accept_difference' }, words: t`A drawer that is off by ${amount}` },
      agree,
    );
  };
  const sign = async (note: string) => {
    if (progress.at !== 'sign') return;
    const x = await readX(tools); // its hours, while the shift is open
    const closed = await closeShift(tools, progress.count, note);
    if (closed.ok) {
      const made = { z: closed.value, hours: x.ok ? x.value.hours : [], openedMs: x.ok ? x.value.shift.openedMs : 0 };
      setProgress({ at: 'done', z: closed.value, rows: zPaper(tools, made) });
      return;
    }
    refuse(counter, closed.error);
    setProgress({ at: 'count' });
  };
  return {
    progress,
    count,
    sign: (note: string) => once(() => sign(note)),
    accept,
    recount: () => setProgress({ at: 'count' }),
  };
}
