/**
 * What a life needs of the platform and Node gives at a price: `AbortController` as far as the client uses it (Node's
 * own is an event target, and costs as much as all else of a request), streams, and the stacks of errors.
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

/** The live channel of lives gives text, so nothing is decoded. */
class NoDecoding {
  readonly encoding = 'utf-8';
}

/** How much of where an error was made is kept: finding it out costs more than most of what fails. */
const STACK_LINES = 4;

/** For a process that plays lives and nothing else; `isAsked`: somebody wants to see all of one. */
export function playLightly(isAsked: boolean): void {
  Object.assign(globalThis, { AbortController: LightAbort, TextDecoderStream: NoDecoding });
  if (!isAsked) Error.stackTraceLimit = STACK_LINES;
}
