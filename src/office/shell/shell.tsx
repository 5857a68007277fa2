/** The frame of the office: header, navigation, the screen. Screens are loaded once the first one stands. */
import { useLingui } from '@lingui/react/macro';
import { Menu, ShoppingBag, Store as TillIcon } from 'lucide-react';
import { Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { IconButton } from '../../ui/button.tsx';
import { Badge } from '../../ui/chip.tsx';
import { LanguageSwitch } from '../../ui/language-switch.tsx';
import { fetchAhead, lazyView } from '../../ui/lazy-view.ts';
import { whenIdle } from '../../ui/when-idle.ts';
import { officeSession } from '../../wire/office.ts';
import { atWork } from '../data/at-work.ts';
import { LiveContext, useOffice } from '../parts/office-context.ts';
import { Screen } from '../parts/screen.tsx';
import { PLACES, placeOf } from './nav.ts';
import { SearchBox } from './search-box.tsx';
import css from './shell.module.css';
import { TillsContext, useTills, useTillsRemote } from './tills.ts';
import { TillsPill } from './tills-pill.tsx';
import { UserMenu } from './user-menu.tsx';

const TodayScreen = lazyView(async () => (await import('../today/today-screen.tsx')).TodayScreen);
const ShiftsScreen = lazyView(async () => (await import('../shifts/shifts-screen.tsx')).ShiftsScreen);
const AccountsScreen = lazyView(async () => (await import('../accounts/accounts-screen.tsx')).AccountsScreen);
const ProductsScreen = lazyView(async () => (await import('../products/products-screen.tsx')).ProductsScreen);
const ExceptionsScreen = lazyView(async () => (await import('../exceptions/exceptions-screen.tsx')).ExceptionsScreen);
const StockScreen = lazyView(async () => (await import('../stock/stock-screen.tsx')).StockScreen);
const InboxScreen = lazyView(async () => (await import('../inbox/inbox-screen.tsx')).InboxScreen);
const ImportScreen = lazyView(async () => (await import('../import/import-screen.tsx')).ImportScreen);
const LabelsScreen = lazyView(async () => (await import('../labels/labels-screen.tsx')).LabelsScreen);
const SheetScreen = lazyView(async () => (await import('../labels/sheet-screen.tsx')).SheetScreen);
const PromotionsScreen = lazyView(async () => (await import('../promotions/promotions-screen.tsx')).PromotionsScreen);
const TaxesScreen = lazyView(async () => (await import('../taxes/taxes-screen.tsx')).TaxesScreen);
const DevicesScreen = lazyView(async () => (await import('../devices/devices-screen.tsx')).DevicesScreen);
const JournalScreen = lazyView(async () => (await import('../journal/journal-screen.tsx')).JournalScreen);
const MembersScreen = lazyView(async () => (await import('../members/members-screen.tsx')).MembersScreen);
const StaffScreen = lazyView(async () => (await import('../staff/staff-screen.tsx')).StaffScreen);
const SettingsScreen = lazyView(async () => (await import('../settings/settings-screen.tsx')).SettingsScreen);

const SCREENS = [
  TodayScreen, ShiftsScreen, ProductsScreen, StockScreen, InboxScreen, ImportScreen, LabelsScreen, PromotionsScreen,
  TaxesScreen, DevicesScreen, MembersScreen, StaffScreen, SettingsScreen, ExceptionsScreen,
  AccountsScreen,
]; // prettier-ignore
const FETCHED_WITHIN_MS = 3000;

/** What stands in the navigation opens at once. */
const fetchScreens = (): void => fetchAhead(SCREENS);

export function Shell() {
  const { openLive } = useOffice();
  useAtWork();
  const live = useMemo(() => openLive(), [openLive]);
  useEffect(() => () => live.close(), [live]);
  useEffect(() => whenIdle(fetchScreens, FETCHED_WITHIN_MS), []);
  return (
    <LiveContext value={live}>
      <Frame />
    </LiveContext>
  );
}

/** Keeps the session of a person who works on one form for long. */
function useAtWork(): void {
  const { api, clock } = useOffice();
  useEffect(() => {
    const tell = () => void api.call('GET', '/session', { schema: officeSession });
    const heard = atWork(tell, clock);
    for (const name of KEYS) window.addEventListener(name, heard, { passive: true });
    return () => {
      for (const name of KEYS) window.removeEventListener(name, heard);
    };
  }, [api, clock]);
}

const KEYS = ['keydown', 'pointerdown'] as const;

function Frame() {
  const { t } = useLingui();
  const tills = useTillsRemote();
  const [path] = useLocation();
  const place = placeOf(path);
  const [folded, setFolded] = useState(true);
  const main = useRef<HTMLElement>(null);
  const shown = useRef(place);
  useEffect(() => {
    if (shown.current === place) return;
    shown.current = place;
    main.current?.focus({ preventScroll: true }); // a reader begins at the new screen, a keyboard too
    main.current?.scrollTo(0, 0);
  }, [place]);

  return (
    <TillsContext value={tills}>
      <div className={css.shell}>
        <a className={css.skip} href="#content">{t`Skip to the content`}</a>
        <header className={css.header} data-surface="inverse">
          <Link className={css.brand} href="/">
            Halfloop 半环
          </Link>
          <IconButton className={css.menu} label={t`Menu`} aria-expanded={!folded} onClick={() => setFolded(!folded)}>
            <Menu aria-hidden="true" />
          </IconButton>
          <SearchBox />
          <span className={css.grow} />
          <TillsPill />
          <LanguageSwitch face="office" short />
          <UserMenu />
        </header>
        <Nav place={place} folded={folded} onGo={() => setFolded(true)} />
        <main id="content" className={css.main} ref={main} tabIndex={-1}>
          <Suspense fallback={<div aria-busy="true" />}>
            <Screens />
          </Suspense>
        </main>
      </div>
    </TillsContext>
  );
}

type NavProps = { readonly place: string; readonly folded: boolean; readonly onGo: () => void };

function Nav({ place, folded, onGo }: NavProps) {
  const { t, i18n } = useLingui();
  const { value } = useTills();
  const waiting = value?.rows.filter((till) => till.state === 'waiting').length ?? 0;
  return (
    <nav className={css.nav} aria-label={t`Office`} data-folded={folded}>
      {PLACES.map(({ path, name, icon: Icon }) => (
        <Link
          key={path}
          className={css.link ?? ''}
          href={path}
          aria-current={place === path ? 'page' : undefined}
          onClick={onGo}
        >
          <Icon aria-hidden="true" />
          {i18n._(name)}
          {path === '/devices' && waiting > 0 ? (
            <span className={css.count}>
              <Badge tone="warn">{waiting}</Badge>
            </span>
          ) : null}
        </Link>
      ))}
      <div className={css.faces}>
        <a className={css.link} href="/till">
          <TillIcon aria-hidden="true" />
          {t`Open the till`}
        </a>
        <a className={css.link} href="/shop">
          <ShoppingBag aria-hidden="true" />
          {t`Open the shop`}
        </a>
      </div>
    </nav>
  );
}

function Screens() {
  const { t } = useLingui();
  return (
    <Switch>
      <Route path="/" component={TodayScreen} />
      <Route path="/sales/:saleId" component={TodayScreen} />
      <Route path="/products" component={ProductsScreen} />
      <Route path="/products/:skuId" component={ProductsScreen} />
      <Route path="/shifts" component={ShiftsScreen} />
      <Route path="/shifts/:shiftId" component={ShiftsScreen} />
      <Route path="/accounts" component={AccountsScreen} />
      <Route path="/exceptions" component={ExceptionsScreen} />
      <Route path="/stock" component={StockScreen} />
      <Route path="/inbox" component={InboxScreen} />
      <Route path="/import" component={ImportScreen} />
      <Route path="/labels" component={LabelsScreen} />
      <Route path="/labels/:sheetId" component={SheetScreen} />
      <Route path="/promotions" component={PromotionsScreen} />
      <Route path="/taxes" component={TaxesScreen} />
      <Route path="/devices" component={DevicesScreen} />
      <Route path="/devices/:deviceId" component={JournalScreen} />
      <Route path="/members" component={MembersScreen} />
      <Route path="/staff" component={StaffScreen} />
      <Route path="/settings" component={SettingsScreen} />
      <Route>
        <Screen title={t`There is no such page.`}>
          <Link href="/">{t`Today`}</Link>
        </Screen>
      </Route>
    </Switch>
  );
}
