/**
 * What the customer sees: the shop while nothing is sold, then goods and total, the payment, the change and the receipt
 * to keep. The language begins as the till says; the customer may choose the other until the sale is over.
 */
import { Trans, useLingui } from '@lingui/react/macro';
import { Expand } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { nameIn } from '../core/product.ts';
import { langOf } from '../ui/lang.ts';
import { activateWords, LANGS, type Lang } from '../ui/words.ts';
import type { CustomerPicture } from '../wire/customer-display.ts';
import css from './display-root.module.css';
import type { Followed } from './follow-till.ts';
import { IdleView } from './idle-view.tsx';
import { SaleView } from './sale-view.tsx';
import { ThanksView } from './thanks-view.tsx';

export function DisplayRoot({ followed }: { readonly followed: StoreApi<Followed> }) {
  const { i18n } = useLingui();
  const { picture, isAlone } = useStore(followed);
  const stage = picture?.stage ?? 'idle';
  const [chosen, setChosen] = useState<Lang | null>(null);
  const wanted = chosen ?? picture?.lang ?? null;
  if (stage === 'idle' && chosen !== null) setChosen(null); // the next customer begins anew
  useEffect(() => {
    if (wanted !== null && wanted !== i18n.locale) void activateWords('display', wanted);
  }, [wanted, i18n]);
  return (
    // Browsers give the whole screen to a hand only: the first touch anywhere takes it.
    <div className={css.page} data-stage={stage} onClick={takeWholeScreen}>
      <header className={css.header} data-surface="inverse">
        <p className={css.shop}>{shopName(picture, langOf(i18n.locale))}</p>
        <LangKeys onChoose={setChosen} />
        <FullScreenKey />
      </header>
      {picture?.isPractice === true ? (
        <p className={css.practice}>
          <Trans>Practice: nothing is sold here</Trans>
        </p>
      ) : null}
      <main className={css.main}>
        {picture === null || stage === 'idle' ? (
          <IdleView picture={picture} isAlone={isAlone} />
        ) : stage === 'paid' ? (
          <ThanksView picture={picture} />
        ) : (
          <SaleView picture={picture} />
        )}
      </main>
    </div>
  );
}

function shopName(picture: CustomerPicture | null, lang: 'zh' | 'en'): string {
  const names = [picture?.shop, picture?.store].filter((one) => one != null);
  return names.map((one) => nameIn(one, lang)).join(' · ');
}

const OWN_NAMES: Readonly<Record<Lang, string>> = { 'zh-CN': '中文', en: 'English' };

/** For this customer only: the till keeps its own language. */
function LangKeys({ onChoose }: { readonly onChoose: (lang: Lang) => void }) {
  const { t, i18n } = useLingui();
  return (
    <div role="group" aria-label={t`Language`} className={css.langs}>
      {LANGS.map((lang) => (
        <button
          key={lang}
          type="button"
          lang={lang}
          className={css.lang}
          aria-pressed={i18n.locale === lang}
          onClick={() => {
            onChoose(lang);
            void activateWords('display', lang);
          }}
        >
          {OWN_NAMES[lang]}
        </button>
      ))}
    </div>
  );
}

function takeWholeScreen(): void {
  if (!document.fullscreenEnabled || document.fullscreenElement !== null) return;
  document.documentElement.requestFullscreen().catch(() => undefined); // refused: the window stays as it is
}

/** Says that a touch takes the frame away, and is that touch by keyboard. What it does is done by the page. */
function FullScreenKey() {
  const { t } = useLingui();
  const [isWhole, setWhole] = useState(document.fullscreenElement !== null);
  useEffect(() => {
    const look = () => setWhole(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, []);
  const isOffered = document.fullscreenEnabled && !isWhole;
  if (!isOffered) return null;
  return (
    <button type="button" className={css.whole}>
      <Expand aria-hidden="true" />
      {t`Full screen`}
    </button>
  );
}
