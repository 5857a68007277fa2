/** How old the prices are. Quiet while the shop is in reach, amber when it is not. */
import { useLingui } from '@lingui/react/macro';
import { Clock, WifiOff } from 'lucide-react';
import { classNames } from '../../ui/class-names.ts';
import { formatDateTime, formatTime } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { useShop, useShopper } from '../shop-context.ts';
import css from './goods-age.module.css';

const DAY_MS = 86_400_000;

export function GoodsAge() {
  const { t, i18n } = useLingui();
  const { clock } = useShop();
  const asOfMs = useShopper((state) => state.goods?.asOfMs);
  const online = useShopper((state) => state.online);
  if (asOfMs === undefined) return null;
  const when = { ms: asOfMs, lang: langOf(i18n.locale) };
  const time = clock() - asOfMs < DAY_MS ? formatTime(when) : formatDateTime(when);
  return (
    <p className={classNames(css.age, !online && css.offline)}>
      {online ? <Clock aria-hidden="true" /> : <WifiOff aria-hidden="true" />}
      {online ? t`Prices as of ${time}` : t`Offline. Prices as of ${time}; the till confirms.`}
    </p>
  );
}
