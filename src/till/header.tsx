/** The dark bar over every screen of a signed-in till: where one is, what is saved where, who sells, the time. */
import { useLingui } from '@lingui/react/macro';
import { ChevronDown, Menu } from 'lucide-react';
import { Suspense, useState, type ReactNode } from 'react';
import { nameIn } from '../core/product.ts';
import { IconButton } from '../ui/button.tsx';
import { formatTime } from '../ui/format.ts';
import { langOf } from '../ui/lang.ts';
import { MoneyText } from '../ui/money-text.tsx';
import { SyncPill } from '../ui/pill.tsx';
import { useNow } from './clock.ts';
import { useCounter, useTill, useView } from './counter-context.tsx';
import css from './header.module.css';
import { PrintsChip } from './printing/prints-chip.tsx';
import { MenuSheet, PersonSheet, PrintsSheet, SyncSheet } from './views.ts';

const CHANGE_SHOWN_MS = 60_000;

/** `children` stand in the middle: the search box, or the name of the screen. */
export function Header({ children }: { readonly children: ReactNode }) {
  const { t, i18n } = useLingui();
  const lang = langOf(i18n.locale);
  const { view } = useCounter();
  const store = useTill((state) => state.store);
  const identity = useTill((state) => state.identity);
  const signedIn = useTill((state) => state.signedIn);
  const isPractice = useTill((state) => state.practice !== undefined); // nothing of it is ever sent
  const isSyncOpen = useView((state) => state.sheet === 'sync');
  const isPrintsOpen = useView((state) => state.sheet === 'prints');
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isPersonOpen, setPersonOpen] = useState(false);
  const nowMs = useNow(10_000);
  const person = signedIn === null ? '' : nameIn(signedIn.names, lang);
  return (
    <header className={css.header} data-surface="inverse">
      <IconButton label={t`Menu`} onClick={() => setMenuOpen(true)}>
        <Menu aria-hidden="true" />
      </IconButton>
      <p className={css.place}>
        <span className={css.store}>{store === null ? '' : nameIn(store.names, lang)}</span>
        <span className={css.till}>{identity?.tillCode}</span>
      </p>
      <div className={css.middle}>{children}</div>
      <LastChange nowMs={nowMs} />
      <PrintsChip />
      {isPractice ? null : <HeaderPill />}
      <button type="button" className={css.staff} onClick={() => setPersonOpen(true)}>
        <span>{person}</span>
        <ChevronDown aria-hidden="true" />
      </button>
      <time className={css.clock}>{formatTime({ ms: nowMs, lang, tz: store?.tz })}</time>
      <Suspense fallback={null}>
        {isMenuOpen ? <MenuSheet onClose={() => setMenuOpen(false)} /> : null}
        {isPersonOpen ? <PersonSheet onClose={() => setPersonOpen(false)} /> : null}
        {isPrintsOpen ? <PrintsSheet onClose={() => view.setState({ sheet: null })} /> : null}
        {isSyncOpen ? <SyncSheet onClose={() => view.setState({ sheet: null })} /> : null}
      </Suspense>
    </header>
  );
}

function HeaderPill() {
  const { view } = useCounter();
  const online = useTill((state) => state.online);
  const pending = useTill((state) => state.pending);
  const attention = useTill((state) => state.attention);
  const lastSyncMs = useTill((state) => state.lastSyncMs);
  const mayBeErased = useTill((state) => state.persisted === false);
  const tz = useTill((state) => state.store?.tz);
  return (
    <SyncPill
      online={online}
      pending={pending}
      attention={attention}
      mayBeErased={mayBeErased}
      lastSyncMs={lastSyncMs}
      tz={tz}
      onOpen={() => view.setState({ sheet: 'sync' })}
    />
  );
}

/** The change just given, for the customer who asks again. */
function LastChange({ nowMs }: { readonly nowMs: number }) {
  const { t } = useLingui();
  const sold = useView((state) => state.sold);
  if (sold === null || sold.isShown || nowMs - sold.atMs > CHANGE_SHOWN_MS) return null;
  return (
    <p className={css.change}>
      {t`Last change`} <MoneyText amountMinor={sold.sale.changeMinor} currency={sold.sale.currency} />
    </p>
  );
}
