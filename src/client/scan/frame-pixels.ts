/**
 * The brightness of what the worker is handed. A camera's frames come as they left it, with brightness in a plane of
 * its own: it is taken as it is, and no frame is turned into colours and back. Everything else goes over a canvas.
 *
 * Invariants: what is taken is closed at once, whatever happens (a camera stops when its frames are kept, a phone runs
 * out of graphics memory); a frame's pixels are valid until the next one is asked for.
 */
import { grayOf, grayOfOpaque, type GrayPicture, MOST_PIXELS } from './gray-picture.ts';
import type { PictureFault } from './unreadable-picture.ts';

export type Frame = VideoFrame | ImageBitmap | Blob | ImageData;

/** Formats whose first plane is brightness, a byte a pixel. */
const PLANAR: readonly (string | null)[] = ['I420', 'I420A', 'I422', 'I444', 'NV12'];
const OPAQUE: readonly (string | null)[] = ['RGBX', 'BGRX', 'RGBA', 'BGRA'];

let canvas: OffscreenCanvas | null = null;
let taken = new Uint8Array(0);

export async function pixelsOf(frame: Frame): Promise<GrayPicture | PictureFault> {
  if (frame instanceof ImageData) return grayOf(frame);
  if (frame instanceof Blob) return createImageBitmap(frame).then(ofFile, () => 'no_picture' as const);
  if (!('VideoFrame' in globalThis)) return drawn(frame);
  return frame instanceof VideoFrame ? ofFrame(frame) : ofBitmap(frame);
}

/** A bitmap is of a camera here, so nothing in it is transparent. */
async function ofBitmap(bitmap: ImageBitmap): Promise<GrayPicture> {
  const frame = new VideoFrame(bitmap, { timestamp: 0, alpha: 'discard' });
  bitmap.close();
  return ofFrame(frame);
}

async function ofFrame(frame: VideoFrame): Promise<GrayPicture> {
  try {
    return (await copied(frame)) ?? drawn(frame);
  } finally {
    frame.close();
  }
}

/** Null for a frame that lies in graphics memory, or in an order of bytes not known here. */
async function copied(frame: VideoFrame): Promise<GrayPicture | null> {
  const { format, visibleRect } = frame;
  const isPlanar = PLANAR.includes(format);
  if (visibleRect === null || !(isPlanar || OPAQUE.includes(format))) return null;
  const size = frame.allocationSize();
  if (taken.length !== size) taken = new Uint8Array(size);
  const [plane] = await frame.copyTo(taken);
  const { width, height } = visibleRect;
  if (plane?.stride !== (isPlanar ? width : 4 * width)) return null;
  const data = taken.subarray(plane.offset, plane.offset + plane.stride * height);
  return isPlanar ? { width, height, data } : grayOfOpaque({ width, height, data }, format?.startsWith('B') === true);
}

function ofFile(bitmap: ImageBitmap): GrayPicture | PictureFault {
  if (bitmap.width * bitmap.height <= MOST_PIXELS) return drawn(bitmap);
  bitmap.close();
  return 'too_large';
}

/** Canvases of tablets end at 16 million pixels, so a large picture is drawn band by band. */
const BAND_PIXELS = 8_000_000;

function drawn(frame: ImageBitmap | VideoFrame): GrayPicture {
  const [width, height] =
    'codedWidth' in frame ? [frame.displayWidth, frame.displayHeight] : [frame.width, frame.height];
  const rows = Math.min(height, Math.max(1, Math.floor(BAND_PIXELS / width)));
  if (canvas?.width !== width || canvas.height !== rows) canvas = new OffscreenCanvas(width, rows);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2d context in the worker');
  const bands: GrayPicture[] = [];
  for (let top = 0; top < height; top += rows) {
    context.clearRect(0, 0, width, rows); // what is transparent shows nothing of the picture before
    context.drawImage(frame, 0, -top, width, height);
    bands.push(grayOf(context.getImageData(0, 0, width, Math.min(rows, height - top))));
  }
  frame.close();
  return stacked(bands, width, height);
}

function stacked(bands: readonly GrayPicture[], width: number, height: number): GrayPicture {
  const [only, ...more] = bands;
  if (only !== undefined && more.length === 0) return only;
  const data = new Uint8Array(width * height);
  let at = 0;
  for (const band of bands) {
    data.set(band.data, at);
    at += band.data.length;
  }
  return { width, height, data };
}
