/** Today (design: figures, what they lack, hours, tills, what needs a person, sales as they arrive). */
import { Plural, useLingui } from '@lingui/react/macro';
import { useCallback } from 'react';
import { useLocation, useParams } from 'wouter';
import { localeOf } from '../../core/written-figures.ts';
import { today as todaySchema, type Today } from '../../wire/office.ts';
import { formatCount, formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { StaleNote } from '../parts/note.tsx';
import { useOffice, useSigned } from '../parts/office-context.ts';
import { Screen } from '../parts/screen.tsx';
import { StorePicker } from '../parts/store-picker.tsx';
import { useRemote } from '../parts/use-remote.ts';
import { ChangeText, FigureCard } from './figure-card.tsx';
import { changePermille } from './figures.ts';
import { HoursPanel } from './hours-panel.tsx';
import { LatestPanel } from './latest-panel.tsx';
import { MissingNotes } from './missing-notes.tsx';
import { SaleSheet } from './sale-sheet.tsx';
import { TillsPanel } from './tills-panel.tsx';
import css from './today-screen.module.css';
import { TodoPanel } from './todo-panel.tsx';

const EVERY_MS = 20_000;

export function TodayScreen() {
  const { t, i18n } = useLingui();
  const { api } = useOffice();
  const { store } = useSigned();
  const { saleId } = useParams();
  const [, go] = useLocation();
  const { storeId } = store;
  const load = useCallback(
    (unattended: boolean) => api.call('GET', `/today?storeId=${storeId}`, { schema: todaySchema, unattended }),
    [api, storeId],
  );
  const { value, refusal, gotMs, refresh } = useRemote(load, { streams: `store:${storeId}`, everyMs: EVERY_MS });
  const lang = langOf(i18n.locale);
  const time = value === null ? '' : formatTime({ ms: value.asOfMs, lang, tz: store.tz });
  return (
    <Screen
      title={t`Today`}
      sub={value === null ? null : `${dayOf(value.date, lang, 'long')} · ${t`As of ${time}`}`}
      actions={<StorePicker />}
    >
      <StaleNote refusal={refusal} gotMs={gotMs} refresh={refresh} />
      {value === null ? null : <DayShown today={value} onChange={refresh} />}
      {saleId === undefined ? null : <SaleSheet saleId={saleId} onClose={() => go('/')} />}
    </Screen>
  );
}

/** "Saturday, 21 November" of a calendar date. */
function dayOf(date: string, lang: 'zh' | 'en', weekday: 'long' | 'short'): string {
  const format = new Intl.DateTimeFormat(localeOf(lang), { weekday, day: 'numeric', month: weekday, timeZone: 'UTC' });
  return format.format(Date.parse(`${date}T00:00:00Z`));
}

function DayShown({ today, onChange }: { readonly today: Today; readonly onChange: () => void }) {
  const { t, i18n } = useLingui();
  const { currency } = useSigned();
  const lang = langOf(i18n.locale);
  const { before } = today;
  const day = dayOf(today.beforeDate, lang, 'short');
  const change = (now: number, then: number | undefined) => (
    <ChangeText permille={changePermille(now, then)} against={day} />
  );
  return (
    <>
      <div className={css.cards}>
        <FigureCard name={t`Net sales so far`} change={change(today.netMinor, before?.netMinor)}>
          <MoneyText amountMinor={today.netMinor} currency={currency} />
        </FigureCard>
        <FigureCard name={t`Sales`} change={change(today.sales, before?.sales)}>
          {formatCount(today.sales, lang)}
        </FigureCard>
        <FigureCard name={t`Average sale`} change={change(today.averageMinor, before?.averageMinor)}>
          <MoneyText amountMinor={today.averageMinor} currency={currency} />
        </FigureCard>
        <FigureCard name={t`Refunds`} change={<Plural value={today.refunds} one="# refund" other="# refunds" />}>
          <MoneyText amountMinor={today.refundsMinor} currency={currency} />
        </FigureCard>
      </div>
      <div className={css.notes}>
        <MissingNotes tills={today.tills} asOfMs={today.asOfMs} />
      </div>
      <div className={css.columns}>
        <div className={css.column}>
          <HoursPanel today={today} against={day} />
          <TillsPanel tills={today.tills} asOfMs={today.asOfMs} />
        </div>
        <div className={css.column}>
          <TodoPanel tasks={today.tasks} asOfMs={today.asOfMs} onDone={onChange} />
          <LatestPanel latest={today.latest} asOfMs={today.asOfMs} />
        </div>
      </div>
    </>
  );
}
