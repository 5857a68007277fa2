/** The device behind the screens of a till with a practice mark: the one that practises, or the real one told of it. */
import { clearPractice, readPractice } from '../../client/practice/practice-mark.ts';
import { openPractice, tellPractice } from '../../client/practice/practice-till.ts';
import type { openTillDevice, TillParts } from '../../client/open-till-device.ts';
import type { TillDeps } from '../../client/till-deps.ts';
import type { TillDevice } from '../../client/till-device.ts';

type Means = { readonly openTillDevice: typeof openTillDevice; readonly parts: TillParts };

/** Never refuses to open: where nobody can practise, the real till stands. */
export async function practiceDevice(deps: TillDeps, shelf: Storage, means: Means): Promise<TillDevice> {
  const mark = readPractice(shelf);
  if (mark !== null && mark.ended === undefined) {
    const practising = await openPractice(deps, mark, means.parts);
    if (practising !== null) {
      document.documentElement.dataset['practice'] = ''; // screens leave room for the band that says so
      return practising;
    }
  }
  const device = await means.openTillDevice(deps);
  if (mark?.ended !== undefined) {
    const told = await tellPractice(deps, device, mark);
    if (!told.ok) return device; // older code, a full disk: told at the next start
  }
  clearPractice(shelf);
  return device;
}
