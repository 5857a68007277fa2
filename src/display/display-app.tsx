/** The customer's window, put together: a page that only listens to the till of its own device. */
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { keepAwake } from '../client/keep-awake.ts';
import { keptLang } from '../ui/lang.ts';
import { activateWords, firstLang } from '../ui/words.ts';
import { DisplayRoot } from './display-root.tsx';
import { followTill } from './follow-till.ts';

function openChannel(name: string) {
  const channel = new BroadcastChannel(name);
  return {
    post: (message: { readonly is: 'asked' }) => channel.postMessage(message),
    listen: (onMessage: (data: unknown) => void) => {
      channel.onmessage = ({ data }: MessageEvent<unknown>) => onMessage(data);
    },
  };
}

export function mount(root: HTMLElement): void {
  document.documentElement.dataset['face'] = 'display';
  void start(root);
}

async function start(root: HTMLElement): Promise<void> {
  await activateWords('display', firstLang(keptLang(), navigator.languages));
  const followed = followTill({
    openChannel,
    every: (ms, run) => void setInterval(run, ms),
    monoMs: () => performance.now(),
  });
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <DisplayRoot followed={followed} />
      </I18nProvider>
    </StrictMode>,
  );
  keepAwake();
  const { registerServiceWorker } = await import('../client/service-worker.ts');
  const isBusy = () => (followed.getState().picture?.lines.length ?? 0) > 0;
  await registerServiceWorker({ face: 'display', isBusy, onUpdateReady: () => undefined });
}
