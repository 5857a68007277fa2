/** Web Locks of one browser profile, and the channel between its pages. Both forget a page that was killed. */
import type { TabChannel, TabNews } from '../../src/client/till-deps.ts';
import type { Clockwork } from './clockwork.ts';
import type { Dice } from './dice.ts';
import type { Host } from './disk.ts';

type Wish = {
  readonly host: Host;
  readonly hold: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
};

const aborted = () => Object.assign(new Error('aborted'), { name: 'AbortError' });

export class ProfileLocks {
  readonly #held = new Map<string, Wish>();
  readonly #waiting = new Map<string, Wish[]>();

  of(host: Host): LockManager {
    const request = (name: string, options: LockOptions, hold: () => unknown): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const wish: Wish = { host, hold, resolve, reject };
        if (options.steal === true) {
          const robbed = this.#held.get(name);
          this.#held.delete(name);
          if (robbed?.host.alive === true) robbed.reject(aborted());
          this.#grant(name, wish);
          return;
        }
        const line = this.#waiting.get(name) ?? [];
        this.#waiting.set(name, [...line, wish]);
        options.signal?.addEventListener('abort', () => {
          const left = this.#waiting.get(name) ?? [];
          if (!left.includes(wish)) return;
          this.#waiting.set(
            name,
            left.filter((other) => other !== wish),
          );
          reject(aborted());
        });
        this.#next(name);
      });
    return { request } as unknown as LockManager;
  }

  /** What a page held or waited for is free when it is gone. */
  forget(host: Host): void {
    for (const [name, wish] of [...this.#held]) {
      if (wish.host !== host) continue;
      this.#held.delete(name);
      this.#next(name);
    }
  }

  #next(name: string): void {
    if (this.#held.has(name)) return;
    const line = this.#waiting.get(name) ?? [];
    const wish = line.shift();
    if (wish === undefined) return;
    if (wish.host.alive) this.#grant(name, wish);
    else this.#next(name);
  }

  #grant(name: string, wish: Wish): void {
    this.#held.set(name, wish);
    const done = (settle: () => void) => {
      if (this.#held.get(name) === wish) this.#held.delete(name);
      settle();
      this.#next(name);
    };
    Promise.resolve()
      .then(wish.hold)
      .then(
        (value) => done(() => wish.resolve(value)),
        (error: unknown) => done(() => wish.reject(error)),
      );
  }
}

type Member = { readonly host: Host; readonly hear: (news: TabNews) => void };

export class ProfileChannel {
  readonly #members = new Set<Member>();
  readonly #world: { readonly clockwork: Clockwork; readonly dice: Dice };

  constructor(world: { readonly clockwork: Clockwork; readonly dice: Dice }) {
    this.#world = world;
  }

  join(host: Host, hear: (news: TabNews) => void): TabChannel {
    const me: Member = { host, hear };
    this.#members.add(me);
    return {
      post: (news) => {
        for (const member of this.#members) {
          if (member === me) continue;
          this.#world.clockwork.after(this.#world.dice.int(1, 40), () => {
            if (member.host.alive && this.#members.has(member)) member.hear(news);
          });
        }
      },
      close: () => this.#members.delete(me),
    };
  }

  forget(host: Host): void {
    for (const member of [...this.#members]) if (member.host === host) this.#members.delete(member);
  }
}
