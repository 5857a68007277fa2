/** Beginning and ending practice: what it is, and one key. Who may not alone is asked for a second person's PIN. */
import { Trans, useLingui } from '@lingui/react/macro';
import { GraduationCap } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { refusalText } from '../../ui/refusal-text.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { withApproval } from '../approving.ts';
import { useCounter, useTill, useView } from '../counter-context.tsx';
import { ApprovalSheet } from '../views.ts';
import { beginPractice, endPractice } from './practise.ts';
import css from './practice-part.module.css';

export function PracticePart() {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const approval = useView((state) => state.approval);
  const isOn = useTill((state) => state.practice !== undefined);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const words = isOn ? t`End practice` : t`Begin practice`;
  const act = async (approverId: string | null) => {
    const turn = isOn ? endPractice : beginPractice;
    const done = await turn(counter.tools, localStorage, { approverId });
    if (done.ok)
      location.assign('/till'); // from the beginning: what stands in this page belongs to the other journal
    else setRefused(done.error);
  };
  const ask = () => withApproval(counter, { asked: { action: 'practise' }, words }, (id) => void act(id));
  return (
    <div className={css.part}>
      <p>
        {isOn ? (
          <Trans>What was rung up here is thrown away; how much it was is told to the office.</Trans>
        ) : (
          <Trans>
            Everything works as in real, with numbers of its own: nothing is sold, sent or taken from stock, papers are
            marked, the drawer stays shut. The office is told when it began and ended, and what was rung up.
          </Trans>
        )}
      </p>
      {refused === null ? null : <p role="alert">{refusalText(i18n, refused)}</p>}
      <Button kind={isOn ? 'primary' : 'quiet'} icon={<GraduationCap aria-hidden="true" />} onClick={ask}>
        {words}
      </Button>
      {approval === null ? null : <ApprovalSheet approval={approval} />}
    </div>
  );
}
