/** Tones are played when the person wants them, and whatever the browser lacks is left out without a word. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSounds } from '../../src/ui/sound.ts';

let opened = 0;
let resumed = 0;
let played: { hz: number; fromTime: number; toTime: number }[] = [];
let felt: unknown[] = [];

class FakeAudio {
  readonly currentTime = 10;
  readonly destination = {};
  state = 'suspended';
  constructor() {
    opened += 1;
  }
  resume(): Promise<void> {
    resumed += 1;
    this.state = 'running';
    return Promise.resolve();
  }
  createGain() {
    const gain = { setValueAtTime: () => undefined, exponentialRampToValueAtTime: () => undefined };
    return { gain, connect: (to: unknown) => to };
  }
  createOscillator() {
    const beep = { hz: 0, fromTime: 0, toTime: 0 };
    played.push(beep);
    return {
      frequency: {
        set value(hz: number) {
          beep.hz = hz;
        },
      },
      connect: (to: unknown) => to,
      start: (at: number) => (beep.fromTime = at),
      stop: (at: number) => (beep.toTime = at),
    };
  }
}

beforeEach(() => {
  [opened, resumed, played, felt] = [0, 0, [], []];
  vi.stubGlobal('AudioContext', FakeAudio);
  vi.stubGlobal('navigator', { vibrate: (pattern: unknown) => felt.push(pattern) });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('sounds', () => {
  test('a hit is one high beep, a miss two low ones, each one after the other', () => {
    const sounds = createSounds(() => true);
    sounds.play('hit');
    const [hit] = played;
    played = [];
    sounds.play('miss');
    expect(played).toHaveLength(2);
    expect(Math.max(...played.map(({ hz }) => hz))).toBeLessThan(hit?.hz ?? 0);
    expect(played[1]?.fromTime).toBeGreaterThan(played[0]?.toTime ?? 0);
    expect(played.every(({ fromTime, toTime }) => fromTime >= 10 && toTime > fromTime)).toBe(true);
    expect(felt).toHaveLength(2);
  });

  test('the audio device is opened by the first tone, woken, and kept', () => {
    const sounds = createSounds(() => true);
    expect(opened).toBe(0);
    sounds.play('hit');
    sounds.play('paid');
    expect([opened, resumed]).toEqual([1, 1]);
  });

  test('switched off while it stands, nothing is heard or felt', () => {
    let isOn = true;
    const sounds = createSounds(() => isOn);
    isOn = false;
    sounds.play('miss');
    expect([opened, played, felt]).toEqual([0, [], []]);
  });

  test('without a motor it still sounds, without an audio device it is still felt', () => {
    vi.stubGlobal('navigator', {});
    createSounds(() => true).play('hit');
    expect([played.length, felt.length]).toEqual([1, 0]);
    vi.stubGlobal('navigator', { vibrate: (pattern: unknown) => felt.push(pattern) });
    vi.stubGlobal('AudioContext', undefined);
    createSounds(() => true).play('hit');
    expect([played.length, felt.length]).toEqual([1, 1]);
  });
});
