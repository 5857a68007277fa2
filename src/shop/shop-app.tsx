/** The shopper's phone, put together: what it is made with is made here and nowhere else. */
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createShopperState, type Shopper } from '../client/shopper/shopper-state.ts';
import { keptLang } from '../ui/lang.ts';
import { createAnnouncer } from '../ui/live-region.tsx';
import { createSounds } from '../ui/sound.ts';
import { activateWords, firstLang } from '../ui/words.ts';
import { SHOP_PAGE_ID, shopPage, type ShopPage } from '../wire/shop.ts';
import { createNotes } from './frame/notes.ts';
import { lazyShopper } from './lazy-shopper.ts';
import { rememberLang } from './lang-cookie.ts';
import { storeNoIn } from './links.ts';
import { createOffers } from './offers/offer-store.ts';
import './product/product-page.css';
import { ShopContext, type Shop } from './shop-context.ts';
import { ShopScreens } from './shop-screens.tsx';
import { whenShown } from './when-shown.ts';

const LOOK_AGAIN_MS = 60_000;

/** What the server wrote into the page, as data. */
function writtenPage(): ShopPage | null {
  const text = document.getElementById(SHOP_PAGE_ID)?.textContent;
  if (text == null) return null;
  const page = shopPage.safeParse(JSON.parse(text));
  return page.success ? page.data : null;
}

function makeShop(): Shop {
  const page = writtenPage();
  const state = createShopperState();
  const from = { page, storeNo: storeNoIn(location.search) };
  const load = async () => {
    const { makePhone } = await import('./phone.ts');
    const phone = makePhone(state);
    await phone.open(from);
    return phone;
  };
  return {
    shopper: lazyShopper(state, load),
    offers: createOffers(),
    page,
    announcer: createAnnouncer(),
    notes: createNotes((run, ms) => void setTimeout(run, ms)),
    sounds: createSounds(() => true),
    origin: location.origin,
    clock: () => Date.now(),
  };
}

/** The network may be back, or the shopper is: what waits is tried again. */
function keepAwakeToTheWorld(shopper: Shopper): void {
  const wake = () => {
    if (!document.hidden) void shopper.wake();
  };
  window.addEventListener('online', wake);
  document.addEventListener('visibilitychange', wake);
  setInterval(wake, LOOK_AGAIN_MS);
  wake();
}

/** Shows the shop in place of what the server wrote, once its words are here; the rest waits for the picture. */
export function mount(root: HTMLElement): void {
  const shop = makeShop();
  void activateWords('shop', firstLang(keptLang(), navigator.languages)).then(() => {
    rememberLang(i18n);
    createRoot(root).render(
      <StrictMode>
        <I18nProvider i18n={i18n}>
          <ShopContext value={shop}>
            <ShopScreens />
          </ShopContext>
        </I18nProvider>
      </StrictMode>,
    );
    whenShown(() => {
      keepAwakeToTheWorld(shop.shopper);
      void keepOffline(shop.shopper);
      followOffers(shop);
    });
  });
}

/** Reckoning offers is fetched once there is one. */
function followOffers({ shopper: { state }, offers, clock }: Shop): void {
  const stop = state.subscribe(({ goods }) => {
    if (goods === null || goods.offers.length === 0) return;
    stop();
    const every = (run: () => void, ms: number) => void setInterval(run, ms);
    void import('./offers/reckon-offers.ts').then((reckon) => reckon.followOffers(state, offers, { clock, every }));
  });
}

/**
 * The service worker keeps the shop for basements. A cart on its way to the till is never reloaded under the camera.
 */
async function keepOffline(shopper: Shopper): Promise<void> {
  const { registerServiceWorker } = await import('../client/service-worker.ts');
  const isBusy = () => shopper.state.getState().cart?.state === 'handed_off';
  await registerServiceWorker({ face: 'shop', isBusy, onUpdateReady: () => undefined });
}
