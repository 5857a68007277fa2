/**
 * Small notes that leave by themselves, with an Undo where something was taken away. Never used for what a person must
 * answer, never in place of a line on the screen, and never for each scan.
 */
import { Toast } from '@base-ui/react/toast';
import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import css from './toast.module.css';

export type Toasts = ReturnType<typeof createToasts>;

/** Made once by a face, handed to `ToastHost` and to whatever says something. */
export const createToasts = () => Toast.createToastManager();

/** How long an Undo is offered, in milliseconds. */
export const UNDO_MS = 5000;

/** Says what was done and offers to take it back for five seconds. */
export function offerUndo(
  toasts: Toasts,
  words: { readonly done: string; readonly undo: string },
  undo: () => void,
): void {
  const id = toasts.add({
    title: words.done,
    timeout: UNDO_MS,
    actionProps: {
      children: words.undo,
      onClick: () => {
        undo();
        toasts.close(id);
      },
    },
  });
}

/** Says something that needs no answer. `tone` danger is read out at once. */
export function note(toasts: Toasts, words: string, tone: 'plain' | 'danger' = 'plain'): void {
  toasts.add({ title: words, type: tone, priority: tone === 'danger' ? 'high' : 'low', timeout: UNDO_MS });
}

export function ToastHost({ toasts }: { readonly toasts: Toasts }) {
  return (
    <Toast.Provider toastManager={toasts} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className={css.viewport}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { t } = useLingui();
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={css.toast} data-surface="inverse">
      <Toast.Content className={css.content}>
        <Toast.Title className={css.title} />
        <Toast.Action className={css.action} />
        <Toast.Close className={css.close} aria-label={t`Dismiss`}>
          <X aria-hidden="true" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
