/**
 * The brightness of what the worker is handed. A camera's frames come as they left it, with brightness in a plane of
 * its own: it is taken as it is, and no frame is turned into colours and back. Everything else goes over a canvas.
 *
 * Invariants: what is taken is closed at once, whatever happens (a camera stops when its frames are kept, a phone runs
 * out of graphics memory); a frame's pixels are valid until the next one is asked for.
 */
import { grayOf, grayOfOpaque, type GrayPicture } from './gray-picture.ts';

export type Frame = VideoFrame | ImageBitmap | Blob | ImageData;

/** Formats whose first plane is brightness, a byte a pixel. */
const PLANAR: readonly (string | null)[] = ['I420', 'I420A', 'I422', 'I444', 'NV12'];
const OPAQUE: readonly (string | null)[] = ['RGBX', 'BGRX', 'RGBA', 'BGRA'];

let canvas: OffscreenCanvas | null = null;
let taken = new Uint8Array(0);

/** Null for a file that is no picture. */
export async function pixelsOf(frame: Frame): Promise<GrayPicture | null> {
  if (frame instanceof ImageData) return grayOf(frame);
  if (frame instanceof Blob) return createImageBitmap(frame).then(drawn, () => null);
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

function drawn(frame: ImageBitmap | VideoFrame): GrayPicture {
  const [width, height] =
    'codedWidth' in frame ? [frame.displayWidth, frame.displayHeight] : [frame.width, frame.height];
  if (canvas?.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2d context in the worker');
  context.clearRect(0, 0, width, height); // what is transparent shows nothing of the picture before
  context.drawImage(frame, 0, 0, width, height);
  frame.close();
  return grayOf(context.getImageData(0, 0, width, height));
}
