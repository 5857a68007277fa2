/** Stretching PINs in a worker of the browser. The worker starts with the first PIN and ends when it has been idle. */
import { trustedScriptUrl } from '../trusted-url.ts';
import type { PinAnswer, PinRequest } from './pin-worker.ts';
import workerUrl from './pin-worker.ts?worker&url';
import type { StretchPin } from './stretch-pin.ts';

/** argon2id leaves 32 MiB behind in its WebAssembly memory: a minute without a PIN gives it back. */
const IDLE_MS = 60_000;

export function pinInWorker(setTimer: (ms: number, fire: () => void) => () => void): StretchPin {
  let worker: Worker | null = null;
  let asked = 0;
  let cancelIdle: () => void = () => undefined;
  const waiting = new Map<number, { done: (stretched: Uint8Array) => void; fail: (error: Error) => void }>();

  const stop = (error: Error) => {
    worker?.terminate();
    worker = null;
    for (const { fail } of waiting.values()) fail(error);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(trustedScriptUrl(workerUrl), { type: 'module' });
    started.onmessage = ({ data }: MessageEvent<PinAnswer>) => {
      const asker = waiting.get(data.id);
      waiting.delete(data.id);
      if ('stretched' in data) asker?.done(data.stretched);
      else asker?.fail(new Error(data.failed));
    };
    started.onerror = ({ message }) => stop(new Error(`the PIN worker stopped: ${message}`));
    return started;
  };
  return (pin, costs) => {
    cancelIdle();
    worker ??= start();
    asked += 1;
    const request: PinRequest = { id: asked, pin, costs };
    const answer = new Promise<Uint8Array>((done, fail) => waiting.set(request.id, { done, fail }));
    worker.postMessage(request);
    return answer.finally(() => {
      cancelIdle = setTimer(IDLE_MS, () => {
        if (waiting.size === 0) stop(new Error('idle'));
      });
    });
  };
}
