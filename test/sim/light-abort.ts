/**
 * `AbortController` as far as the client uses it, for lives: Node's own is an event target of its event loop, and makes
 * a request of a life cost as much again as all that happens to it.
 */
type OnAbort = () => void;

class LightSignal {
  aborted = false;
  readonly #on = new Set<OnAbort>();

  addEventListener(_name: 'abort', on: OnAbort): void {
    this.#on.add(on);
  }

  removeEventListener(_name: 'abort', on: OnAbort): void {
    this.#on.delete(on);
  }

  fire(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const on of [...this.#on]) on();
  }
}

class LightAbort {
  readonly signal = new LightSignal();
  abort(): void {
    this.signal.fire();
  }
}

/** For a process that plays lives and nothing else. */
export function playLightly(): void {
  Object.assign(globalThis, { AbortController: LightAbort });
}
