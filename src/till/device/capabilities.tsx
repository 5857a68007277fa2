/** What this device and its browser can do for a till, each tried with one touch: green, amber, and what helps. */
import { useLingui } from '@lingui/react/macro';
import { CircleCheck, CircleMinus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { PRINTERS_PATH } from '../../wire/printing.ts';
import { useCounter } from '../counter-context.tsx';
import css from './capabilities.module.css';

type Check = {
  readonly key: string;
  readonly name: string;
  readonly has: boolean;
  readonly remedy: string; // where it has not
  readonly trial: (() => Promise<boolean>) | null;
};

/** The browser's parts, some of which it may not have whatever its types say. */
type Offered = {
  readonly mediaDevices?: MediaDevices;
  readonly storage?: StorageManager;
  readonly wakeLock?: WakeLock;
  readonly locks?: LockManager;
};

export function Capabilities() {
  const checks = useChecks();
  return (
    <ul className={css.checks}>
      {checks.map((check) => (
        <Row key={check.key} check={check} />
      ))}
    </ul>
  );
}

function Row({ check }: { readonly check: Check }): ReactNode {
  const { t } = useLingui();
  const [answer, setAnswer] = useState<boolean | null>(null);
  const { name, has, remedy, trial } = check;
  const right = has && answer !== false;
  const said = !right ? remedy : answer === true ? t`Works` : t`Available`;
  return (
    <li className={css.check} data-right={right || undefined}>
      {right ? <CircleCheck aria-hidden="true" /> : <CircleMinus aria-hidden="true" />}
      <div className={css.words}>
        <strong>{name}</strong>
        <span role="status">{said}</span>
      </div>
      {trial === null || !has ? null : (
        <Button aria-label={t`Test ${name}`} onClick={() => void trial().then(setAnswer, () => setAnswer(false))}>
          {t`Test`}
        </Button>
      )}
    </li>
  );
}

function useChecks(): readonly Check[] {
  const { t } = useLingui();
  const { sounds, tools } = useCounter();
  const { mediaDevices, storage, wakeLock, locks } = navigator as Offered;
  const other = t`Not in this browser. Chrome or Edge on Android and Windows have it.`;
  return [
    {
      key: 'server', name: t`Server`, has: true, remedy: t`Out of reach now. Selling goes on.`,
      trial: async () => (await tools.device.ask('GET', PRINTERS_PATH, null, () => true)).ok,
    },
    {
      key: 'camera', name: t`Camera`, has: mediaDevices !== undefined,
      remedy: t`No camera, or the browser keeps it off for this page.`,
      trial: () => tryCamera(mediaDevices),
    },
    {
      key: 'sound', name: t`Sound`, has: true, remedy: t`Switched off.`,
      trial: () => {
        sounds.play('hit');
        return Promise.resolve(true);
      },
    },
    {
      key: 'storage', name: t`Kept storage`, has: storage !== undefined,
      remedy: t`The browser may delete it. Install this page on the home screen.`,
      trial: async () => (await storage?.persist()) === true,
    },
    { key: 'serial', name: t`Serial printers`, has: 'serial' in navigator, remedy: other, trial: null },
    { key: 'usb', name: t`USB printers`, has: 'usb' in navigator, remedy: other, trial: null },
    { key: 'bluetooth', name: t`Bluetooth printers`, has: 'bluetooth' in navigator, remedy: other, trial: null },
    {
      key: 'screens', name: t`Window on a second screen`, has: 'getScreenDetails' in window,
      remedy: t`Move the customer's window to its screen by hand.`, trial: null,
    },
    {
      key: 'awake', name: t`Screen stays on`, has: wakeLock !== undefined,
      remedy: t`Set the screen to stay on in the system's settings.`,
      trial: async () => {
        const held = await wakeLock?.request('screen');
        await held?.release();
        return held !== undefined;
      },
    },
    {
      key: 'tabs', name: t`Several tabs`, has: locks !== undefined, remedy: t`Keep this till open in one tab only.`,
      trial: null,
    },
    {
      key: 'offline', name: t`Works without network`, has: 'serviceWorker' in navigator,
      remedy: t`Open this page by its secure address.`,
      trial: async () => (await navigator.serviceWorker.getRegistration()) !== undefined,
    },
  ]; // prettier-ignore
}

async function tryCamera(mediaDevices: MediaDevices | undefined): Promise<boolean> {
  const stream = await mediaDevices?.getUserMedia({ video: true });
  for (const track of stream?.getTracks() ?? []) track.stop();
  return stream !== undefined;
}
