/** Goods gathered outside a cart: scanned, looked for by name, or seen by the camera. */
import { useLingui } from '@lingui/react/macro';
import { ScanBarcode } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { nameIn, type Product } from '../../core/product.ts';
import type { Scan } from '../../core/scan-text.ts';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { langOf } from '../../ui/lang.ts';
import { useCounter } from '../counter-context.tsx';
import type { Counter } from '../counter.ts';
import { refuse } from '../notices.ts';
import { listenForScanners } from '../scan/listen.ts';
import css from './pick-goods.module.css';
import { productOf } from './scanning.ts';

const CodeCamera = lazy(async () => ({ default: (await import('../scan/code-camera.tsx')).CodeCamera }));

const MOST_FOUND = 6;

/** What a scan names is handed on; what it cannot mean here is said. */
function takeGoods(counter: Counter, scan: Scan, onPick: (product: Product) => void): void {
  const found = productOf(counter, scan);
  if ('skuNo' in found) onPick(found);
  else refuse(counter, found);
}

/** Every scan while this is on the screen. `onPick` must be stable: a new listener would lose keys under way. */
export function useScannedGoods(onPick: (product: Product) => void): void {
  const counter = useCounter();
  useEffect(
    () => listenForScanners(counter, { onScan: (read) => takeGoods(counter, read, onPick) }),
    [counter, onPick],
  );
}

type Props = {
  readonly onPick: (product: Product) => void;
  readonly onSeen?: (product: Product) => void; // by the camera; there is one where it is given
};

export function PickGoods({ onPick, onSeen }: Props) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { catalogue } = counter.tools.device;
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<readonly Product[]>([]);
  const [hasCamera, setCamera] = useState(false);
  useEffect(() => {
    let isLate = false;
    const wanted = query.trim();
    void (wanted === '' ? Promise.resolve([]) : catalogue.search(wanted)).then((products) => {
      if (!isLate) setFound(products.slice(0, MOST_FOUND));
    });
    return () => {
      isLate = true;
    };
  }, [query, catalogue]);
  return (
    <div className={css.pick}>
      <div className={css.row}>
        <InputField
          className={css.search}
          label={t`Search products`}
          type="search"
          data-scan="lift"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        {onSeen === undefined ? null : (
          <Button icon={<ScanBarcode aria-hidden="true" />} onClick={() => setCamera(true)}>
            {t`Camera`}
          </Button>
        )}
      </div>
      <div className={css.found}>
        {found.map((product) => (
          <Button
            key={product.skuNo}
            onClick={() => {
              onPick(product);
              setQuery('');
            }}
          >
            {nameIn(product.names, langOf(i18n.locale))}
          </Button>
        ))}
      </div>
      {hasCamera && onSeen !== undefined ? (
        <Suspense fallback={null}>
          <CodeCamera
            keepsReading
            onRead={(read) => takeGoods(counter, read, onSeen)}
            onClose={() => setCamera(false)}
          />
        </Suspense>
      ) : null}
    </div>
  );
}
