/**
 * The X report: the shift as it stands, on the screen and on paper, at any time. It changes nothing. What the drawer
 * should hold, and every sum that tells it, is shown only when asked for, to whoever may accept a difference or with
 * such a person's approval: whoever counts must not have read it.
 */
import { useLingui } from '@lingui/react/macro';
import { Eye, Printer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ReceiptView } from '../../ui/receipt-view.tsx';
import { withApproval } from '../approving.ts';
import { readX, type XReport } from '../commands/read-shift.ts';
import { useCounter, usePreference, useTill, useView } from '../counter-context.tsx';
import { refuse } from '../notices.ts';
import { NoticeList } from '../sell/notice-list.tsx';
import { TitledScreen } from '../titled-screen.tsx';
import { ApprovalSheet } from '../views.ts';
import css from './report-screen.module.css';
import { xPaper } from './shift-words.ts';

const SEE = { action: 'accept_difference' } as const;

export function ReportScreen() {
  const { t } = useLingui();
  const counter = useCounter();
  const [, go] = useLocation();
  const paperMm = usePreference((chosen) => chosen.paperMm);
  const approval = useView((state) => state.approval);
  const report = useX();
  const [isShown, setShown] = useState(false);
  const hasShift = useTill((state) => state.shift !== null);
  if (!hasShift) {
    return (
      <TitledScreen title={t`X report`}>
        <EmptyState
          title={t`No shift is open`}
          action={<Button kind="primary" onClick={() => go('/')}>{t`Open shift`}</Button>}
        />
      </TitledScreen>
    );
  }
  const rows = report === null ? [] : xPaper(counter.tools, report, isShown);
  const print = () => counter.desk.print({ rows, qr: null }, t`X report`);
  const see = () =>
    withApproval(counter, { asked: SEE, words: t`Show what the drawer should hold` }, () => setShown(true));
  return (
    <TitledScreen title={t`X report`}>
      <NoticeList />
      <main className={css.main}>
        <div className={css.paper} tabIndex={0} role="region" aria-label={t`X report`}>
          <ReceiptView rows={rows} paperMm={paperMm} />
        </div>
        <div className={css.acts}>
          <p className={css.hint}>{t`The figures so far, from the journal of this till. Nothing is closed by it.`}</p>
          {isShown ? null : (
            <p className={css.hint}>
              {t`Cash, and sums with cash in them, are kept back: the drawer is counted without knowing them.`}
            </p>
          )}
          {isShown ? null : (
            <Button size="key" wide icon={<Eye aria-hidden="true" />} onClick={see}>
              {t`Show expected cash`}
            </Button>
          )}
          <Button
            kind="primary"
            size="key"
            wide
            disabled={report === null}
            icon={<Printer aria-hidden="true" />}
            onClick={() => void print()}
          >
            {t`Print`}
          </Button>
        </div>
      </main>
      {approval === null ? null : <ApprovalSheet approval={approval} />}
    </TitledScreen>
  );
}

/** Read once, when the screen is opened: a figure that moves while it is read serves nobody. */
function useX(): XReport | null {
  const counter = useCounter();
  const [report, setReport] = useState<XReport | null>(null);
  useEffect(() => {
    let isLate = false;
    const read = async () => {
      const done = await readX(counter.tools);
      if (isLate) return;
      if (done.ok) setReport(done.value);
      else refuse(counter, done.error);
    };
    void read();
    return () => {
      isLate = true;
    };
  }, [counter]);
  return report;
}
