/** A labelled control with its hint and its error: the words are tied to the control for readers. */
import { useId, type ComponentProps, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import css from './field.module.css';

type Around = {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode; // absent or null: nothing is wrong
  readonly className?: string | undefined;
};

function useField({ hint, error }: Pick<Around, 'hint' | 'error'>) {
  const id = useId();
  const bad = error !== undefined && error !== null && error !== false;
  const describedBy = classNames(hint !== undefined && `${id}-hint`, bad && `${id}-error`);
  return { id, bad, control: { id, 'aria-invalid': bad || undefined, 'aria-describedby': describedBy || undefined } };
}

function Surround({
  around,
  id,
  bad,
  children,
}: {
  readonly around: Around;
  readonly id: string;
  readonly bad: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={classNames(css.field, around.className)}>
      <label htmlFor={id} className={css.label}>
        {around.label}
      </label>
      {children}
      {around.hint === undefined ? null : (
        <p id={`${id}-hint`} className={css.hint}>
          {around.hint}
        </p>
      )}
      {bad ? (
        <p id={`${id}-error`} className={css.error} role="alert">
          {around.error}
        </p>
      ) : null}
    </div>
  );
}

type InputProps = Around & Omit<ComponentProps<'input'>, 'id' | 'className'>;

export function InputField({ label, hint, error, className, ...rest }: InputProps) {
  const { id, bad, control } = useField({ hint, error });
  return (
    <Surround around={{ label, hint, error, className }} id={id} bad={bad}>
      <input autoComplete="off" {...rest} {...control} className={css.input} />
    </Surround>
  );
}

type SelectProps = Around & Omit<ComponentProps<'select'>, 'id' | 'className'>;

/** The system's own picker: right on every device, and costs nothing to load. */
export function SelectField({ label, hint, error, className, children, ...rest }: SelectProps) {
  const { id, bad, control } = useField({ hint, error });
  return (
    <Surround around={{ label, hint, error, className }} id={id} bad={bad}>
      <select {...rest} {...control} className={classNames(css.input, css.select)}>
        {children}
      </select>
    </Surround>
  );
}

type TextAreaProps = Around & Omit<ComponentProps<'textarea'>, 'id' | 'className'>;

export function TextAreaField({ label, hint, error, className, ...rest }: TextAreaProps) {
  const { id, bad, control } = useField({ hint, error });
  return (
    <Surround around={{ label, hint, error, className }} id={id} bad={bad}>
      <textarea rows={3} {...rest} {...control} className={classNames(css.input, css.area)} />
    </Surround>
  );
}

type CheckProps = Omit<ComponentProps<'input'>, 'id' | 'className' | 'type'> & { readonly label: ReactNode };

export function CheckField({ label, ...rest }: CheckProps) {
  const id = useId();
  return (
    <label htmlFor={id} className={css.check}>
      <input {...rest} id={id} type="checkbox" className={css.box} />
      <span>{label}</span>
    </label>
  );
}
