/** A product that is not there: why, and what to do. The server writes the same words into the page. */
import { useLingui } from '@lingui/react/macro';
import { Link } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { useDocumentTitle } from '../frame/document-title.ts';
import { links } from '../links.ts';
import { useShop, useShopper } from '../shop-context.ts';

export type NoticeKind = 'looking' | 'offline' | 'unknown_product' | 'wrong_check_digit' | 'unknown_store';

export function ProductNotice({ kind, digits }: { readonly kind: NoticeKind; readonly digits: string }) {
  const { t } = useLingui();
  const storeNo = useShopper((state) => state.storeNo);
  const { title, help } = useNoticeWords(kind);
  useDocumentTitle(title);
  if (kind === 'looking') return <main className="shop-notice" aria-busy="true" aria-label={title} />;
  return (
    <main className="shop-notice">
      <h1>{title}</h1>
      {kind === 'unknown_store' ? null : <p className="shop-digits">{digits}</p>}
      <p>{help}</p>
      {kind === 'offline' ? <NoteForLater digits={digits} /> : null}
      <p>
        <Link className="shop-key" href={links.home(storeNo)}>
          {t`Keep shopping`}
        </Link>
      </p>
    </main>
  );
}

/** Goods this phone has not met can still go along: their number travels to the till. */
function NoteForLater({ digits }: { readonly digits: string }) {
  const { t } = useLingui();
  const { shopper, notes } = useShop();
  const gtin = digits.length > 9 ? digits.padStart(14, '0') : null;
  if (gtin === null) return null;
  const note = () => {
    const what = { skuNo: null, gtin, qtyMilli: 1000, seenMinor: null, sourceQr: null };
    void shopper.add(what).then((added) => {
      if (added.ok) notes.say(t`Noted. Name and price follow when you are online.`);
    });
  };
  return (
    <p>
      <Button size="key" wide onClick={note}>
        {t`Note it for the cart`}
      </Button>
    </p>
  );
}

function useNoticeWords(kind: NoticeKind): { readonly title: string; readonly help: string } {
  const { t } = useLingui();
  switch (kind) {
    case 'looking':
      return { title: t`Looking up the product`, help: '' };
    case 'offline':
      return {
        title: t`This phone does not know this product yet`,
        help: t`There is no connection at the moment. Join the shop's Wi-Fi, or note the product for later.`,
      };
    case 'unknown_product':
      return {
        title: t`This shop does not have this product`,
        help: t`Check the shelf label, or ask the staff. You can keep shopping.`,
      };
    case 'wrong_check_digit':
      return {
        title: t`This barcode is wrong`,
        help: t`The last digit does not fit the others: misread or misprinted. Scan it again, or ask the staff.`,
      };
    case 'unknown_store':
      return {
        title: t`There is no such store`,
        help: t`The link names a store that does not exist. Scan the code on a shelf label in the store.`,
      };
  }
}
