/**
 * The scanner test: what arrived, key by key or reported, how fast, and how this till reads it. A slow scanner is
 * learned here once; while this panel listens, any rhythm up to the slowest is taken.
 */
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import type { ScanRead } from '../../client/scan/seen-code.ts';
import { learnedGapMs, listenForWedge, silenceMs } from '../../client/scan/wedge.ts';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { useCounter, usePreference } from '../counter-context.tsx';
import { listenForHid } from '../scan/listen.ts';
import { HidPart } from './hid-part.tsx';
import { meaningWords } from './meaning-words.ts';
import css from './scanner-test.module.css';

/** All 45 characters of the alphanumeric mode: a scanner set to another layout shows here. */
const TEST_TEXT = '0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const SLOWEST = 120;

/** `meanMs` null: it was reported in one piece. */
type Arrival = {
  readonly text: string;
  readonly chars: number;
  readonly meanMs: number | null;
  readonly identifier: string;
  readonly meaning: string;
};

export function ScannerTest() {
  const { t } = useLingui();
  const { preferences } = useCounter();
  const wedge = usePreference((chosen) => chosen.wedge);
  const { last, keys } = useArrivals();
  const set = (change: Partial<typeof wedge>) => preferences.setState({ wedge: { ...wedge, ...change } });
  return (
    <div className={css.test}>
      <p>
        <Trans>Scan this code with your scanner. All 45 characters must arrive.</Trans>
      </p>
      <div className={css.code}>
        <QrCode text={TEST_TEXT} label={t`Test code`} maxSide={200} />
      </div>
      {last === null ? <p className={css.muted}>{t`Nothing has arrived yet.`}</p> : <Result last={last} />}
      {keys.length === 0 ? null : (
        <p className={css.keys}>
          {t`Keys as they came`}: {keys.join(' ')}
        </p>
      )}
      <Learn last={last} onLearn={(meanMs) => set({ gapMs: learnedGapMs(meanMs) })} />
      <div className={css.fields}>
        <InputField
          label={t`Longest gap, ms`}
          inputMode="numeric"
          value={wedge.gapMs}
          onChange={(event) => set({ gapMs: Math.min(SLOWEST, Math.max(20, Number(event.target.value) || 20)) })}
        />
        <InputField label={t`Prefix`} value={wedge.prefix} onChange={(event) => set({ prefix: event.target.value })} />
        <InputField label={t`Suffix`} value={wedge.suffix} onChange={(event) => set({ suffix: event.target.value })} />
      </div>
      <HidPart />
    </div>
  );
}

function Learn({ last, onLearn }: { readonly last: Arrival | null; readonly onLearn: (meanMs: number) => void }) {
  const { t } = useLingui();
  const meanMs = last?.meanMs ?? null;
  return meanMs === null ? null : <Button onClick={() => onLearn(meanMs)}>{t`Use this scanner's speed`}</Button>;
}

function Result({ last }: { readonly last: Arrival }) {
  const { t } = useLingui();
  const meanMs = Math.round(last.meanMs ?? 0);
  const { chars, identifier } = last;
  const isWhole = last.text === TEST_TEXT;
  return (
    <div className={css.result} role="status">
      <p className={css.text}>{shown(last.text)}</p>
      <p className={css.meaning}>{last.meaning}</p>
      <p>
        {last.meanMs === null ? t`${chars} characters, reported` : t`${chars} characters, ${meanMs} ms each`}
        {identifier === '' ? null : ` · ${identifier}`}
      </p>
      {isWhole ? <p className={css.good}>{t`Every character is right.`}</p> : null}
    </div>
  );
}

/** A character nobody sees is shown by its name: GS1's separator is one. */
const shown = (text: string): string => text.replaceAll('\u001d', '<GS>');

const KEYS_SHOWN = 60;

function useArrivals() {
  const counter = useCounter();
  const [last, setLast] = useState<Arrival | null>(null);
  const [keys, setKeys] = useState<readonly string[]>([]);
  useEffect(() => {
    let lastMs = 0;
    const tell = (read: ScanRead, speed: Pick<Arrival, 'chars' | 'meanMs'>) =>
      setLast({ text: read.text, identifier: read.identifier, meaning: meaningWords(counter, read), ...speed });
    const stopHid = listenForHid(counter, (read) => tell(read, { chars: read.text.length, meanMs: null }));
    const stopWedge = listenForWedge(document, {
      settings: () => ({ ...counter.preferences.getState().wedge, gapMs: SLOWEST }),
      onScan: tell,
      onTyped: () => undefined,
      onKey: (event) => {
        const isNew = event.timeStamp - lastMs > silenceMs({ gapMs: SLOWEST, prefix: '', suffix: '' });
        lastMs = event.timeStamp;
        const key = event.code === '' ? event.key : event.code;
        setKeys((before) => [...(isNew ? [] : before), key].slice(-KEYS_SHOWN));
      },
    });
    return () => {
      stopWedge();
      stopHid();
    };
  }, [counter]);
  return { last, keys };
}
