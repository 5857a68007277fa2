/** An act that not everybody may do alone: done at once, or when a second person has agreed in place. */
import type { Counter } from './counter.ts';
import { allowed, type Asked } from './commands/allowed.ts';
import { refuse } from './notices.ts';

/** `words` say what is approved and by how much. `act` is told who agreed: null where nobody had to. */
export function withApproval(
  counter: Counter,
  { asked, words }: { readonly asked: Asked; readonly words: string },
  act: (approverId: string | null) => void,
): void {
  const alone = allowed(counter.tools, asked);
  if (alone.ok) act(null);
  else if (alone.error.code === 'not_allowed') counter.view.setState({ approval: { asked, words, agreed: act } });
  else refuse(counter, alone.error);
}
