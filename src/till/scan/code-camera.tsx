/** The camera for codes outside a sale: it reads once, or until it is closed. */
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { openScanner, type ScannerHandle, type ScannerState } from '../../client/scan/scanner.ts';
import type { ScanRead } from '../../client/scan/seen-code.ts';
import { Button } from '../../ui/button.tsx';
import { refusalText } from '../../ui/refusal-text.ts';
import { Sheet } from '../../ui/sheet.tsx';
import css from './camera-sheet.module.css';

type Props = {
  readonly onRead: (read: ScanRead) => void;
  readonly onClose: () => void;
  readonly keepsReading?: boolean;
};

export function CodeCamera({ onRead, onClose, keepsReading = false }: Props) {
  const { t, i18n } = useLingui();
  const [video, setVideo] = useState<HTMLVideoElement | null>(null); // the sheet puts it on the page a render later
  const read = useRef(onRead);
  const scanner = useRef<ScannerHandle | null>(null);
  const [state, setState] = useState<ScannerState | null>(null);
  useEffect(() => {
    read.current = onRead;
  }, [onRead]);
  useEffect(() => {
    if (video === null) return undefined;
    const opened = openScanner({
      video,
      onRead: (seen) => {
        if (!keepsReading) opened.stop();
        read.current(seen);
      },
      onState: setState,
    });
    scanner.current = opened;
    return () => opened.stop();
  }, [video, keepsReading]);
  const refusal = state?.refusal ?? null;
  return (
    <Sheet open onClose={onClose} title={t`Scan the code`} wide>
      <div className={css.finder}>
        <video ref={setVideo} className={css.video} muted playsInline aria-label={t`What the camera sees`} />
        {refusal === null ? null : (
          <div className={css.refusal} role="alert">
            <p>{refusalText(i18n, { code: refusal })}</p>
            <Button onClick={() => scanner.current?.retry()}>{t`Try again`}</Button>
          </div>
        )}
      </div>
    </Sheet>
  );
}
