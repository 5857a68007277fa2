/** The cart's code, or its parts in turn: by themselves every two and a half seconds, and by hand. */
import { useLingui } from '@lingui/react/macro';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { QrCode } from '../../ui/qr-code.tsx';
import css from './till-screen.module.css';

const EACH_MS = 2_500;

export function HandoffCode({ texts }: { readonly texts: readonly string[] }) {
  const { t } = useLingui();
  const [shown, setShown] = useState(0);
  const [isTurning, setIsTurning] = useState(true);
  const side = useCardSide();
  const of = texts.length;
  useEffect(() => {
    if (of < 2 || !isTurning) return undefined;
    const timer = setInterval(() => setShown((now) => (now + 1) % of), EACH_MS);
    return () => clearInterval(timer);
  }, [of, isTurning]);
  const part = shown % of;
  const number = part + 1;
  return (
    <>
      <QrCode
        text={texts[part] ?? ''}
        maxSide={side}
        label={of === 1 ? t`Cart QR for the till` : t`Cart QR for the till, part ${number} of ${of}`}
      />
      {of === 1 ? null : (
        <>
          <div className={css.dots} role="group" aria-label={t`Parts of the cart`}>
            {texts.map((text, at) => (
              <button
                key={text}
                type="button"
                className={css.dot}
                aria-pressed={at === part}
                onClick={() => {
                  setIsTurning(false);
                  setShown(at);
                }}
              >
                {at + 1}
              </button>
            ))}
          </div>
          <p className={css.small}>{t`A long cart: the till reads ${of} codes, in any order.`}</p>
        </>
      )}
      <p className={css.small}>{t`Works without network. Turn the screen bright.`}</p>
    </>
  );
}

/** The widest the card allows on this screen, and never taller than most of it. */
function useCardSide(): number {
  return useSyncExternalStore(onResize, cardSide);
}
const onResize = (listener: () => void) => {
  addEventListener('resize', listener);
  return () => removeEventListener('resize', listener);
};
const AROUND = 40; // page and card padding, both sides
const MOST = 440;
const SHARE_OF_HEIGHT = 0.5;
const cardSide = (): number =>
  Math.max(120, Math.min(innerWidth - AROUND, MOST, Math.floor(innerHeight * SHARE_OF_HEIGHT)));
