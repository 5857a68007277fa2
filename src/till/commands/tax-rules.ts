/** The taxes of this till's store as they are at a moment, for goods that come back without their sale. */
import type { PaperRules } from '../../core/paper-taxes.ts';
import { momentIn } from '../../core/store-moment.ts';
import { settingsOf, type TillTools } from './tools.ts';

export function taxRulesOf(tools: TillTools, atMs: number): PaperRules {
  const { store } = tools.device.state.getState();
  const { taxMode, taxRounding = 'line', taxRoundsTo = 'nearest' } = settingsOf(tools);
  return {
    taxMode,
    taxRounding,
    taxRoundsTo,
    taxes: tools.device.catalogue.taxes(store?.storeId ?? ''),
    moment: momentIn(store?.tz ?? 'UTC', atMs),
    lang: tools.lang(),
  };
}
