/** A screen of the till under the bar, with its name there and, but for the first one, the way back to selling. */
import { useLingui } from '@lingui/react/macro';
import { ChevronLeft } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../ui/button.tsx';
import { useCounter } from './counter-context.tsx';
import { Header } from './header.tsx';
import css from './titled-screen.module.css';

type Props = {
  readonly title: string;
  readonly canLeave?: boolean;
  readonly aside?: string | null; // what else is said of it in the bar
  readonly children: ReactNode;
};

export function TitledScreen({ title, canLeave = true, aside = null, children }: Props) {
  const { t } = useLingui();
  const [, go] = useLocation();
  const { view } = useCounter();
  // What was refused here says nothing on the next screen.
  useEffect(() => () => view.setState({ notices: [] }), [view]);
  return (
    <div className={css.screen}>
      <Header>
        {canLeave ? (
          <Button kind="plain" icon={<ChevronLeft aria-hidden="true" />} onClick={() => go('/')}>
            {t`Sell`}
          </Button>
        ) : null}
        <h1 className={css.title}>{title}</h1>
        {aside === null ? null : <p className={css.aside}>{aside}</p>}
      </Header>
      {children}
    </div>
  );
}
