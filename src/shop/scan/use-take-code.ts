/** Takes what was scanned or typed, one after the other, and keeps the last answer for the screen. */
import { useLingui } from '@lingui/react/macro';
import { useCallback, useRef, useState } from 'react';
import type { Scan } from '../../core/scan-text.ts';
import { nameIn, shownPrice } from '../../core/product.ts';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { totalOf } from '../cart/cart-total.ts';
import { useShop } from '../shop-context.ts';
import { readCode, type CodeRead } from './read-code.ts';
import { useReadWords } from './read-words.ts';

export type LastCode = CodeRead | { readonly kind: 'said'; readonly words: string };

export function useTakeCode() {
  const { t, i18n } = useLingui();
  const { shopper, offers, sounds, announcer, origin, clock } = useShop();
  const wordsOf = useReadWords();
  const [last, setLast] = useState<LastCode | null>(null);
  const queue = useRef<Promise<unknown>>(Promise.resolve());

  const answer = (read: CodeRead) => {
    setLast(read);
    const isHit =
      read.kind === 'added' || read.kind === 'noted' || read.kind === 'receipt' || read.kind === 'receipt_waits';
    sounds.play(isHit ? 'hit' : 'miss');
    if (read.kind !== 'added') {
      if (isHit) announcer.say(wordsOf(read));
      else announcer.alert(wordsOf(read));
      return;
    }
    const { cart, goods } = shopper.state.getState();
    const name = nameIn(read.product.names, langOf(i18n.locale));
    const currency = goods?.store.currency ?? 'CNY';
    const lang = langOf(i18n.locale);
    const priceMinor = shownPrice(read.product);
    const price = priceMinor === null ? t`Price at the till` : formatMoney({ amountMinor: priceMinor, currency, lang });
    const total = formatMoney({
      amountMinor: totalOf(cart, goods, offers.getState().offMinor).totalMinor,
      currency,
      lang,
    });
    announcer.say(t`${name}, ${price}. Total ${total}`, 'scan');
  };
  // Scans come faster than the disk answers: each waits for the one before, none is lost.
  const take = (scan: Scan) => {
    const next = queue.current.then(() => readCode(scan, { shopper, origin, nowMs: clock() })).then(answer);
    queue.current = next.catch((fault: unknown) => {
      setLast({ kind: 'said', words: t`This was not saved. Reload the page and scan again.` });
      throw fault;
    });
  };
  const refuse = useCallback(
    (words: string) => {
      setLast({ kind: 'said', words });
      sounds.play('miss');
      announcer.alert(words);
    },
    [sounds, announcer],
  );
  return { last, take, refuse };
}
