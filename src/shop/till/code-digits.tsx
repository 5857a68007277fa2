/** Six digits for a cashier to type, while there is a network; asked for again when they have died. */
import { useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { refusalText } from '../../ui/refusal-text.ts';
import type { Refusal } from '../../wire/refusal.ts';
import type { HandoffOk } from '../../wire/shop.ts';
import { useShop } from '../shop-context.ts';
import css from './till-screen.module.css';

type Asked = { readonly given: HandoffOk } | { readonly refusal: Refusal } | null;

export function CodeDigits() {
  const { t, i18n } = useLingui();
  const { shopper, clock } = useShop();
  const [asked, setAsked] = useState<Asked>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let isShown = true;
    void shopper.askCode().then((answer) => {
      if (isShown) setAsked(answer.ok ? { given: answer.value } : { refusal: answer.error });
    });
    return () => {
      isShown = false;
    };
  }, [shopper, tries]);
  useEffect(() => {
    if (asked === null || !('given' in asked)) return undefined;
    const livesMs = asked.given.expiresMs - asked.given.serverMs; // by the server's clock, whatever the phone's says
    const timer = setTimeout(() => setTries((now) => now + 1), livesMs);
    return () => clearTimeout(timer);
  }, [asked]);

  if (asked === null) return <p className={css.small}>{t`Asking for a six-digit code`}</p>;
  if ('refusal' in asked) return <NoDigits refusal={asked.refusal} onRetry={() => setTries(tries + 1)} />;
  const { code, expiresMs, serverMs } = asked.given;
  const until = formatTime({ ms: clock() + expiresMs - serverMs, lang: langOf(i18n.locale) });
  return (
    <div className={css.code}>
      <p className={css.small}>{t`Six-digit code, until ${until}`}</p>
      <p className={css.digits} aria-label={code.replace(/(.)/g, '$1 ')}>
        {code.slice(0, 3)} {code.slice(3)}
      </p>
    </div>
  );
}

/** Without network the QR is enough; anything else the server said is told. */
function NoDigits({ refusal, onRetry }: { readonly refusal: Refusal; readonly onRetry: () => void }) {
  const { t, i18n } = useLingui();
  if (refusal.code === 'server_unreachable') {
    return <p className={css.small}>{t`No network, so no six-digit code: the QR is enough.`}</p>;
  }
  return (
    <>
      <p className={css.small}>{refusalText(i18n, refusal)}</p>
      {refusal.code === 'cart_already_paid' ? null : <Button onClick={onRetry}>{t`Try again`}</Button>}
    </>
  );
}
