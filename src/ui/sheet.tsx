/**
 * What opens over a screen: a dialog in the middle, or a drawer at the end side. Focus moves in, Escape and the close
 * button leave, focus returns to where it was.
 */
import { Dialog } from '@base-ui/react/dialog';
import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { classNames } from './class-names.ts';
import css from './sheet.module.css';

type Props = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly side?: 'middle' | 'end';
  readonly wide?: boolean;
  /** What stays in view below the scrolling part: the keys that decide. */
  readonly foot?: ReactNode;
  /** For content without controls: the keyboard can then scroll it. */
  readonly scrollsByKey?: boolean;
  readonly children: ReactNode;
};

export function Sheet({
  open,
  onClose,
  title,
  side = 'middle',
  wide = false,
  foot,
  scrollsByKey = false,
  children,
}: Props) {
  const { t } = useLingui();
  const before = useMemo(() => (open ? document.activeElement : null), [open]);
  const change = (next: boolean) => {
    if (!next) onClose();
  };
  return (
    <Dialog.Root open={open} onOpenChange={change}>
      <Dialog.Portal>
        <Dialog.Backdrop className={css.veil} />
        <Dialog.Popup finalFocus={() => backTo(before)} className={classNames(css.sheet, css[side], wide && css.wide)}>
          <header className={css.head}>
            <Dialog.Title className={css.title}>{title}</Dialog.Title>
            <Dialog.Close className={css.close} aria-label={t`Close`}>
              <X aria-hidden="true" />
            </Dialog.Close>
          </header>
          <div className={css.body} tabIndex={scrollsByKey ? 0 : undefined}>
            {children}
          </div>
          {foot === undefined ? null : <footer className={css.foot}>{foot}</footer>}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/**
 * Where the focus goes when a sheet closes. One that a scan opened gives it back to the place that had it, or to none:
 * a button beside that place would be pressed by the Enter that ends what is typed next.
 */
function backTo(before: Element | null): boolean {
  if (!(before instanceof HTMLElement) || before === document.body) return false;
  if (before.tabIndex >= 0 || !before.isConnected) return true;
  queueMicrotask(() => {
    if (document.activeElement === document.body) before.focus({ preventScroll: true });
  });
  return false;
}
