/**
 * Short tones for hands that look elsewhere: high for a hit, low and double for a miss. Sound is never the only sign.
 * The audio device is opened by the first sound after a touch, which is when browsers allow it.
 */
export type Tone = 'hit' | 'miss' | 'paid';

export type Sounds = { readonly play: (tone: Tone) => void };

type Beep = { readonly hz: number; readonly fromMs: number; readonly forMs: number };

const TONES: Readonly<Record<Tone, readonly Beep[]>> = {
  hit: [{ hz: 1760, fromMs: 0, forMs: 60 }],
  miss: [
    { hz: 220, fromMs: 0, forMs: 120 },
    { hz: 196, fromMs: 160, forMs: 160 },
  ],
  paid: [
    { hz: 1047, fromMs: 0, forMs: 80 },
    { hz: 1568, fromMs: 90, forMs: 140 },
  ],
};
const LOUDNESS = 0.12;
const VIBRATE_MS: Readonly<Record<Tone, number[]>> = { hit: [25], miss: [80, 60, 80], paid: [40] };

export function createSounds(isOn: () => boolean): Sounds {
  let audio: AudioContext | null = null;
  return {
    play: (tone) => {
      if (!isOn()) return;
      if ('vibrate' in navigator) navigator.vibrate(VIBRATE_MS[tone]);
      if (typeof AudioContext === 'undefined') return;
      audio ??= new AudioContext();
      if (audio.state === 'suspended') void audio.resume();
      for (const beep of TONES[tone]) sound(audio, beep);
    },
  };
}

function sound(audio: AudioContext, { hz, fromMs, forMs }: Beep): void {
  const from = audio.currentTime + fromMs / 1000;
  const to = from + forMs / 1000;
  const tone = audio.createOscillator();
  const gain = audio.createGain();
  tone.frequency.value = hz;
  gain.gain.setValueAtTime(LOUDNESS, from);
  gain.gain.exponentialRampToValueAtTime(0.001, to); // fades, or it would click
  tone.connect(gain).connect(audio.destination);
  tone.start(from);
  tone.stop(to);
}
