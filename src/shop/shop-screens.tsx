/** Which screen the address opens, between the head and the bar. Screens few need come when they are asked for. */
import { useLingui } from '@lingui/react/macro';
import { Suspense, useEffect, useRef, type RefObject } from 'react';
import { Redirect, useLocation } from 'wouter';
import { fetchAhead, lazyView } from '../ui/lazy-view.ts';
import { LiveRegions } from '../ui/live-region.tsx';
import { refusalText } from '../ui/refusal-text.ts';
import { BottomBar } from './frame/bottom-bar.tsx';
import { NoteBar } from './frame/note-bar.tsx';
import { HomeScreen } from './home/home-screen.tsx';
import { links, placeOf, type Place } from './links.ts';
import { ProductScreen } from './product/product-screen.tsx';
import { useShop, useShopper } from './shop-context.ts';
import { whenShown } from './when-shown.ts';

const CartScreen = lazyView(async () => (await import('./cart/cart-screen.tsx')).CartScreen);
const ScanScreen = lazyView(async () => (await import('./scan/scan-screen.tsx')).ScanScreen);
const TillScreen = lazyView(async () => (await import('./till/till-screen.tsx')).TillScreen);
const MeScreen = lazyView(async () => (await import('./me/me-screen.tsx')).MeScreen);
const PurchaseScreen = lazyView(async () => (await import('./me/purchase-screen.tsx')).PurchaseScreen);

/** The screens of the bar below open at once. */
const fetchScreens = (): void => fetchAhead([CartScreen, TillScreen, ScanScreen, MeScreen]);

export function ShopScreens() {
  const [path] = useLocation();
  const { announcer } = useShop();
  const place = placeOf(path);
  const screen = useNewScreen(path);
  useEffect(() => whenShown(fetchScreens), []);
  return (
    <>
      <NoStorage />
      <div ref={screen} tabIndex={-1} className="shop-screen">
        <Suspense fallback={<main aria-busy="true" />}>
          <Screen place={place} />
        </Suspense>
      </div>
      <NoteBar />
      <BottomBar at={place.at} />
      <LiveRegions announcer={announcer} />
    </>
  );
}

/** Another screen begins at its top, for eyes and for readers; what was noted belonged to the one before. */
function useNewScreen(path: string): RefObject<HTMLDivElement | null> {
  const { notes } = useShop();
  const screen = useRef<HTMLDivElement>(null);
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    notes.clear();
    scrollTo(0, 0);
    screen.current?.focus({ preventScroll: true });
  }, [path, notes]);
  return screen;
}

function Screen({ place }: { readonly place: Place }) {
  const storeNo = useShopper((state) => state.storeNo);
  switch (place.at) {
    case 'home':
      return <HomeScreen />;
    case 'product':
      return <ProductScreen digits={String(place.skuNo)} isGtin={false} />;
    case 'link':
      return <ProductScreen digits={place.digits} isGtin />;
    case 'cart':
      return <CartScreen />;
    case 'scan':
      return <ScanScreen />;
    case 'till':
      return <TillScreen />;
    case 'me':
      return <MeScreen />;
    case 'purchase':
      return <PurchaseScreen saleId={place.saleId} />;
    case 'receipt':
      return <OpenedReceipt />;
    case 'nowhere':
      return <Redirect to={links.home(storeNo)} replace />;
  }
}

/** A camera app opened a receipt's address: it is taken, and leaves the address bar and the history. */
function OpenedReceipt() {
  const { shopper, notes, announcer } = useShop();
  const { t, i18n } = useLingui();
  const [, navigate] = useLocation();
  const isTaken = useRef(false);
  useEffect(() => {
    if (isTaken.current) return;
    isTaken.current = true;
    const receipt = location.href;
    navigate(links.me, { replace: true });
    void shopper.claim(receipt).then((claimed) => {
      if (!claimed.ok && shopper.state.getState().waiting.length > 0) return; // it waits, and its screen says so
      const words = claimed.ok ? t`The receipt is kept on this phone.` : refusalText(i18n, claimed.error);
      if (claimed.ok) {
        notes.say(words);
        announcer.say(words);
      } else {
        notes.refuse(words);
        announcer.alert(words);
      }
    });
  }, [shopper, notes, announcer, navigate, t, i18n]);
  return <main aria-busy="true" />;
}

function NoStorage() {
  const { i18n } = useLingui();
  const isMissing = useShopper((state) => state.phase === 'no_storage');
  return isMissing ? <p className="shop-warning">{refusalText(i18n, { code: 'storage_missing' })}</p> : null;
}
