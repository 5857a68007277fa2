/** The note at the foot of the screen, with its undo. Whoever makes the note also has it read out. */
import { useLingui } from '@lingui/react/macro';
import { useStore } from 'zustand';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useShop } from '../shop-context.ts';
import css from './note-bar.module.css';

export function NoteBar() {
  const { t } = useLingui();
  const { notes } = useShop();
  const { note } = useStore(notes.state);
  if (note === null) return null;
  const { words, tone, undo } = note;
  return (
    <section className={css.place} aria-label={t`Notes`}>
      <div className={classNames(css.note, tone === 'bad' && css.bad)} data-surface="inverse">
        <p className={css.words}>{words}</p>
        {undo === null ? null : (
          <Button
            kind="plain"
            onClick={() => {
              notes.clear();
              undo();
            }}
          >
            {t`Undo`}
          </Button>
        )}
      </div>
    </section>
  );
}
