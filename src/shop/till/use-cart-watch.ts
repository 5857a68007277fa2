/**
 * Asks now and then what became of the cart at the till, so that the phone closes it by itself where there is a
 * network.
 */
import { useEffect, useState } from 'react';
import { useShop } from '../shop-context.ts';

const EACH_MS = 5_000;

export function useCartWatch(): 'waiting' | 'taken' | 'paid' | 'unknown' {
  const { shopper, sounds } = useShop();
  const [state, setState] = useState<Awaited<ReturnType<typeof shopper.lookAfterCart>>>('unknown');
  useEffect(() => {
    let isShown = true;
    const look = async () => {
      if (document.hidden) return;
      const now = await shopper.lookAfterCart();
      if (now === 'paid') sounds.play('paid');
      if (isShown) setState(now);
    };
    const timer = setInterval(() => void look(), EACH_MS);
    return () => {
      isShown = false;
      clearInterval(timer);
    };
  }, [shopper, sounds]);
  return state;
}
