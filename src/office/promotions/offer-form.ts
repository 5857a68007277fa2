/**
 * An offer as texts of a form, and back. Every offer the schema allows has a kind here and comes back as it was: what
 * is plainer than a set of several goods has a kind of its own, because most offers of most shops are that.
 */
import { decimalText } from '../../core/currency.ts';
import type { CartOffer, EachOffer, Offer, Reward, SetOffer } from '../../core/promotion.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Scope } from '../../core/scope.ts';
import { readAmount } from '../../ui/format.ts';
import type { Refusal } from '../../wire/refusal.ts';
import { ALL_GOODS, choiceOf, NO_GOODS_YET, scopeOf, type GoodsChoice } from '../parts/goods-choice.ts';
import { readTax, taxText } from '../products/product-form.ts';

export const KINDS = ['percent', 'amount', 'price', 'bundle', 'get', 'mix', 'threshold'] as const;
export type Kind = (typeof KINDS)[number];

/** Goods of a set, and how many of them. `id`: tells the rows apart while they come and go. */
export type SlotText = { readonly id: number; readonly count: string; readonly goods: GoodsChoice };
/** A step of a threshold. */
export type StepText = {
  readonly id: number;
  readonly from: string; // an amount or pieces
  readonly gives: 'percent' | 'amount';
  readonly off: string;
};

export type OfferForm = {
  readonly kind: Kind;
  readonly goods: GoodsChoice;
  readonly percent: string; // off; 100 is free
  readonly amount: string; // off, or the price it then is
  readonly count: string; // pieces: of a bundle, paid for in buy X get Y
  readonly free: string; // pieces that become cheaper
  readonly gives: Reward['kind']; // what a set of several goods brings
  readonly slots: readonly SlotText[];
  readonly cheaper: string; // which of them become cheaper: all, cheapest, or a place in `slots`
  readonly maxSets: string; // in one sale; empty: no limit
  readonly measure: CartOffer['measure'];
  readonly steps: readonly StepText[];
  readonly isEvery: boolean; // of one step
  readonly cap: string; // the most that comes off; empty: no limit
};

export type OfferFault = {
  readonly field: keyof OfferForm;
  readonly row?: number; // the `id` of a slot or a step
  readonly refusal: Refusal;
};

export const MOST_SLOTS = 6;
export const MOST_STEPS = 10;
const MOST_PIECES = 1000;
const ALL_OFF_BP = 10_000;

export const emptySlot = (id: number): SlotText => ({ id, count: '1', goods: NO_GOODS_YET });
export const emptyStep = (id: number): StepText => ({ id, from: '', gives: 'amount', off: '' });

export const EMPTY_OFFER: OfferForm = {
  kind: 'percent', goods: ALL_GOODS, percent: '', amount: '', count: '', free: '1', gives: 'price',
  slots: [emptySlot(1), emptySlot(2)], cheaper: 'all', maxSets: '', measure: 'amount', steps: [emptyStep(1)],
  isEvery: false, cap: '',
}; // prettier-ignore

/** The texts of an offer. */
export function offerTexts(offer: Offer, currency: string): OfferForm {
  switch (offer.form) {
    case 'each':
      return { ...EMPTY_OFFER, ...eachTexts(offer, currency) };
    case 'set':
      return { ...EMPTY_OFFER, ...setTexts(offer, currency) };
    case 'cart':
      return { ...EMPTY_OFFER, ...cartTexts(offer, currency) };
  }
}

function rewardTexts(reward: Reward, currency: string): Pick<OfferForm, 'gives'> & Partial<OfferForm> {
  switch (reward.kind) {
    case 'percent':
      return { gives: 'percent', percent: taxText(reward.bp) };
    case 'amount':
      return { gives: 'amount', amount: decimalText(reward.amountMinor, currency) };
    case 'price':
      return { gives: 'price', amount: decimalText(reward.priceMinor, currency) };
  }
}

const eachTexts = ({ scope, reward }: EachOffer, currency: string): Partial<OfferForm> => ({
  ...rewardTexts(reward, currency),
  kind: reward.kind,
  goods: choiceOf(scope),
});

function setTexts({ slots, target, reward, maxSets }: SetOffer, currency: string): Partial<OfferForm> {
  const [slot] = slots;
  const texts = { ...rewardTexts(reward, currency), maxSets: maxSets === null ? '' : String(maxSets) };
  if (slot !== undefined && slots.length === 1) {
    const goods = choiceOf(slot.scope);
    if (target.kind === 'all' && reward.kind === 'price' && slot.count > 1) {
      return { ...texts, kind: 'bundle', goods, count: String(slot.count) };
    }
    if (target.kind === 'cheapest' && reward.kind === 'percent' && target.count < slot.count) {
      const [count, free] = [String(slot.count - target.count), String(target.count)];
      return { ...texts, kind: 'get', goods, count, free };
    }
  }
  return {
    ...texts,
    kind: 'mix',
    slots: slots.map(({ scope, count }, at) => ({ id: at + 1, count: String(count), goods: choiceOf(scope) })),
    cheaper: target.kind === 'slot' ? String(target.slot) : target.kind,
    ...(target.kind === 'cheapest' ? { free: String(target.count) } : {}),
  };
}

function cartTexts(offer: CartOffer, currency: string): Partial<OfferForm> {
  const { scope, measure, steps, isEvery, capMinor } = offer;
  return {
    kind: 'threshold',
    goods: choiceOf(scope),
    measure,
    isEvery,
    cap: capMinor === null ? '' : decimalText(capMinor, currency),
    steps: steps.map(({ from, reward }, at) => ({
      id: at + 1,
      from: measure === 'pieces' ? String(from) : decimalText(from, currency),
      gives: reward.kind === 'percent' ? 'percent' : 'amount',
      off: stepOff(reward, currency),
    })),
  };
}

const stepOff = (reward: Reward, currency: string): string =>
  reward.kind === 'percent'
    ? taxText(reward.bp)
    : decimalText(reward.kind === 'amount' ? reward.amountMinor : reward.priceMinor, currency);

type Read<T> = Result<T, OfferFault>;

const bad = (field: keyof OfferForm, row?: number): { readonly ok: false; readonly error: OfferFault } =>
  err({ field, ...(row === undefined ? {} : { row }), refusal: { code: 'bad_number' } });

/** The offer a form says. Refuses what cannot be read, with its field, and goods that nobody has chosen. */
export function offerOf(form: OfferForm, currency: string): Read<Offer> {
  switch (form.kind) {
    case 'percent':
    case 'amount':
    case 'price':
      return eachOffer(form, form.kind, currency);
    case 'bundle':
      return bundleOffer(form, currency);
    case 'get':
      return getOffer(form);
    case 'mix':
      return mixOffer(form, currency);
    case 'threshold':
      return cartOffer(form, currency);
  }
}

function chosenScope(goods: GoodsChoice, row?: number): Read<Scope> {
  const scope = scopeOf(goods);
  if (scope.ok) return scope;
  return err(
    row === undefined ? { field: 'goods', refusal: scope.error } : { field: 'slots', row, refusal: scope.error },
  );
}

function rewardOf({ percent, amount }: OfferForm, kind: Reward['kind'], currency: string): Read<Reward> {
  if (kind === 'percent') {
    const bp = readTax(percent);
    return bp === null || bp === 0 ? bad('percent') : ok({ kind, bp });
  }
  const minor = readAmount(amount, currency);
  if (minor === null || (kind === 'amount' && minor === 0)) return bad('amount');
  return ok(kind === 'amount' ? { kind, amountMinor: minor } : { kind, priceMinor: minor });
}

function eachOffer(form: OfferForm, kind: Reward['kind'], currency: string): Read<Offer> {
  const reward = rewardOf(form, kind, currency);
  if (!reward.ok) return reward;
  const scope = chosenScope(form.goods);
  return scope.ok ? ok({ form: 'each', scope: scope.value, reward: reward.value }) : scope;
}

function bundleOffer(form: OfferForm, currency: string): Read<Offer> {
  const count = piecesOf(form.count);
  if (count === null || count < 2) return bad('count');
  const reward = rewardOf(form, 'price', currency);
  if (!reward.ok) return reward;
  return setOffer(form, [{ goods: form.goods, count }], { target: { kind: 'all' }, reward: reward.value });
}

function getOffer(form: OfferForm): Read<Offer> {
  const [paid, given] = [piecesOf(form.count), piecesOf(form.free)];
  if (paid === null) return bad('count');
  if (given === null) return bad('free');
  const bp = form.percent.trim() === '' ? ALL_OFF_BP : readTax(form.percent);
  if (bp === null || bp === 0) return bad('percent');
  if (paid + given > MOST_PIECES) return bad('free');
  const target = { kind: 'cheapest', count: given } as const;
  return setOffer(form, [{ goods: form.goods, count: paid + given }], { target, reward: { kind: 'percent', bp } });
}

function mixOffer(form: OfferForm, currency: string): Read<Offer> {
  const chosen: { goods: GoodsChoice; count: number; id: number }[] = [];
  for (const { id, count, goods } of form.slots) {
    const pieces = piecesOf(count);
    if (pieces === null) return bad('slots', id);
    chosen.push({ id, goods, count: pieces });
  }
  const reward = rewardOf(form, form.gives, currency);
  if (!reward.ok) return reward;
  const all = chosen.reduce((sum, { count }) => sum + count, 0);
  const target = targetOf(form, all);
  return target.ok ? setOffer(form, chosen, { target: target.value, reward: reward.value }) : target;
}

function targetOf({ cheaper, free, slots }: OfferForm, pieces: number): Read<SetOffer['target']> {
  if (cheaper === 'all') return ok({ kind: 'all' });
  if (cheaper === 'cheapest') {
    const count = piecesOf(free);
    return count === null || count > pieces ? bad('free') : ok({ kind: 'cheapest', count });
  }
  const slot = Number(cheaper);
  return slot < slots.length ? ok({ kind: 'slot', slot }) : bad('cheaper');
}

type Chosen = { readonly goods: GoodsChoice; readonly count: number; readonly id?: number };

function setOffer(form: OfferForm, chosen: readonly Chosen[], what: Pick<SetOffer, 'target' | 'reward'>): Read<Offer> {
  const slots: SetOffer['slots'][number][] = [];
  for (const { goods, count, id } of chosen) {
    const scope = chosenScope(goods, id);
    if (!scope.ok) return scope;
    slots.push({ scope: scope.value, count });
  }
  const maxSets = form.maxSets.trim() === '' ? null : piecesOf(form.maxSets);
  if (maxSets === null && form.maxSets.trim() !== '') return bad('maxSets');
  return ok({ form: 'set', slots, ...what, maxSets });
}

function cartOffer(form: OfferForm, currency: string): Read<Offer> {
  const { measure } = form;
  const isEvery = form.isEvery && form.steps.length === 1;
  const steps: CartOffer['steps'][number][] = [];
  for (const step of form.steps) {
    const from = measure === 'pieces' ? piecesOf(step.from) : readAmount(step.from, currency);
    const before = steps.at(-1)?.from ?? -1;
    if (from === null || from <= before || (isEvery && from === 0)) return bad('steps', step.id);
    const reward = rewardOf({ ...form, percent: step.off, amount: step.off }, step.gives, currency);
    if (!reward.ok) return bad('steps', step.id);
    steps.push({ from, reward: reward.value });
  }
  const capMinor = form.cap.trim() === '' ? null : readAmount(form.cap, currency);
  if (capMinor === 0 || (capMinor === null && form.cap.trim() !== '')) return bad('cap');
  const scope = chosenScope(form.goods);
  return scope.ok ? ok({ form: 'cart', scope: scope.value, measure, steps, isEvery, capMinor }) : scope;
}

function piecesOf(text: string): number | null {
  const pieces = /^\d{1,4}$/.test(text.trim()) ? Number(text) : 0;
  return pieces >= 1 && pieces <= MOST_PIECES ? pieces : null;
}
