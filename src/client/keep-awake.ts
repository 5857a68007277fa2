/**
 * Keeps the screen on while a code is shown or looked for. The browser drops the lock whenever the page is hidden, so
 * it is asked for again on return. Where the browser has no wake lock nothing happens: the person touches the screen.
 */
type Awake = { release(): void };

/** Keeps the screen awake until released. Asking twice is harmless. */
export function keepAwake(): Awake {
  let lock: WakeLockSentinel | null = null;
  let released = false;
  const ask = () => {
    if (released || document.hidden || !('wakeLock' in navigator)) return;
    // Refused in low battery mode: the screen may then dim, which is what that mode is for.
    void navigator.wakeLock.request('screen').then(hold, () => undefined);
  };
  const hold = (held: WakeLockSentinel) => {
    lock = held;
    if (released) void held.release();
  };
  document.addEventListener('visibilitychange', ask);
  ask();
  return {
    release() {
      released = true;
      document.removeEventListener('visibilitychange', ask);
      void lock?.release();
    },
  };
}
