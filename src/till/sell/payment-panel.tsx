/** The payment, in the cart's column: what remains, by which way, the amount handed over, and the rows taken so far. */
import { useLingui } from '@lingui/react/macro';
import { ChevronLeft, Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { soldName } from '../../core/complete-sale.ts';
import { minorDigits } from '../../core/currency.ts';
import { nameIn } from '../../core/product.ts';
import { type Minor, sumMinor, toMinor } from '../../core/money.ts';
import { type PricedCart, totalsWhenPaid } from '../../core/price-cart.ts';
import { formatQty } from '../../core/written-figures.ts';
import { expressCash } from '../../core/tender.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { currencySign, formatMoney, formatMoneyShort } from '../../ui/format.ts';
import { langOf } from '../../ui/lang.ts';
import { methodName, tenderName } from '../../ui/money-words.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { NumPad } from '../../ui/num-pad.tsx';
import { tenderRules } from '../commands/take-tender.ts';
import { useCounter, useHand, useSettings, useView } from '../counter-context.tsx';
import { MemberWay } from '../members/member-way.tsx';
import { setPadText } from './pad.ts';
import type { PayWay } from './pay-way.ts';
import css from './payment-panel.module.css';
import { askToLeavePayment, takeBack, takeCash } from './paying.ts';
import { SavingNotice } from './saving-notice.tsx';
import { TenderFields } from './tender-fields.tsx';
import { chooseWay, isSameWay, takeTyped, typedBy, waysOf } from './tendering.ts';

export function PaymentPanel({ priced }: { readonly priced: PricedCart }) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const lang = langOf(i18n.locale);
  const tenders = useHand((state) => state.tenders);
  const way = useView((state) => state.payWay);
  const work = useView((state) => state.work);
  const { totalMinor } = totalsWhenPaid(priced, tenders);
  const remainingMinor = toMinor(Math.max(0, totalMinor - sumMinor(tenders)));
  const isBusy = work !== 'idle';
  return (
    <>
      <div className={css.head}>
        <Button
          kind="plain"
          disabled={isBusy}
          icon={<ChevronLeft aria-hidden="true" />}
          onClick={() => askToLeavePayment(counter)}
        >
          {t`Cart`}
        </Button>
        <h2 className={css.title}>{t`Payment`}</h2>
      </div>
      <p className={css.due}>
        <span>{t`Remaining`}</span>
        <span className={css.of}>
          {t`of`} <MoneyText amountMinor={totalMinor} currency={currency} />
        </span>
        <MoneyText amountMinor={remainingMinor} currency={currency} size="total" />
      </p>
      <div className={css.body}>
        {isBusy ? <SavingNotice /> : null}
        {remainingMinor === 0 ? null : <Ways />}
        <AddedLine priced={priced} />
        <TenderRows />
      </div>
      <PayFoot remainingMinor={remainingMinor}>
        {way.method === 'cash' ? (
          <div className={css.quick} role="group" aria-label={t`Cash at one touch`}>
            {expressCash(remainingMinor, currency).map((amountMinor) => (
              <Button key={amountMinor} disabled={isBusy} onClick={() => void takeCash(counter, amountMinor)}>
                {amountMinor === remainingMinor ? t`Exact` : formatMoneyShort({ amountMinor, currency, lang })}
              </Button>
            ))}
          </div>
        ) : null}
      </PayFoot>
    </>
  );
}

/** The name of a way of this shop. */
function useWayName(): (way: PayWay) => string {
  const { i18n } = useLingui();
  const { tools } = useCounter();
  return (way) => {
    const type = tenderRules(tools).custom.find((one) => one.typeId === way.typeId);
    const name = type === undefined ? {} : { name: nameIn(type.names, langOf(i18n.locale)) };
    if (way.method === 'foreign_cash') return way.currency ?? '';
    return methodName(i18n, { ...way, ...name });
  };
}

function Ways() {
  const { t } = useLingui();
  const counter = useCounter();
  const chosen = useView((state) => state.payWay);
  const work = useView((state) => state.work);
  const nameOf = useWayName();
  const memberId = useHand((state) => state.cart.member?.memberId);
  const ways = waysOf(counter);
  if (ways.length === 1) return null;
  const isShut = work !== 'idle';
  return (
    <div className={css.ways} role="group" aria-label={t`Way of paying`}>
      {ways.map((way) => {
        const { method } = way;
        const key = `${method} ${way.typeId ?? way.currency ?? ''}`;
        const isChosen = isSameWay(way, chosen);
        const choose = () => chooseWay(counter, way);
        if (memberId !== undefined && (method === 'stored_value' || method === 'points')) {
          const onChoose = (mostMinor: Minor | null) =>
            chooseWay(counter, mostMinor === null ? way : { ...way, mostMinor });
          const own = { memberId, method, name: nameOf(way), chosen: isChosen, isShut, onChoose };
          return <MemberWay key={key} {...own} />;
        }
        return (
          <Chip key={key} chosen={isChosen} disabled={isShut} onClick={choose}>
            {nameOf(way)}
          </Chip>
        );
      })}
    </div>
  );
}

type FootProps = { readonly remainingMinor: number; readonly children: ReactNode };

function PayFoot({ remainingMinor, children }: FootProps) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const settings = useSettings();
  const text = useView((state) => state.padText);
  const way = useView((state) => state.payWay);
  const work = useView((state) => state.work);
  const currency = way.currency ?? settings.currency;
  const label = way.method === 'cash' ? t`Cash received` : t`Amount`;
  return (
    <form
      className={css.foot}
      onSubmit={(event) => {
        event.preventDefault();
        takeTyped(counter);
      }}
    >
      {children}
      <TenderFields way={way} isShut={work !== 'idle'} />
      <p className={css.typed}>
        <span>{label}</span>
        <output className={css.amount}>
          {currencySign(currency, langOf(i18n.locale))}
          {text === '' ? '–' : text}
        </output>
      </p>
      <div className={css.keys}>
        <NumPad
          text={text}
          extra={minorDigits(currency) === 0 ? '00' : '.'}
          maxLength={10}
          disabled={work !== 'idle'}
          label={label}
          onChange={(next) => setPadText(counter, next)}
        />
      </div>
      <TakeKey remainingMinor={remainingMinor} />
    </form>
  );
}

function TakeKey({ remainingMinor }: { readonly remainingMinor: number }) {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const settings = useSettings();
  useView((state) => state.padText); // what it takes is read from there
  useHand((state) => state.tenders);
  const way = useView((state) => state.payWay);
  const work = useView((state) => state.work);
  const nameOf = useWayName();
  if (remainingMinor === 0) {
    return (
      <Button type="submit" kind="primary" size="pay" wide disabled={work !== 'idle'}>
        {t`Complete sale`}
      </Button>
    );
  }
  const typedMinor = typedBy(counter);
  const money = { amountMinor: typedMinor ?? 0, currency: way.currency ?? settings.currency };
  const amount = formatMoney({ ...money, lang: langOf(i18n.locale) });
  const name = nameOf(way);
  return (
    <Button
      type="submit"
      kind="primary"
      size="pay"
      wide
      disabled={work !== 'idle' || typedMinor === null || typedMinor === 0}
    >
      {typedMinor === null ? name : way.method === 'cash' ? t`Take ${amount} cash` : t`${name}: take ${amount}`}
    </Button>
  );
}

/** What went into the cart while it is being paid for: its lines are not in sight here. */
function AddedLine({ priced }: { readonly priced: PricedCart }) {
  const { t, i18n } = useLingui();
  const { currency } = useSettings();
  const flash = useView((state) => state.flash);
  const added = priced.lines.find(({ line }) => line.lineId === flash?.lineId);
  if (added === undefined) return null;
  const lang = langOf(i18n.locale);
  const name = added.product === null ? nameIn(added.names, lang) : soldName(added, lang);
  const qty = formatQty({ qtyMilli: added.line.qtyMilli, unit: added.product?.unit ?? 'pcs', lang });
  return (
    <p className={css.added}>
      <Plus aria-hidden="true" />
      <span>{t`In the cart: ${qty} × ${name}`}</span>
      <MoneyText amountMinor={toMinor(added.grossMinor - added.discountMinor)} currency={currency} size="line" />
    </p>
  );
}

function TenderRows() {
  const { t, i18n } = useLingui();
  const counter = useCounter();
  const { currency } = useSettings();
  const tenders = useHand((state) => state.tenders);
  const work = useView((state) => state.work);
  return (
    <ul className={css.rows}>
      {tenders.map((tender) => {
        const { tenderId, amountMinor, evidence, method } = tender;
        const amount = formatMoney({ amountMinor, currency, lang: langOf(i18n.locale) });
        const name = tenderName(i18n, tender);
        const told = [evidence?.code, evidence?.who, evidence?.ref].filter((part) => part !== undefined).join(' · ');
        return (
          <li key={tenderId} className={css.row}>
            <span>
              {name}
              {told === '' ? null : <span className={css.told}>{told}</span>}
            </span>
            <MoneyText amountMinor={amountMinor} currency={currency} size="line" />
            <IconButton
              label={method === 'cash' ? t`Take back ${amount} cash` : t`Take back ${name} ${amount}`}
              disabled={work !== 'idle'}
              onClick={() => takeBack(counter, [tender])}
            >
              <X aria-hidden="true" />
            </IconButton>
          </li>
        );
      })}
    </ul>
  );
}
