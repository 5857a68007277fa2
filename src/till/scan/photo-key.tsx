/** A picture of a code: chosen, pasted or dropped. Read like what the camera sees, and the way round a camera. */
import { useLingui } from '@lingui/react/macro';
import { Image } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { listenForPictures } from '../../client/scan/pasted-picture.ts';
import { decodeImage } from '../../client/scan/scanner.ts';
import type { ScanRead } from '../../client/scan/seen-code.ts';
import { Button } from '../../ui/button.tsx';

type Props = { readonly onRead: (read: ScanRead) => void; readonly onNothing: () => void };

export function PhotoKey({ onRead, onNothing }: Props) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const [isReading, setIsReading] = useState(false);
  const read = useCallback(
    async (picture: Blob) => {
      setIsReading(true);
      const [first] = await decodeImage(picture).catch(() => []); // an engine that cannot run reads nothing
      setIsReading(false);
      if (first === undefined) onNothing();
      else onRead(first);
    },
    [onRead, onNothing],
  );
  useEffect(() => listenForPictures(document, (picture) => void read(picture)), [read]);
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
        size="key"
        disabled={isReading}
        icon={<Image aria-hidden="true" />}
        onClick={() => input.current?.click()}
      >
        {isReading ? t`Reading the photo` : t`Photo of the code`}
      </Button>
    </>
  );
}
