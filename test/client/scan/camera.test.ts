// @vitest-environment jsdom
/** The camera by a device that is played: browsers' own fake camera has no torch and is never taken away. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openCamera } from '../../../src/client/scan/camera.ts';

type Wanted = { readonly video: { readonly deviceId?: { readonly exact: string } } };
type Capabilities = { readonly torch?: boolean; readonly focusMode?: readonly string[] };

/** Cameras by their ids, as a browser shows them; `fault` is what asking for one ends in. */
function playCameras(ids: readonly string[], { capabilities = {}, fault = null }: Played = {}) {
  const applied: unknown[] = [];
  const listeners: (() => void)[] = [];
  let stopped = 0;
  const trackOf = (deviceId: string) => ({
    kind: 'video',
    addEventListener: (...[, heard]: [string, () => void]) => listeners.push(heard),
    applyConstraints: (constraints: unknown) => Promise.resolve(applied.push(constraints)),
    getCapabilities: () => capabilities,
    getSettings: () => ({ deviceId }),
    stop: () => (stopped += 1),
  });
  const mediaDevices = {
    getUserMedia({ video }: Wanted) {
      if (fault !== null) return Promise.reject(new DOMException('as played', fault));
      const asked = video.deviceId?.exact ?? ids[0] ?? '';
      if (!ids.includes(asked)) return Promise.reject(new DOMException('as played', 'OverconstrainedError'));
      const track = trackOf(asked);
      return Promise.resolve({ getVideoTracks: () => [track], getTracks: () => [track] });
    },
    enumerateDevices: () =>
      Promise.resolve(ids.map((deviceId) => ({ kind: 'videoinput', deviceId, label: `lens ${deviceId}` }))),
  };
  Object.defineProperty(navigator, 'mediaDevices', { value: mediaDevices, configurable: true });
  return { applied, unplug: () => listeners.forEach((heard) => heard()), stopped: () => stopped };
}
type Played = { readonly capabilities?: Capabilities; readonly fault?: string | null };

const onLost = vi.fn();
const open = (wanted: string | null = null) => openCamera({ video: document.createElement('video'), wanted, onLost });

beforeEach(() => {
  localStorage.clear();
  onLost.mockClear();
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue();
  vi.spyOn(HTMLMediaElement.prototype, 'load').mockReturnValue();
});
afterEach(() => {
  Reflect.deleteProperty(navigator, 'mediaDevices');
  vi.restoreAllMocks();
});

test('a torch is offered where the lens has one, and is switched on and off', async () => {
  const { applied } = playCameras(['rear'], { capabilities: { torch: true } });
  const camera = await open();
  if (!camera.ok) throw new Error(camera.error);
  expect(camera.value.hasTorch).toBe(true);
  await camera.value.setTorch(true);
  await camera.value.setTorch(false);
  expect(applied).toMatchObject([{ advanced: [{ torch: true }] }, { advanced: [{ torch: false }] }]);
});

test('no torch is offered where there is none, and focus is asked for where it can be', async () => {
  const { applied } = playCameras(['rear'], { capabilities: { focusMode: ['manual', 'continuous'] } });
  const camera = await open();
  expect(camera.ok && camera.value.hasTorch).toBe(false);
  expect(applied).toEqual([{ advanced: [{ focusMode: 'continuous' }] }]);
});

test('a chosen camera is opened again the next time, and another in its place when it is gone', async () => {
  playCameras(['rear', 'desk']);
  const chosen = await open('desk');
  expect(chosen.ok && [chosen.value.cameraId, chosen.value.cameras.length]).toEqual(['desk', 2]);
  const again = await open();
  expect(again.ok && again.value.cameraId).toBe('desk');
  playCameras(['rear']); // unplugged overnight
  const other = await open();
  expect(other.ok && other.value.cameraId).toBe('rear');
  playCameras(['rear', 'desk']);
  const back = await open();
  expect(back.ok && back.value.cameraId).toBe('rear'); // forgotten: nobody waits for it
});

test('a camera taken away while it reads is told', async () => {
  const { unplug, stopped } = playCameras(['rear']);
  const camera = await open();
  unplug();
  expect(onLost).toHaveBeenCalledTimes(1);
  if (camera.ok) camera.value.close();
  expect(stopped()).toBe(1);
});

test.each([
  ['NotAllowedError', 'camera_refused'],
  ['SecurityError', 'camera_refused'],
  ['NotFoundError', 'no_camera'],
  ['NotReadableError', 'camera_busy'],
  ['AbortError', 'camera_busy'],
] as const)('%s is %s', async (fault, code) => {
  playCameras(['rear'], { fault });
  expect(await open()).toEqual({ ok: false, error: code });
});

test('a page without cameras, as over plain http, says so', async () => {
  expect(await open()).toEqual({ ok: false, error: 'insecure_page' });
});
