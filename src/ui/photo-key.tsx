/** A picture of a code: chosen, pasted or dropped. The way round a camera; what reads it is given by the face. */
import { useLingui } from '@lingui/react/macro';
import { Image } from 'lucide-react';
import { useEffect, useRef, useState, type ComponentProps } from 'react';
import { Button } from './button.tsx';

type Props<T> = {
  readonly size?: ComponentProps<typeof Button>['size'];
  readonly decode: (picture: Blob) => Promise<readonly T[]>;
  /** Hears pictures pasted or dropped on the page, until the function it gives is called. */
  readonly listen: (page: Document, onPicture: (picture: Blob) => void) => () => void;
  readonly onRead: (first: T) => void;
  readonly onNothing: () => void;
};

export function PhotoKey<T>({ size = 'control', decode, listen, onRead, onNothing }: Props<T>) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const [isReading, setIsReading] = useState(false);
  const read = async (picture: Blob) => {
    setIsReading(true);
    const [first] = await decode(picture).catch(() => []); // no picture, or an engine that cannot run: no code
    setIsReading(false);
    if (first === undefined) onNothing();
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
