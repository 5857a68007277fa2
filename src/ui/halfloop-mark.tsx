/** The mark: two half loops that meet, and the name in both languages. */
import css from './halfloop-mark.module.css';

export function HalfloopMark() {
  return (
    <span className={css.mark}>
      <svg viewBox="0 0 24 24" aria-hidden="true" className={css.loops}>
        <path d="M11 5a7 7 0 1 0 0 14" />
        <path d="M13 5a7 7 0 0 1 0 14" className={css.second} />
      </svg>
      <span>
        半环 <span lang="en">Halfloop</span>
      </span>
    </span>
  );
}
