/**
 * Keeps writes out while the standby they must reach is away. Each commit that is given up leaves its connection
 * waiting at PostgreSQL until a standby is back; enough of them, and nobody can connect any more, not even to read.
 *
 * Invariant: after a commit without an answer nothing is written until the engine says that it need not wait, or for
 * whom. Those kept out are told to come later.
 */
import { StorageFault } from './door.ts';

export class StandbyGate {
  readonly #isInStep: () => Promise<boolean>;
  #isShut = false;
  #asking: Promise<boolean> | null = null;

  /** `isInStep`: no standby is waited for, or one is there. */
  constructor(isInStep: () => Promise<boolean>) {
    this.#isInStep = isInStep;
  }

  /** Something got no answer. */
  shut(): void {
    this.#isShut = true;
  }

  /** Throws `busy` while it is shut and the standby away. All who come at once ask once. */
  async pass(): Promise<void> {
    if (!this.#isShut) return;
    this.#asking ??= this.#isInStep().finally(() => (this.#asking = null));
    if (!(await this.#asking)) throw new StorageFault('busy', { cause: new Error('the standby is away') });
    this.#isShut = false;
  }
}
