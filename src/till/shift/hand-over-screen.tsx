/**
 * The shift passes to another person without a Z: the drawer is counted between the two, blind, or both agree not to;
 * then who takes it signs in. The difference is shown to both, and stands with the one who gave it.
 */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { HandoverCount } from '../../core/drawer.ts';
import type { Minor } from '../../core/money.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { MoneyText } from '../../ui/money-text.tsx';
import { countForHandover, takeOverShift } from '../commands/hand-over.ts';
import { useCounter, useSettings, useTill } from '../counter-context.tsx';
import { refuse } from '../notices.ts';
import { NoticeList } from '../sell/notice-list.tsx';
import { PersonAndPin } from '../sign-in/person-and-pin.tsx';
import { TitledScreen } from '../titled-screen.tsx';
import { CountStep } from './count-step.tsx';
import css from './hand-over-screen.module.css';
import { personName } from './shift-words.ts';
import { Figure, Step } from './step.tsx';

type Progress =
  | { readonly at: 'count' }
  | { readonly at: 'person'; readonly countedMinor: Minor | null }
  | { readonly at: 'done'; readonly count: HandoverCount | null };

export function HandOverScreen() {
  const { t } = useLingui();
  const [, go] = useLocation();
  const { tools } = useCounter();
  const shift = useTill((state) => state.shift);
  const [progress, setProgress] = useState<Progress>({ at: 'count' });
  if (shift === null) {
    return (
      <TitledScreen title={t`Hand over shift`}>
        <EmptyState
          title={t`No shift is open`}
          action={<Button kind="primary" onClick={() => go('/')}>{t`Open shift`}</Button>}
        />
      </TitledScreen>
    );
  }
  const holder = personName(tools, shift.staffId);
  return (
    <TitledScreen title={t`Hand over shift`} aside={t`now with ${holder}`}>
      <NoticeList />
      <main className={css.main}>
        <CountStep
          isDone={progress.at !== 'count'}
          onDone={({ countedMinor }) => setProgress({ at: 'person', countedMinor })}
          onSkip={() => setProgress({ at: 'person', countedMinor: null })}
        />
        <TakeStep progress={progress} onTaken={(count) => setProgress({ at: 'done', count })} />
      </main>
    </TitledScreen>
  );
}

type TakeProps = { readonly progress: Progress; readonly onTaken: (count: HandoverCount | null) => void };

function TakeStep({ progress, onTaken }: TakeProps) {
  const { t } = useLingui();
  const counter = useCounter();
  const { tools } = counter;
  const [, go] = useLocation();
  const staff = useTill((state) => state.staff);
  const holderId = useTill((state) => state.shift?.staffId);
  const people = staff.filter((one) => one.pin !== null && one.role !== 'auditor' && one.staffId !== holderId);
  const take = async () => {
    if (progress.at !== 'person') return;
    const counted = progress.countedMinor === null ? null : await countForHandover(tools, progress.countedMinor);
    if (counted !== null && !counted.ok) {
      refuse(counter, counted.error);
      return;
    }
    const taken = await takeOverShift(tools, counted === null ? null : counted.value);
    if (taken.ok) onTaken(counted === null ? null : counted.value);
    else refuse(counter, taken.error);
  };
  const state = progress.at === 'count' ? 'shut' : progress.at === 'person' ? 'open' : 'done';
  const foot =
    progress.at === 'done' ? (
      <Button kind="primary" size="pay" onClick={() => go('/')}>
        {t`Sell`}
      </Button>
    ) : null;
  return (
    <Step no={2} title={t`Who takes the shift`} state={state} foot={foot}>
      {progress.at === 'count' ? <p>{t`Choose when the count is done.`}</p> : null}
      {progress.at === 'person' ? (
        <PersonAndPin
          people={people}
          prove={(staffId, pin) => tools.device.signIn(staffId, pin)}
          onProved={() => void take()}
        />
      ) : null}
      {progress.at === 'done' ? <Taken count={progress.count} /> : null}
    </Step>
  );
}

function Taken({ count }: { readonly count: HandoverCount | null }) {
  const { t } = useLingui();
  const { tools } = useCounter();
  const { currency } = useSettings();
  const holderId = useTill((state) => state.shift?.staffId ?? null);
  const holder = personName(tools, holderId);
  return (
    <>
      <p className={css.taken}>{t`The shift is with ${holder} now.`}</p>
      {count === null ? (
        <p>{t`It was not counted.`}</p>
      ) : (
        <dl>
          <Figure name={t`Expected cash`}>
            <MoneyText amountMinor={count.expectedMinor} currency={currency} />
          </Figure>
          <Figure name={t`Counted cash`}>
            <MoneyText amountMinor={count.countedMinor} currency={currency} />
          </Figure>
          <Figure name={t`Difference`} strong>
            <MoneyText amountMinor={count.diffMinor} currency={currency} />
          </Figure>
        </dl>
      )}
    </>
  );
}
