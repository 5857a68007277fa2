/**
 * Goods without a sale: what is on hand and how old that figure is, goods that come, go or are counted. All of it works
 * without the network.
 */
import { useLingui } from '@lingui/react/macro';
import { Suspense, useState } from 'react';
import { Chip } from '../../ui/chip.tsx';
import { formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { useCatalogueTick, useCounter, useTill, useView } from '../counter-context.tsx';
import { NoticeList } from '../sell/notice-list.tsx';
import { TitledScreen } from '../titled-screen.tsx';
import { ApprovalSheet } from '../views.ts';
import { Arrivals } from './arrivals.tsx';
import { GoodsForm } from './goods-form.tsx';
import { OnHand } from './on-hand.tsx';
import css from './stock.module.css';
import { useMovementNames } from './stock-words.ts';
import { Stocktake } from './stocktake.tsx';

const TASKS = ['look', 'receive', 'arrive', 'send', 'waste', 'adjust', 'count'] as const;
type Task = (typeof TASKS)[number];
const BETWEEN_STORES: readonly Task[] = ['arrive', 'send'];

export function StockScreen() {
  const { t, i18n } = useLingui();
  const { tools } = useCounter();
  const { catalogue } = tools.device;
  const approval = useView((state) => state.approval);
  const lastSyncMs = useTill((state) => state.lastSyncMs);
  const tz = useTill((state) => state.store?.tz);
  const [task, setTask] = useState<Task>('look');
  const movementNames = useMovementNames();
  useCatalogueTick();
  const coming = catalogue.transfers().length;
  const names: Record<Task, string> = { look: t`On hand`, count: t`Stocktake`, ...movementNames };
  const time = lastSyncMs === null ? '' : formatTime({ ms: lastSyncMs, lang: langOf(i18n.locale), tz });
  const tasks = TASKS.filter((one) => catalogue.stores().length > 1 || !BETWEEN_STORES.includes(one));
  return (
    <TitledScreen title={t`Stock`} aside={lastSyncMs === null ? t`Not synced yet` : t`As of ${time}`}>
      <NoticeList />
      <main className={css.main}>
        <div className={css.tasks} role="group" aria-label={t`What to do`}>
          {tasks.map((one) => (
            <Chip key={one} chosen={one === task} onClick={() => setTask(one)}>
              {one === 'arrive' && coming > 0 ? `${names[one]} (${String(coming)})` : names[one]}
            </Chip>
          ))}
        </div>
        <TaskPart key={task} task={task} />
      </main>
      <Suspense fallback={null}>{approval === null ? null : <ApprovalSheet approval={approval} />}</Suspense>
    </TitledScreen>
  );
}

function TaskPart({ task }: { readonly task: Task }) {
  switch (task) {
    case 'look':
      return <OnHand />;
    case 'count':
      return <Stocktake />;
    case 'arrive':
      return <Arrivals />;
    case 'receive':
    case 'send':
    case 'waste':
    case 'adjust':
      return <GoodsForm movement={task} />;
  }
}
