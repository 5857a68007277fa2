/** The camera for codes outside a sale: it reads once, or until it is closed. */
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { listenForPictures } from '../../client/scan/pasted-picture.ts';
import { decodeImage, openScanner, type ScannerHandle, type ScannerState } from '../../client/scan/scanner.ts';
import type { ScanRead } from '../../client/scan/seen-code.ts';
import { Button } from '../../ui/button.tsx';
import { PhotoKey } from '../../ui/photo-key.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { CameraRefusal } from './camera-refusal.tsx';
import css from './camera-sheet.module.css';
import { atWork } from './listen.ts';

type Props = {
  readonly onRead: (read: ScanRead) => void;
  readonly onClose: () => void;
  readonly keepsReading?: boolean;
};

export function CodeCamera({ onRead, onClose, keepsReading = false }: Props) {
  const { t } = useLingui();
  const [video, setVideo] = useState<HTMLVideoElement | null>(null); // the sheet puts it on the page a render later
  const read = useRef(onRead);
  const scanner = useRef<ScannerHandle | null>(null);
  const [state, setState] = useState<ScannerState | null>(null);
  const [nothing, setNothing] = useState<string | null>(null); // why the last photo gave no code
  useEffect(() => {
    read.current = onRead;
  }, [onRead]);
  useEffect(() => {
    if (video === null) return undefined;
    const opened = openScanner({
      video,
      onRead: atWork((seen) => {
        if (!keepsReading) opened.stop();
        read.current(seen);
      }),
      onState: setState,
    });
    scanner.current = opened;
    return () => opened.stop();
  }, [video, keepsReading]);
  const refusal = state?.refusal ?? null;
  const photo = (
    <PhotoKey size="key" decode={decodeImage} listen={listenForPictures} onRead={onRead} onNothing={setNothing} />
  );
  return (
    <Sheet open onClose={onClose} title={t`Scan the code`} wide foot={photo}>
      <div className={css.finder}>
        <video ref={setVideo} className={css.video} muted playsInline aria-label={t`What the camera sees`} />
        {refusal === null ? null : (
          <CameraRefusal code={refusal} onRetry={() => scanner.current?.retry()}>
            <Button onClick={onClose}>{t`Type or scan it instead`}</Button>
          </CameraRefusal>
        )}
      </div>
      {nothing === null ? null : (
        <p className={css.hint} role="alert">
          {nothing}
        </p>
      )}
    </Sheet>
  );
}
