/** A key's thumbprint in groups people can compare aloud. */
import css from './thumbprint.module.css';

export function Thumbprint({ hex, label }: { readonly hex: string; readonly label: string }) {
  const groups = hex.match(/.{1,4}/g) ?? [];
  return (
    <p className={css.print} aria-label={label}>
      {groups.map((group, at) => (
        <span key={at}>{group}</span>
      ))}
    </p>
  );
}
