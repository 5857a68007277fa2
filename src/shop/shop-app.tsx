/** The shopper's phone, put together: what it is made with is made here and nowhere else. */
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { v7 as uuidv7 } from 'uuid';
import { openDatabase } from '../client/db/open-database.ts';
import { registerServiceWorker } from '../client/service-worker.ts';
import { createShopCalls } from '../client/shopper/shop-calls.ts';
import { ShopCacheDb, ShopJournalDb } from '../client/shopper/shop-db.ts';
import { phoneSecret } from '../client/shopper/shop-keep.ts';
import { createShopper, type Shopper } from '../client/shopper/shopper.ts';
import { keptLang } from '../ui/lang.ts';
import { createAnnouncer } from '../ui/live-region.tsx';
import { createSounds } from '../ui/sound.ts';
import { activateWords, firstLang } from '../ui/words.ts';
import { base64url } from '../wire/proof.ts';
import { SHOP_PAGE_ID, shopPage, type ShopPage } from '../wire/shop.ts';
import { createNotes } from './frame/notes.ts';
import { rememberLang } from './lang-cookie.ts';
import { storeNoIn } from './links.ts';
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

function makeShopper(): Shopper {
  const place = { indexedDB: window.indexedDB, IDBKeyRange: window.IDBKeyRange };
  const journal = new ShopJournalDb(place);
  const cache = new ShopCacheDb(place);
  const news = { onRetired: () => location.reload(), onBlocked: () => undefined };
  const openDatabases = () => Promise.all([openDatabase(journal, news), openDatabase(cache, news)]);
  let secret: Promise<string> | null = null;
  const http = {
    fetch: window.fetch.bind(window),
    origin: location.origin,
    setTimer: (ms: number, fire: () => void) => {
      const timer = setTimeout(fire, ms);
      return () => clearTimeout(timer);
    },
  };
  const newSecret = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
  const calls = createShopCalls(http, () => (secret ??= phoneSecret(journal, newSecret)));
  return createShopper({ journal, cache, openDatabases, calls, clock: () => Date.now(), newCartId: () => uuidv7() });
}

function makeShop(): Shop {
  return {
    shopper: makeShopper(),
    page: writtenPage(),
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
  const { page, shopper } = shop;
  void shopper.open({ page, storeNo: storeNoIn(location.search) });
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
      keepAwakeToTheWorld(shopper);
      void registerServiceWorker({ face: 'shop', isBusy: () => isBusy(shopper), onUpdateReady: () => undefined });
    });
  });
}

/** A cart on its way to the till must not be reloaded under the cashier's camera; anything else survives a reload. */
const isBusy = (shopper: Shopper): boolean => shopper.state.getState().cart?.state === 'handed_off';
