/** Scanners that report their codes instead of typing them: allowed by a tap, named, let go again. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Usb } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { HidScanners } from '../../client/scan/hid-scanner.ts';
import { Button } from '../../ui/button.tsx';
import { useCounter } from '../counter-context.tsx';
import css from './scanner-test.module.css';

type Told = Awaited<ReturnType<HidScanners['connect']>>;

export function HidPart() {
  const { t } = useLingui();
  const { hid, names } = useHid();
  const [told, setTold] = useState<Told | null>(null);
  if (hid === null) return null;
  const list = names.join(', ');
  const unconnected =
    told === 'none'
      ? t`No scanner was chosen. It is listed only when it is set to “USB HID POS”.`
      : told === 'refused'
        ? t`The scanner is held by another program. Close that, then try again.`
        : t`No scanner of this kind is connected.`;
  return (
    <section className={css.hid} aria-label={t`Scanner without keyboard mode`}>
      {hid.isSupported ? (
        <>
          <p>
            <Trans>
              Set to “USB HID POS”, a scanner reports each code at once and says its kind. Nothing is typed anywhere.
            </Trans>
          </p>
          <p role="status" className={names.length > 0 ? css.good : css.muted}>
            {names.length > 0 ? t`Connected: ${list}` : unconnected}
          </p>
          <div className={css.keysRow}>
            <Button icon={<Usb aria-hidden="true" />} onClick={() => void hid.connect().then(setTold)}>
              {t`Connect a scanner`}
            </Button>
            {names.length === 0 ? null : (
              <Button onClick={() => void hid.forget().then(() => setTold(null))}>{t`Forget it`}</Button>
            )}
          </div>
        </>
      ) : (
        <p className={css.muted}>
          <Trans>
            This browser takes scanners as keyboards only, which works: leave the scanner in keyboard mode. Chrome and
            Edge on a computer also take it in the mode “USB HID POS”.
          </Trans>
        </p>
      )}
    </section>
  );
}

function useHid() {
  const { hid: fetchHid } = useCounter();
  const [hid, setHid] = useState<HidScanners | null>(null);
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    let isOver = false;
    let stop: (() => void) | null = null;
    const begin = async () => {
      const scanners = await fetchHid();
      if (isOver) return;
      setHid(scanners);
      stop = scanners.watch(setNames);
    };
    void begin().catch(() => undefined); // not fetched before an outage: this part stays away
    return () => {
      isOver = true;
      stop?.();
    };
  }, [fetchHid]);
  return { hid, names };
}
