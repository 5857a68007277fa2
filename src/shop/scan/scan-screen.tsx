/** Scanning: the camera reads on and on, each hit goes in the cart; typing and a photo are the ways round a camera. */
import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Keyboard } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { listenForPictures } from '../../client/scan/pasted-picture.ts';
import { decodeImage } from '../../client/scan/scanner.ts';
import { Button } from '../../ui/button.tsx';
import { formatMoney } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { PhotoKey } from '../../ui/photo-key.tsx';
import { useCartTotal } from '../cart/cart-total.ts';
import { useDocumentTitle } from '../frame/document-title.ts';
import { ShopHeader } from '../frame/shop-header.tsx';
import { ShopPage } from '../frame/shop-page.tsx';
import { links } from '../links.ts';
import { Finder } from './finder.tsx';
import { LastRead } from './last-read.tsx';
import css from './scan-screen.module.css';
import { TypeCode } from './type-code.tsx';
import { useTakeCode } from './use-take-code.ts';

export function ScanScreen() {
  const { t } = useLingui();
  const { last, take, refuse } = useTakeCode();
  const [isTyping, setIsTyping] = useState(false);
  useDocumentTitle(t`Scan`);
  return (
    <>
      <ShopHeader title={t`Scan`} />
      <ShopPage close>
        <Finder onRead={take} />
        <div className={css.last}>
          <LastRead read={last} />
        </div>
        {isTyping ? <TypeCode onCode={(text) => take({ text })} onClose={() => setIsTyping(false)} /> : null}
        <div className={css.keys}>
          {isTyping ? null : (
            <Button icon={<Keyboard aria-hidden="true" />} onClick={() => setIsTyping(true)}>
              {t`Type the code`}
            </Button>
          )}
          <PhotoKey decode={decodeImage} listen={listenForPictures} onRead={take} onNothing={refuse} />
        </div>
        <Sum />
        <Link className="shop-key" href={links.cart}>
          {t`Done`}
        </Link>
      </ShopPage>
    </>
  );
}

function Sum() {
  const { i18n } = useLingui();
  const { goods, totalMinor, currency } = useCartTotal();
  if (currency === null) return null;
  return (
    <p className={css.sum}>
      <span>{plural(goods, { one: '# item', other: '# items' })}</span>
      <span>{formatMoney({ amountMinor: totalMinor, currency, lang: langOf(i18n.locale) })}</span>
    </p>
  );
}
