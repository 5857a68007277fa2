/** What a member has, for the screens that show it. */
import { useCallback, useEffect, useState } from 'react';
import type { Grant } from '../../client/till-device.ts';
import { type Standing, standingAt, usableGrants } from '../commands/members.ts';
import { useCounter, useHand, useTill } from '../counter-context.tsx';

/**
 * What is known of the member now: asked of the server, and again when it has heard of a fact or is back, else as last
 * heard; and what this till holds of it beside the rows of the payment.
 */
export function useStanding(memberId: string) {
  const { tools } = useCounter();
  const tenders = useHand((state) => state.tenders);
  const [standing, setStanding] = useState<Standing | null>(tools.device.catalogue.standing(memberId) ?? null);
  const [grants, setGrants] = useState<readonly Grant[]>([]);
  const [times, setTimes] = useState(0);
  const waiting = useTill((state) => state.pending); // a top-up counts once it is there
  const online = useTill((state) => state.online);
  useEffect(() => {
    let isLate = false;
    void usableGrants(tools, memberId, tenders).then((here) => {
      if (!isLate) setGrants(here);
    });
    void standingAt(tools, memberId).then((now) => {
      if (!isLate) setStanding(now);
    });
    return () => {
      isLate = true;
    };
  }, [tools, tenders, memberId, times, waiting, online]);
  const refresh = useCallback(() => setTimes((count) => count + 1), []);
  return { standing, grants, refresh };
}
