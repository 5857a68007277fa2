/** A picture of a code: chosen, pasted or dropped. The way round a camera; what reads it is given by the face. */
import { useLingui } from '@lingui/react/macro';
import { Image } from 'lucide-react';
import { useEffect, useRef, useState, type ComponentProps } from 'react';
import { Button } from './button.tsx';

/** What may be wrong with a file. */
type Fault = 'no_picture' | 'too_large';

type Props<T> = {
  readonly size?: ComponentProps<typeof Button>['size'];
  readonly decode: (picture: Blob) => Promise<readonly T[] | Fault>;
  /** Hears pictures pasted or dropped on the page, until the function it gives is called. */
  readonly listen: (page: Document, onPicture: (picture: Blob) => void) => () => void;
  readonly onRead: (first: T) => void;
  /** Why nothing was read and what to do, in words. */
  readonly onNothing: (said: string) => void;
};

export function PhotoKey<T>({ size = 'control', decode, listen, onRead, onNothing }: Props<T>) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const [isReading, setIsReading] = useState(false);
  const read = async (picture: Blob) => {
    setIsReading(true);
    const found = await decode(picture).catch(() => []); // an engine that cannot run: no code
    setIsReading(false);
    if (typeof found === 'string') {
      onNothing(
        found === 'too_large'
          ? t`The picture is too large. Take a smaller one, or type the code.`
          : t`This file is no picture. Choose a JPEG or PNG, or type the code.`,
      );
      return;
    }
    const [first] = found;
    if (first === undefined) onNothing(t`No code was found on the photo. Go closer, or type the code.`);
    else onRead(first);
  };
  const latest = useRef(read);
  useEffect(() => {
    latest.current = read;
  });
  useEffect(() => listen(document, (picture) => void latest.current(picture)), [listen]);
  return (
    <>
      <input
        ref={input}
        hidden
        type="file"
        accept="image/*"
        aria-label={t`Photo of the code`}
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = ''; // The same photo may be chosen again.
          if (file !== undefined) void read(file);
        }}
      />
      <Button
        size={size}
        disabled={isReading}
        icon={<Image aria-hidden="true" />}
        onClick={() => input.current?.click()}
      >
        {isReading ? t`Reading the photo` : t`Photo of the code`}
      </Button>
    </>
  );
}
