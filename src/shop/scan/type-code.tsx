/** Digits typed by hand: for codes a camera cannot read, and for phones without one. */
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { InputField } from '../../ui/field.tsx';
import css from './scan-screen.module.css';

type Props = { readonly onCode: (text: string) => void; readonly onClose: () => void };

export function TypeCode({ onCode, onClose }: Props) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector('input')?.focus();
  }, []);
  return (
    <form
      ref={form}
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        onCode(text.trim());
        setText('');
      }}
    >
      <InputField
        label={t`Digits under the bars`}
        inputMode="numeric"
        enterKeyHint="done"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" kind="primary" size="key">
        {t`Add`}
      </Button>
      <Button size="key" onClick={onClose}>
        {t`Close`}
      </Button>
    </form>
  );
}
