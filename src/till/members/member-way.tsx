/**
 * The key of a way to pay by what a member has: how much that is, and under it what stands in the way. Without the
 * network it is what this till holds reserved, because nothing else can be spent there.
 */
import { useLingui } from '@lingui/react/macro';
import { pointsWorth } from '../../core/loyalty.ts';
import { type Minor, toMinor } from '../../core/money.ts';
import { sumOfValue } from '../../core/value.ts';
import { Chip } from '../../ui/chip.tsx';
import { MoneyText } from '../../ui/money-text.tsx';
import { rulesOf } from '../commands/members.ts';
import { useCounter, useSettings, useTill } from '../counter-context.tsx';
import css from './member-way.module.css';
import { useStanding } from './use-standing.ts';

type Props = {
  readonly memberId: string;
  readonly method: 'stored_value' | 'points';
  readonly name: string;
  readonly chosen: boolean;
  readonly isShut: boolean;
  readonly onChoose: (mostMinor: Minor | null) => void; // what can be spent by it; null: nobody knows
};

export function MemberWay({ memberId, method, name, chosen, isShut, onChoose }: Props) {
  const { currency } = useSettings();
  const online = useTill((state) => state.online);
  const { amountMinor, hereMinor } = useWorth(memberId, method);
  const reason = useReason({ online, amountMinor, hereMinor });
  const canSpend = online ? amountMinor : hereMinor;
  const shown = canSpend === 0 ? amountMinor : canSpend;
  return (
    <Chip chosen={chosen} className={css.key} disabled={isShut || canSpend === 0} onClick={() => onChoose(canSpend)}>
      <span>
        {name} {shown === null ? null : <MoneyText amountMinor={shown} currency={currency} />}
        {reason === null ? null : <span className={css.why}>{reason}</span>}
      </span>
    </Chip>
  );
}

/** What the member can pay by this way, and how much of it lies at this till. Null: nobody knows. Minor units. */
function useWorth(memberId: string, method: Props['method']) {
  const { tools } = useCounter();
  const { currency } = useSettings();
  const { standing, grants } = useStanding(memberId);
  const perUnit = rulesOf(tools).pay?.perUnit ?? 1;
  const worthOf = (points: number, valueMinor: number) =>
    method === 'points' ? pointsWorth(points, perUnit, currency) : toMinor(Math.max(0, valueMinor));
  const points = grants.reduce((all, grant) => all + grant.points, 0);
  const valueMinor = grants.reduce((all, grant) => all + sumOfValue(grant), 0);
  const hereMinor = worthOf(points, valueMinor);
  const amountMinor = standing === null ? null : worthOf(standing.points + points, standing.valueMinor + valueMinor);
  return { amountMinor, hereMinor };
}

type Known = { readonly online: boolean; readonly amountMinor: Minor | null; readonly hereMinor: Minor };

function useReason({ online, amountMinor, hereMinor }: Known): string | null {
  const { t } = useLingui();
  if (online) return amountMinor === 0 ? t`Nothing left` : null;
  return hereMinor === 0 ? t`Needs the network` : t`Reserved at this till`;
}
