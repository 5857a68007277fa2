/** The tablet's camera as a scanner: it reads until it is closed, and each read rings as from any other scanner. */
import { useLingui } from '@lingui/react/macro';
import { Flashlight, SwitchCamera } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { listenForPictures } from '../../client/scan/pasted-picture.ts';
import { decodeImage, openScanner, type ScannerHandle, type ScannerState } from '../../client/scan/scanner.ts';
import type { ScanRead } from '../../client/scan/seen-code.ts';
import { Button } from '../../ui/button.tsx';
import { PhotoKey } from '../../ui/photo-key.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { PartsHeld } from '../../wire/qr-parts.ts';
import { useCounter, useHand, useView } from '../counter-context.tsx';
import { NoticeList } from '../sell/notice-list.tsx';
import { takeScan } from '../sell/scanning.ts';
import { CameraRefusal } from './camera-refusal.tsx';
import css from './camera-sheet.module.css';
import { atWork } from './listen.ts';

export function CameraSheet() {
  const { t } = useLingui();
  const counter = useCounter();
  const [video, setVideo] = useState<HTMLVideoElement | null>(null); // the sheet puts it on the page a render later
  const scanner = useRef<ScannerHandle | null>(null);
  const [state, setState] = useState<ScannerState | null>(null);
  const close = () => counter.view.setState({ sheet: null });
  const parts = useView((view) => view.parts);
  const handoff = useHand((hand) => hand.cart.handoff);
  const [nothing, setNothing] = useState<string | null>(null); // why the last photo gave no code
  const take = useCallback(
    (read: ScanRead) => {
      setNothing(null);
      void takeScan(counter, read);
    },
    [counter],
  );
  useEffect(() => {
    if (video === null) return undefined;
    const opened = openScanner({ video, onRead: atWork(take), onState: setState });
    scanner.current = opened;
    return () => opened.stop();
  }, [take, video]);
  const refusal = state?.refusal ?? null;
  return (
    <Sheet
      open
      onClose={close}
      title={t`Scan with the camera`}
      wide
      foot={
        <CameraKeys state={state} scanner={scanner} onDone={close} photo={{ onRead: take, onNothing: setNothing }} />
      }
    >
      <div className={css.finder}>
        <video ref={setVideo} className={css.video} muted playsInline aria-label={t`What the camera sees`} />
        {state?.phase === 'reading' ? <span className={css.frame} aria-hidden="true" /> : null}
        {refusal === null ? null : (
          <CameraRefusal code={refusal} onRetry={() => scanner.current?.retry()}>
            <Button onClick={() => counter.view.setState({ sheet: 'code' })}>{t`Type a code`}</Button>
          </CameraRefusal>
        )}
      </div>
      {state?.engine === 'script' ? (
        <p className={css.hint}>{t`This browser reads barcodes only when they are held level.`}</p>
      ) : null}
      {nothing === null ? null : (
        <p className={css.hint} role="alert">
          {nothing}
        </p>
      )}
      <NoticeList />
      {parts === null ? null : <PartsRead parts={parts} />}
      <LastRead isFromPhone={handoff !== null} />
    </Sheet>
  );
}

function PartsRead({ parts }: { readonly parts: PartsHeld }) {
  const { t } = useLingui();
  const got = parts.parts.length;
  const of = parts.parts[0]?.part?.of ?? got;
  return <p role="status">{t`Part ${got} of ${of} is read. Show the next part.`}</p>;
}

/** What was rung last, so that eyes may stay on the goods. */
function LastRead({ isFromPhone }: { readonly isFromPhone: boolean }) {
  const { t } = useLingui();
  const count = useHand((hand) => hand.cart.lines.length);
  return (
    <p className={css.last} role="status">
      {isFromPhone ? t`From phone` : t`Cart`} · {t`Items ${count}`}
    </p>
  );
}

type KeysProps = {
  readonly state: ScannerState | null;
  readonly scanner: { readonly current: ScannerHandle | null };
  readonly onDone: () => void;
  readonly photo: { readonly onRead: (read: ScanRead) => void; readonly onNothing: (said: string) => void };
};

function CameraKeys({ state, scanner, onDone, photo }: KeysProps) {
  const { t } = useLingui();
  const cameras = state?.cameras ?? [];
  const nextCamera =
    cameras[(cameras.findIndex((each) => each.cameraId === state?.cameraId) + 1) % Math.max(1, cameras.length)];
  return (
    <>
      {state === null || state.torch === 'none' ? null : (
        <Button
          size="key"
          aria-pressed={state.torch === 'on'}
          icon={<Flashlight aria-hidden="true" />}
          onClick={() => scanner.current?.setTorch(state.torch !== 'on')}
        >
          {t`Torch`}
        </Button>
      )}
      {cameras.length < 2 || nextCamera === undefined ? null : (
        <Button
          size="key"
          icon={<SwitchCamera aria-hidden="true" />}
          onClick={() => scanner.current?.useCamera(nextCamera.cameraId)}
        >
          {t`Other camera`}
        </Button>
      )}
      <PhotoKey size="key" decode={decodeImage} listen={listenForPictures} {...photo} />
      <Button size="key" kind="primary" onClick={onDone}>
        {t`Done`}
      </Button>
    </>
  );
}
