/**
 * The camera itself: permission, choice of lens, size, focus, torch. @zxing/browser's camera layer does the parts where
 * browsers differ (listing, attaching, torch); what went wrong comes back as a code a person can act on.
 *
 * Invariant: the choice of camera is remembered on this device; a remembered camera that is gone falls back to the
 * rear one.
 * Not here: decoding, and when to open or close (scanner.ts).
 */
import { BrowserCodeReader } from '@zxing/browser';
import { err, ok } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import type { RefusalCode } from '../../wire/refusal.ts';

type CameraRefusal = Extract<RefusalCode, 'insecure_page' | 'camera_refused' | 'no_camera' | 'camera_busy'>;
export type CameraChoice = { readonly cameraId: string; readonly label: string };

export interface OpenCamera {
  readonly cameraId: string;
  readonly cameras: readonly CameraChoice[];
  readonly hasTorch: boolean;
  setTorch(on: boolean): Promise<void>;
  close(): void;
}

const REMEMBERED = 'halfloop-camera';

/** Large enough for a QR of version 15 held a hand's width away, small enough to decode twenty times a second. */
const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } } as const;

type CameraWish = {
  readonly video: HTMLVideoElement;
  readonly wanted: string | null; // a camera a person chose, remembered from then on
  readonly onLost: () => void; // unplugged, or taken by another app
};

/**
 * Opens a camera into `video` and plays it.
 * Refuses: `insecure_page` - no camera on plain http; `camera_refused` - permission; `no_camera`; `camera_busy`.
 */
export async function openCamera({ video, wanted, onLost }: CameraWish): Promise<Result<OpenCamera, CameraRefusal>> {
  if (!('mediaDevices' in navigator)) return err('insecure_page');
  if (wanted !== null) remember(wanted);
  const stream = await openStream(wanted ?? remembered());
  if (!stream.ok) return stream;
  const track = stream.value.getVideoTracks()[0];
  if (track === undefined) return err('no_camera');

  track.addEventListener('ended', onLost); // Not fired by our own stop().
  await focusContinuously(track);
  BrowserCodeReader.prepareVideoElement(video);
  video.muted = true; // The attribute alone is not enough for autoplay once the element exists.
  BrowserCodeReader.addVideoSource(video, stream.value);
  // Refused autoplay, or closed meanwhile: then no frame comes, and the picture on the screen stays dark.
  await video.play().catch(() => undefined);
  return ok({
    cameraId: track.getSettings().deviceId ?? '',
    cameras: await listCameras(),
    hasTorch: 'torch' in track.getCapabilities(),
    setTorch: (on) => BrowserCodeReader.mediaStreamSetTorch(track, on),
    close() {
      track.stop();
      BrowserCodeReader.cleanVideoSource(video);
    },
  });
}

async function openStream(cameraId: string | null): Promise<Result<MediaStream, CameraRefusal>> {
  const rear = { facingMode: { ideal: 'environment' } };
  const lens = cameraId === null ? rear : { deviceId: { exact: cameraId } };
  try {
    return ok(await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...SIZE, ...lens } }));
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal !== 'no_camera' || cameraId === null) return err(refusal);
    forget();
    return openStream(null);
  }
}

function refusalOf(error: unknown): CameraRefusal {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'camera_refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'no_camera';
    default:
      return 'camera_busy';
  }
}

/** Codes are held close and move: a lens that focused once, on the counter, reads nothing. */
async function focusContinuously(track: MediaStreamTrack): Promise<void> {
  const { focusMode } = track.getCapabilities() as { focusMode?: readonly string[] }; // not in the DOM typings yet
  if (focusMode?.includes('continuous') !== true) return;
  const mode: MediaTrackConstraintSet & { focusMode: string } = { focusMode: 'continuous' };
  // A wish: where it is refused the picture is merely less sharp.
  await track.applyConstraints({ advanced: [mode] }).catch(() => undefined);
}

async function listCameras(): Promise<CameraChoice[]> {
  const devices = await BrowserCodeReader.listVideoInputDevices();
  return devices.map(({ deviceId, label }) => ({ cameraId: deviceId, label }));
}

function remembered(): string | null {
  return localStorage.getItem(REMEMBERED);
}
function remember(cameraId: string): void {
  localStorage.setItem(REMEMBERED, cameraId);
}
function forget(): void {
  localStorage.removeItem(REMEMBERED);
}
