/** What the camera sees, with torch and lens; and when it sees nothing, why, and what to do. */
import { useLingui } from '@lingui/react/macro';
import { Flashlight, FlashlightOff, SwitchCamera } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { openScanner, type ScannerHandle, type ScannerState } from '../../client/scan/scanner.ts';
import type { ScanRead } from '../../client/scan/seen-code.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { refusalText } from '../../ui/refusal-text.ts';
import css from './scan-screen.module.css';

type Props = { readonly onRead: (read: ScanRead) => void };

export function Finder({ onRead }: Props) {
  const { t, i18n } = useLingui();
  const video = useRef<HTMLVideoElement>(null);
  const scanner = useRef<ScannerHandle | null>(null);
  const hear = useRef(onRead);
  const [state, setState] = useState<ScannerState | null>(null);
  useEffect(() => {
    hear.current = onRead;
  });
  useEffect(() => {
    if (video.current === null) return undefined;
    const opened = openScanner({ video: video.current, onRead: (read) => hear.current(read), onState: setState });
    scanner.current = opened;
    return () => opened.stop();
  }, []);
  return (
    <div className={css.finder} data-surface="inverse" data-phase={state?.phase ?? 'starting'}>
      <video ref={video} className={css.video} muted playsInline aria-label={t`What the camera sees`} />
      {state?.phase === 'reading' ? <span className={css.frame} aria-hidden="true" /> : null}
      {state === null ? null : <Tools state={state} scanner={scanner} />}
      {state?.refusal == null ? null : (
        <div className={css.refusal} role="alert">
          <p>{refusalText(i18n, { code: state.refusal })}</p>
          {state.refusal === 'insecure_page' ? (
            <p className={css.help}>{t`Type the code, or take a photo of it: both work here.`}</p>
          ) : (
            <Button onClick={() => scanner.current?.retry()}>{t`Try again`}</Button>
          )}
        </div>
      )}
      {state?.engine === 'script' ? (
        <p data-unseen="">{t`This browser reads barcodes only when they are held level.`}</p>
      ) : null}
    </div>
  );
}

type ToolsProps = { readonly state: ScannerState; readonly scanner: { readonly current: ScannerHandle | null } };

function Tools({ state, scanner }: ToolsProps) {
  const { t } = useLingui();
  const { cameras, cameraId, torch, phase } = state;
  if (phase !== 'reading') return null;
  const next = cameras[(cameras.findIndex((each) => each.cameraId === cameraId) + 1) % Math.max(1, cameras.length)];
  return (
    <div className={css.tools}>
      {torch === 'none' ? null : (
        <IconButton
          label={torch === 'on' ? t`Torch off` : t`Torch on`}
          onClick={() => scanner.current?.setTorch(torch !== 'on')}
        >
          {torch === 'on' ? <FlashlightOff aria-hidden="true" /> : <Flashlight aria-hidden="true" />}
        </IconButton>
      )}
      {cameras.length < 2 || next === undefined ? null : (
        <IconButton label={t`Other camera`} onClick={() => scanner.current?.useCamera(next.cameraId)}>
          <SwitchCamera aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}
