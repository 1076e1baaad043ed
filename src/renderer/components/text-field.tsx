import { TextField as AriaTextField, FieldError, Input, Label, Text } from 'react-aria-components';
import styles from './field.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly error?: string | null;
  readonly placeholder?: string;
  readonly type?: 'text' | 'url' | 'email' | 'password';
  readonly isDisabled?: boolean;
}

/** A one-line text input, with its label above and a hint below. The browser remembers nothing typed here. */
export function TextField(props: Props) {
  const {
    label,
    value,
    onChange,
    hint,
    error = null,
    placeholder,
    type = 'text',
    isDisabled = false,
  } = props;
  return (
    <AriaTextField
      className={styles['field'] ?? ''}
      value={value}
      onChange={onChange}
      type={type}
      isInvalid={error !== null}
      isDisabled={isDisabled}
    >
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <Input
        className={`${styles['control']} ${styles['input']}`}
        placeholder={placeholder ?? ''}
        autoComplete={type === 'password' ? 'new-password' : 'off'}
        spellCheck="false"
      />
      {hint !== undefined && error === null && (
        <Text slot="description" className={styles['hint'] ?? ''}>
          {hint}
        </Text>
      )}
      {error !== null && <FieldError className={styles['error'] ?? ''}>{error}</FieldError>}
    </AriaTextField>
  );
}
