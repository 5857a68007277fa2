/** Sync health at a glance: quiet while every till has sent everything, amber with the till's name when one has not. */
import { useLingui } from '@lingui/react/macro';
import { CircleAlert, CloudCheck, CloudOff } from 'lucide-react';
import { Link } from 'wouter';
import type { DeviceListed } from '../../wire/office-shop.ts';
import { classNames } from '../../ui/class-names.ts';
import { formatSpan, formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { useSigned } from '../parts/office-context.ts';
import css from './tills-pill.module.css';
import { standingOf, useTills } from './tills.ts';

/** The till that most needs a look: one with entries missing, else one that is silent. */
function worstTill(tills: readonly DeviceListed[], asOfMs: number): DeviceListed | null {
  const open = tills.filter((till) => till.state === 'open');
  const missing = open.filter((till) => till.pending > 0).sort((a, b) => b.pending - a.pending);
  return missing[0] ?? open.find((till) => standingOf(till, asOfMs) === 'silent') ?? null;
}

export function TillsPill() {
  const { t, i18n } = useLingui();
  const { store } = useSigned();
  const { value, refusal } = useTills();
  const lang = langOf(i18n.locale);
  if (value === null && refusal === null) return null;
  if (value === null || refusal !== null) {
    return (
      <span className={classNames(css.pill, css.warn)} role="status">
        <CloudOff aria-hidden="true" />
        {t`Server out of reach`}
      </span>
    );
  }
  const till = worstTill(value.rows, value.asOfMs);
  if (till === null) {
    const time = formatTime({ ms: value.asOfMs, lang, tz: store.tz });
    return (
      <Link className={css.pill ?? ''} href="/devices">
        <CloudCheck aria-hidden="true" />
        {t`All synced ${time}`}
      </Link>
    );
  }
  const { tillCode, pending, lastSeenMs } = till;
  const silentFor = formatSpan(value.asOfMs - (lastSeenMs ?? value.asOfMs), lang);
  return (
    <Link className={classNames(css.pill, css.warn)} href="/devices">
      <CircleAlert aria-hidden="true" />
      {pending > 0 ? t`Till ${tillCode} · ${pending} to sync` : t`Till ${tillCode} · offline ${silentFor}`}
    </Link>
  );
}
