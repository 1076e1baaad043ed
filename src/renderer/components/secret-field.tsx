import { useId, useRef, useState } from 'react';
import styles from './field.module.css';

interface Props {
  readonly label: string;
  readonly secret: Secret;
  readonly hint?: string;
  readonly placeholder?: string;
}

export type Secret = ReturnType<typeof useSecret>;

/**
 * A password or token while it is typed. Only the input holds it: React's state and props would keep a copy in the page until some later
 * render.
 */
export function useSecret() {
  const input = useRef<HTMLInputElement>(null);
  const [isFilledIn, setIsFilledIn] = useState(false);
  return {
    input,
    isFilledIn,
    noteChange: () => setIsFilledIn((input.current?.value ?? '').trim() !== ''),
    /** Empties the input and returns its text, trimmed if `isTrimmed`. */
    take({ isTrimmed }: { readonly isTrimmed: boolean }): string {
      const field = input.current;
      if (field === null) return '';
      const { value } = field;
      field.value = '';
      setIsFilledIn(false);
      return isTrimmed ? value.trim() : value;
    },
  };
}

/** A one-line input for a secret, with its label above and a hint below. */
export function SecretField({ label, secret, hint, placeholder }: Props) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        ref={secret.input}
        className={`${styles['control']} ${styles['input']} ${styles['secret']}`}
        type="password"
        placeholder={placeholder}
        autoComplete="new-password"
        spellCheck="false"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={secret.noteChange}
      />
      {hint !== undefined && (
        <span id={`${id}-hint`} className={styles['hint']}>
          {hint}
        </span>
      )}
    </div>
  );
}
