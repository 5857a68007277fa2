/** The shop at a glance: search by name, pinyin or digits, categories, goods. All of it from the phone's own memory. */
import { useLingui } from '@lingui/react/macro';
import { PackageSearch, WifiOff } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { lookFor, type Goods } from '../../client/shopper/goods.ts';
import { nameIn } from '../../core/product.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { InputField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import { useDocumentTitle } from '../frame/document-title.ts';
import { GoodsAge } from '../frame/goods-age.tsx';
import { ShopHeader } from '../frame/shop-header.tsx';
import { ShopPage } from '../frame/shop-page.tsx';
import { useShop, useShopper } from '../shop-context.ts';
import css from './home-screen.module.css';
import { ProductCard } from './product-card.tsx';
import { StoreChoice } from './store-choice.tsx';

const PAGE = 40;

export function HomeScreen() {
  const { t, i18n } = useLingui();
  const goods = useShopper((state) => state.goods);
  const stores = useShopper((state) => state.stores);
  const name = goods === null ? t`Halfloop` : nameIn(goods.store.names, langOf(i18n.locale));
  useDocumentTitle(name);
  return (
    <>
      <ShopHeader back={null} />
      {goods === null && stores.length > 0 ? <StoreChoice stores={stores} /> : <Shelves goods={goods} />}
    </>
  );
}

function Shelves({ goods }: { readonly goods: Goods | null }) {
  const { t, i18n } = useLingui();
  const [words, setWords] = useState('');
  const [categoryId, setCategoryId] = useState<string | null>(null);
  const [shown, setShown] = useState(PAGE);
  const look = useDeferredValue(words);
  const rows = useMemo(
    () => (goods === null ? [] : lookFor(goods, { words: look, categoryId }, shown + 1)),
    [goods, look, categoryId, shown],
  );
  if (goods === null || (goods.rows.length === 0 && goods.more)) return <NoGoodsYet />;
  return (
    <ShopPage close className={css.home}>
      <h1 data-unseen="">{nameIn(goods.store.names, langOf(i18n.locale))}</h1>
      <InputField
        label={<span data-unseen="">{t`Search products`}</span>}
        type="search"
        enterKeyHint="search"
        placeholder={t`Name, pinyin or barcode`}
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          setShown(PAGE);
        }}
      />
      <Categories goods={goods} chosen={categoryId} onChoose={setCategoryId} />
      {rows.length === 0 ? (
        <EmptyState icon={<PackageSearch aria-hidden="true" />} title={t`Nothing found`}>
          {t`Try fewer letters, or scan the product.`}
        </EmptyState>
      ) : (
        <ul className={css.goods}>
          {rows.slice(0, shown).map((product) => (
            <ProductCard key={product.skuNo} product={product} store={goods.store} />
          ))}
        </ul>
      )}
      {rows.length > shown ? <Button wide onClick={() => setShown(shown + PAGE)}>{t`Show more`}</Button> : null}
      <GoodsAge />
    </ShopPage>
  );
}

type CategoriesProps = {
  readonly goods: Goods;
  readonly chosen: string | null;
  readonly onChoose: (categoryId: string | null) => void;
};

function Categories({ goods, chosen, onChoose }: CategoriesProps) {
  const { t, i18n } = useLingui();
  if (goods.categories.length === 0) return null;
  return (
    <div className={css.chips} role="group" aria-label={t`Categories`} tabIndex={-1}>
      <Chip chosen={chosen === null} onClick={() => onChoose(null)}>{t`All`}</Chip>
      {goods.categories.map(({ categoryId, names, hue }) => (
        <Chip key={categoryId} edge={hue} chosen={chosen === categoryId} onClick={() => onChoose(categoryId)}>
          {nameIn(names, langOf(i18n.locale))}
        </Chip>
      ))}
    </div>
  );
}

/** The goods are on their way, or there is no way. */
function NoGoodsYet() {
  const { t } = useLingui();
  const { shopper } = useShop();
  const online = useShopper((state) => state.online);
  if (online) return <ShopPage aria-busy="true" aria-label={t`Loading the goods`} />;
  return (
    <ShopPage close className={css.home}>
      <EmptyState
        icon={<WifiOff aria-hidden="true" />}
        title={t`The shop cannot be reached`}
        action={<Button onClick={() => void shopper.wake()}>{t`Try again`}</Button>}
      >
        {t`Join the shop's Wi-Fi. You can scan products meanwhile: they are noted, and completed later.`}
      </EmptyState>
    </ShopPage>
  );
}
