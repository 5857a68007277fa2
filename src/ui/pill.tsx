/**
 * The sync pill: what is saved where, in one line. Quiet while all is well, amber when facts wait. It never moves focus
 * and opens nothing by itself. The number is of entries the server has not stored yet.
 */
import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { CircleAlert, CloudCheck, CloudOff, RefreshCw } from 'lucide-react';
import { classNames } from './class-names.ts';
import { formatTime } from './format.ts';
import { langOf } from './lang.ts';
import css from './pill.module.css';

export type PillState = {
  readonly online: boolean;
  readonly pending: number;
  readonly attention: number;
  readonly mayBeErased: boolean; // the browser gave no promise to keep our data, and something is unsynced
  readonly lastSyncMs: number | null;
};

type PillKind = 'attention' | 'may_be_erased' | 'offline' | 'syncing' | 'synced';

/** Which of the five is said: the one that most needs a person comes first. */
function pillKind(state: PillState): PillKind {
  if (state.attention > 0) return 'attention';
  if (!state.online) return state.mayBeErased && state.pending > 0 ? 'may_be_erased' : 'offline';
  return state.pending > 0 ? 'syncing' : 'synced';
}

const ICONS = {
  attention: CircleAlert,
  may_be_erased: CircleAlert,
  offline: CloudOff,
  syncing: RefreshCw,
  synced: CloudCheck,
} as const satisfies Record<PillKind, unknown>;

type Props = PillState & { readonly onOpen?: (() => void) | undefined; readonly tz?: string | undefined };

export function SyncPill(props: Props) {
  const kind = pillKind(props);
  const words = usePillWords(props);
  const Icon = ICONS[kind];
  const inside = (
    <>
      <Icon aria-hidden="true" />
      <span>{words}</span>
    </>
  );
  const looks = { className: classNames(css.pill, css[kind]), 'data-waiting': props.pending, 'data-kind': kind };
  if (props.onOpen === undefined) return <span {...looks}>{inside}</span>;
  return (
    <button type="button" {...looks} onClick={props.onOpen}>
      {inside}
    </button>
  );
}

/** The pill's words, also for lists and titles. */
function usePillWords(state: PillState & { readonly tz?: string | undefined }): string {
  const { t, i18n } = useLingui();
  const { pending, attention } = state;
  switch (pillKind(state)) {
    case 'attention':
      return plural(attention, { one: '# needs a person', other: '# need a person' });
    case 'may_be_erased':
      return t`Offline · ${pending} to sync, may be deleted`;
    case 'offline':
      return pending === 0 ? t`Offline` : t`Offline · ${pending} to sync`;
    case 'syncing':
      return t`Syncing ${pending}`;
    case 'synced': {
      if (state.lastSyncMs === null) return t`All synced`;
      const time = formatTime({ ms: state.lastSyncMs, lang: langOf(i18n.locale), tz: state.tz });
      return t`All synced ${time}`;
    }
  }
}
