/**
 * The scanner port: one stream of reads for whoever asked, whatever their source. Today's sources are the camera
 * (`openScanner`) and a picture somebody chose (`decodeImage`); scanners that type (wedge.ts) or report
 * (hid-scanner.ts) hand on the same `ScanRead`.
 *
 * Invariants: one frame in flight, decoding off the main thread where the browser can; the camera is closed while the
 * page is hidden and after `stop`; nothing is read twice by accident (accept-rule.ts).
 * Not here: what a text means (core/scan-text.ts), sounds and what the screen does with a read.
 */
import type { RefusalCode } from '../../wire/refusal.ts';
import { keepAwake } from '../keep-awake.ts';
import { ACCEPT_START, acceptFrame } from './accept-rule.ts';
import type { AcceptState, Identity } from './accept-rule.ts';
import type { CameraChoice, OpenCamera } from './camera.ts';
import { DecoderGone, openDecoder, openScriptDecoder } from './decoder.ts';
import type { Decoder, EngineName } from './decoder.ts';
import { goodCodes, identifyCode } from './identify-code.ts';
import { restMs } from './pace.ts';
import type { Effort } from './picture-reader.ts';
import type { ScanRead, SeenCode } from './seen-code.ts';
import { type PictureFault, UnreadablePicture } from './unreadable-picture.ts';

export type ScannerState = {
  readonly phase: 'starting' | 'reading' | 'paused' | 'stopped' | 'refused';
  readonly refusal: RefusalCode | null; // of phase `refused`: insecure_page, camera_refused, no_camera, camera_busy
  readonly engine: EngineName | null;
  readonly torch: 'none' | 'off' | 'on';
  readonly cameras: readonly CameraChoice[];
  readonly cameraId: string | null;
};

export interface ScannerHandle {
  setTorch(on: boolean): void;
  /** Changes the lens; remembered on this device. */
  useCamera(cameraId: string): void;
  /** Tries again after a refusal: the person has allowed the camera meanwhile. */
  retry(): void;
  /** Lets everything go. No read and no state comes after it. */
  stop(): void;
}

type ScannerOptions = {
  readonly video: HTMLVideoElement;
  readonly onRead: (read: ScanRead) => void;
  readonly onState: (state: ScannerState) => void;
  readonly identify?: (code: SeenCode) => Identity;
};

/** Failures in a row after which the main engine is given up on this page. */
const GIVE_UP_AFTER = 3;

/** Opens the camera and reads until stopped. Never throws: what is wrong is told by `onState`. */
export function openScanner({ video, onRead, onState, identify = identifyCode }: ScannerOptions): ScannerHandle {
  const begin = { refusal: null, engine: null, torch: 'none', cameras: [], cameraId: null } as const;
  let state: ScannerState = { phase: 'starting', ...begin };
  const tell = (change: Partial<ScannerState>) => {
    if (state.phase === 'stopped') return;
    state = { ...state, ...change };
    onState(state);
  };
  const awake = keepAwake();
  const session = createSession({ video, onRead, identify, tell });
  const onVisibility = () => {
    if (!document.hidden) {
      session.start(null);
      return;
    }
    session.close();
    tell({ phase: 'paused' });
  };
  document.addEventListener('visibilitychange', onVisibility);
  session.start(null);
  return {
    setTorch: session.setTorch,
    useCamera: session.start,
    retry: () => session.start(null),
    stop() {
      document.removeEventListener('visibilitychange', onVisibility);
      session.close();
      state = { ...state, phase: 'stopped' };
      awake.release();
    },
  };
}

type SessionOptions = Required<Pick<ScannerOptions, 'video' | 'onRead' | 'identify'>> & {
  readonly tell: (change: Partial<ScannerState>) => void;
};

/** One camera at a time: opened, lost, changed for another, closed. */
function createSession({ video, onRead, identify, tell }: SessionOptions) {
  let camera: OpenCamera | null = null;
  let reader: FrameReader | null = null;
  const accepting = { state: ACCEPT_START }; // outlives a change of lens: what is still in view is no new item
  let openings = 0; // The latest wins: a slow permission dialog must not open a camera that was closed meanwhile.
  const close = () => {
    openings += 1;
    reader?.stop();
    camera?.close();
    camera = null;
    reader = null;
  };
  const lost = () => {
    close();
    tell({ phase: 'refused', refusal: 'camera_busy' });
  };
  const open = async (wanted: string | null) => {
    close();
    const opening = openings;
    tell({ phase: 'starting', refusal: null });
    const decoder = resilientDecoder((engine) => tell({ engine }));
    decoder.warm(); // it loads while the camera opens
    const { openCamera } = await import('./camera.ts'); // heavy, and wanted only by those who scan
    const opened = await openCamera({ video, wanted, onLost: lost });
    if (opening !== openings) {
      decoder.close();
      if (opened.ok) opened.value.close();
      return;
    }
    if (!opened.ok) {
      decoder.close();
      tell({ phase: 'refused', refusal: opened.error });
      return;
    }
    camera = opened.value;
    const { cameras, cameraId, hasTorch } = camera;
    reader = readFrames(video, { onRead, identify, decoder, accepting });
    tell({ phase: 'reading', cameras, cameraId, torch: hasTorch ? 'off' : 'none' });
  };
  return {
    close,
    start: (wanted: string | null) => {
      open(wanted).catch(() => {
        tell({ phase: 'refused', refusal: 'server_unreachable' }); // its code did not arrive
      });
    },
    setTorch: (on: boolean) => {
      camera?.setTorch(on).then(
        () => tell({ torch: on ? 'on' : 'off' }),
        () => tell({ torch: 'none' }),
      );
    },
  };
}

type FrameReader = { stop(): void };
type FrameReaderOptions = {
  readonly onRead: (read: ScanRead) => void;
  readonly identify: (code: SeenCode) => Identity;
  readonly decoder: FrameDecoder;
  readonly accepting: { state: AcceptState };
};

function readFrames(
  video: HTMLVideoElement,
  { onRead, identify, decoder, accepting }: FrameReaderOptions,
): FrameReader {
  let stopped = false;
  let seenMs = performance.now(); // when a code was seen last

  const readOne = async () => {
    if (video.videoWidth === 0) return;
    const seen = await decoder.decode(await frameOf(video), 'frame');
    const atMs = performance.now();
    if (seen.length > 0) seenMs = atMs;
    if (stopped) return;
    const verdict = acceptFrame(accepting.state, { seen, atMs }, identify);
    accepting.state = verdict.state;
    if (verdict.accepted === null) return;
    const { text, bytes, symbology, identifier } = verdict.accepted;
    onRead({ text, bytes, symbology, identifier, source: 'camera', atMs: Date.now() });
  };
  const loop = async () => {
    while (!stopped) {
      await nextFrame(video, restMs(performance.now() - seenMs));
      // A frame may vanish under our hands when the camera is closed or the lens changes; the next one tells.
      await readOne().catch(() => undefined);
    }
    decoder.close();
  };
  void loop();
  return {
    stop: () => {
      stopped = true;
    },
  };
}

/** The frame on the screen: as the camera gave it where the browser can, which costs nothing. */
const frameOf = async (video: HTMLVideoElement): Promise<VideoFrame | ImageBitmap> =>
  'VideoFrame' in window ? new VideoFrame(video) : createImageBitmap(video);

/** Resolves at a new frame of the video after a rest, at the latest after a quarter of a second (a stalled camera). */
async function nextFrame(video: HTMLVideoElement, rest: number): Promise<void> {
  if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 250);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(done);
    else requestAnimationFrame(done);
  });
}

type FrameDecoder = {
  /** Loads the engine, and lets it look at nothing once. */
  warm(): void;
  decode(frame: VideoFrame | ImageBitmap, effort: Effort): Promise<readonly SeenCode[]>;
  close(): void;
};

/** The main engine, tried again after a crash, and replaced by the fallback when it never gets anywhere. */
function resilientDecoder(onEngine: (engine: EngineName) => void): FrameDecoder {
  let opened: Promise<Decoder> | null = null;
  let failures = 0;
  let warming: Promise<unknown> | null = null;
  const use = (next: Promise<Decoder>): Promise<Decoder> => {
    opened = next;
    void next.then(({ engine }) => onEngine(engine));
    return next;
  };
  return {
    warm() {
      warming = (opened ?? use(openDecoder())).then((decoder) => decoder.decode(new ImageData(8, 8), 'frame'));
      warming.catch(() => undefined); // the first frame meets the same and is looked after
    },
    async decode(frame, effort) {
      await warming?.catch(() => undefined);
      const decoder = await (opened ?? use(openDecoder()));
      try {
        const seen = await decoder.decode(frame, effort);
        failures = 0;
        return seen;
      } catch (error) {
        if (!(error instanceof DecoderGone)) throw error;
        failures += 1;
        if (failures < GIVE_UP_AFTER || decoder.engine === 'script') return [];
        decoder.close();
        await use(openScriptDecoder());
        return [];
      }
    },
    close: () => void opened?.then((decoder) => decoder.close()),
  };
}

/**
 * All codes on a picture a person chose, most central first, or what is wrong with the file. The same engines and the
 * same reading as the camera's.
 */
export async function decodeImage(picture: Blob | ImageData): Promise<readonly ScanRead[] | PictureFault> {
  const seen = await decodeOnce(await openDecoder(), picture)
    .catch(async (error: unknown) => {
      if (!(error instanceof DecoderGone)) throw error;
      return decodeOnce(await openScriptDecoder(), picture);
    })
    .catch((error: unknown) => {
      if (error instanceof UnreadablePicture) return error.fault;
      throw error;
    });
  if (typeof seen === 'string') return seen;
  return goodCodes(seen).map(({ text, bytes, symbology, identifier }) => ({
    text,
    bytes,
    symbology,
    identifier,
    source: 'image',
    atMs: Date.now(),
  }));
}

async function decodeOnce(decoder: Decoder, picture: Blob | ImageData): Promise<readonly SeenCode[]> {
  try {
    return await decoder.decode(picture, 'image');
  } finally {
    decoder.close();
  }
}
