/** What needs a person. Saying that it is dealt with takes it off the list; the facts themselves stay as they are. */
import { useLingui } from '@lingui/react/macro';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import * as z from 'zod/mini';
import type { OfficeTask } from '../../wire/office.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { Button } from '../../ui/button.tsx';
import { formatAgo } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { RefusalNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Panel } from '../parts/panel.tsx';
import { taskWords } from './task-words.ts';
import css from './todo-panel.module.css';

/** An entry kept aside is dealt with where it is decided: merely taking it off the list would leave it unbooked. */
const isKept = ({ code }: OfficeTask): boolean => code === 'entry_parked' || code === 'entry_quarantined';

type Props = { readonly tasks: readonly OfficeTask[]; readonly asOfMs: number; readonly onDone: () => void };

export function TodoPanel({ tasks, asOfMs, onDone }: Props) {
  const { t, i18n } = useLingui();
  const { api } = useOffice();
  const { mayChange } = useSigned();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const lang = langOf(i18n.locale);
  const settle = async (task: OfficeTask) => {
    const answer = await api.call('POST', '/tasks/done', { schema: z.looseObject({}), body: { taskId: task.taskId } });
    setRefusal(answer.ok ? null : answer.error);
    onDone();
  };
  return (
    <Panel title={t`To do`} flush={tasks.length > 0}>
      <RefusalNote refusal={refusal} />
      {tasks.length === 0 ? (
        <p className={css.none}>
          <CircleCheck aria-hidden="true" />
          {t`Nothing needs a person.`}
        </p>
      ) : (
        <ul>
          {tasks.map((task) => (
            <li key={task.taskId} className={css.row}>
              <CircleAlert aria-hidden="true" />
              <span className={css.words}>
                {taskWords(i18n, task)} <span className={css.muted}>{formatAgo(asOfMs - task.atMs, lang)}</span>
              </span>
              {isKept(task) ? (
                <Link href="/inbox">{t`Settle`}</Link>
              ) : mayChange ? (
                <Button onClick={() => void settle(task)}>{t`Dealt with`}</Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
