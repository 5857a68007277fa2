/**
 * Short tones for eyes that look elsewhere: high for a hit, low and double for a miss. Sound is never the only sign;
 * where there is a motor, the hand feels it too. Browsers allow the audio device after the first touch, so it is opened
 * late.
 */
type Tone = 'hit' | 'miss' | 'paid';
export type Sounds = { readonly play: (tone: Tone) => void };

type Beep = { readonly hz: number; readonly fromS: number; readonly forS: number };
type Voice = { readonly beeps: readonly Beep[]; readonly vibrateMs: number[] };

const VOICES: Readonly<Record<Tone, Voice>> = {
  hit: { beeps: [{ hz: 1760, fromS: 0, forS: 0.06 }], vibrateMs: [25] },
  miss: {
    beeps: [
      { hz: 220, fromS: 0, forS: 0.12 },
      { hz: 196, fromS: 0.16, forS: 0.16 },
    ],
    vibrateMs: [80, 60, 80],
  },
  paid: {
    beeps: [
      { hz: 1047, fromS: 0, forS: 0.08 },
      { hz: 1568, fromS: 0.09, forS: 0.14 },
    ],
    vibrateMs: [40],
  },
};
const LOUDNESS = 0.12;
const SILENCE = 0.001; // an exponential fade cannot reach 0; ending at once would click

export function createSounds(isOn: () => boolean): Sounds {
  let audio: AudioContext | null = null;
  return {
    play(tone) {
      if (!isOn()) return;
      const { beeps, vibrateMs } = VOICES[tone];
      if ('vibrate' in navigator) navigator.vibrate(vibrateMs);
      if (typeof AudioContext === 'undefined') return;
      audio ??= new AudioContext();
      if (audio.state === 'suspended') void audio.resume();
      for (const beep of beeps) sound(audio, beep);
    },
  };
}

function sound(audio: AudioContext, { hz, fromS, forS }: Beep): void {
  const fromTime = audio.currentTime + fromS;
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = hz;
  gain.gain.setValueAtTime(LOUDNESS, fromTime);
  gain.gain.exponentialRampToValueAtTime(SILENCE, fromTime + forS);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(fromTime);
  oscillator.stop(fromTime + forS);
}
