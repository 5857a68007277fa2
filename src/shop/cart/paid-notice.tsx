/** The cart that was just paid: said once, with the way to its receipt. */
import { useLingui } from '@lingui/react/macro';
import { CircleCheck } from 'lucide-react';
import { Link } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { links } from '../links.ts';
import { useShop, useShopper } from '../shop-context.ts';
import css from './cart-screen.module.css';

export function PaidNotice() {
  const { t, i18n } = useLingui();
  const { shopper } = useShop();
  const paid = useShopper((state) => state.paid);
  const hasReceipt = useShopper((state) => state.purchases.some((one) => one.cartRef === state.paid?.cartRef));
  if (paid === null) return null;
  const time = formatTime({ ms: paid.paidMs, lang: langOf(i18n.locale) });
  return (
    <section className={css.paid} role="status">
      <h2>
        <CircleCheck aria-hidden="true" /> {t`Paid at ${time}. Thank you.`}
      </h2>
      {hasReceipt ? (
        <Link href={links.me}>{t`See the receipt`}</Link>
      ) : (
        <p>{t`Scan the QR code on the receipt to keep it on this phone.`}</p>
      )}
      <Button onClick={() => shopper.dismissPaid()}>{t`Done`}</Button>
    </section>
  );
}
