/** Why the camera shows nothing, where a permission that was refused is given, and the ways that need no camera. */
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { refusalText } from '../../ui/refusal-text.ts';
import type { RefusalCode } from '../../wire/refusal.ts';
import { cameraWay, type CameraWay } from './camera-way.ts';
import css from './camera-sheet.module.css';

type Props = {
  readonly code: RefusalCode;
  readonly onRetry: () => void;
  readonly children: ReactNode; // other ways to the code
};

export function CameraRefusal({ code, onRetry, children }: Props) {
  const { i18n, t } = useLingui();
  const steps = useSteps()[cameraWay(navigator.userAgent, navigator.maxTouchPoints)];
  return (
    <div className={css.refusal} role="alert">
      <p>{refusalText(i18n, { code })}</p>
      {code === 'camera_refused' ? <p className={css.steps}>{steps}</p> : null}
      <span className={css.ways}>
        <Button onClick={onRetry}>{t`Try again`}</Button>
        {children}
      </span>
    </div>
  );
}

function useSteps(): Readonly<Record<CameraWay, string>> {
  const { t } = useLingui();
  return {
    apple: t`On this iPad: Settings, Apps, Safari, Camera, choose Allow. Then come back and try again.`,
    android: t`Tap the sign left of the address, Permissions, Camera, Allow. Installed: hold the icon, App info.`,
    firefox: t`Click the crossed-out camera left of the address and remove the block. Then try again.`,
    safari: t`In the menu Safari, Settings for this website, set Camera to Allow. Then try again.`,
    desktop: t`Click the sign left of the address, switch Camera on, then try again.`,
  };
}
