/**
 * What stands where a screen broke, or where a part of it could not be fetched. The cart and every sale are on disk, so
 * a reload costs nothing.
 */
import { Trans, useLingui } from '@lingui/react/macro';
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

type Props = { readonly onFault: () => void; readonly children: ReactNode };

/** Errors reach only a class in React. */
export class FaultBorder extends Component<Props, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { readonly isBroken: boolean } {
    return { isBroken: true };
  }

  override componentDidCatch(fault: unknown): void {
    reportError(fault); // for whoever looks at this device; people get the screen below
    this.props.onFault();
  }

  override render(): ReactNode {
    return this.state.isBroken ? <FaultScreen /> : this.props.children;
  }
}

function FaultScreen() {
  const { t } = useLingui();
  const reload = <Button kind="primary" size="key" onClick={() => location.reload()}>{t`Reload this page`}</Button>;
  return (
    <main>
      <EmptyState title={<Trans>This screen stopped working</Trans>} action={reload}>
        <Trans>The cart and every sale are saved on this till. Reload to go on.</Trans>
      </EmptyState>
    </main>
  );
}
