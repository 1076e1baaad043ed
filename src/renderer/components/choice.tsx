import { Label, Radio, RadioGroup, Text } from 'react-aria-components';
import styles from './choice.module.css';
import field from './field.module.css';

interface Props<T extends string> {
  readonly label: string;
  readonly value: T;
  /** Value and word, in order. */
  readonly options: readonly (readonly [T, string])[];
  readonly isDisabled?: boolean;
  readonly hint?: string;
  readonly onChange: (value: T) => void;
}

/** One of a few, all in sight. */
export function Choice<T extends string>(props: Props<T>) {
  const { label, value, options, isDisabled = false, hint, onChange } = props;
  return (
    <RadioGroup
      className={styles['choice'] ?? ''}
      value={value}
      orientation="horizontal"
      isDisabled={isDisabled}
      onChange={(picked) => {
        const chosen = options.find(([name]) => name === picked);
        if (chosen !== undefined) onChange(chosen[0]);
      }}
    >
      <Label className={field['label'] ?? ''}>{label}</Label>
      <div className={styles['choices']}>
        {options.map(([name, word]) => (
          <Radio key={name} value={name} className={styles['radio'] ?? ''}>
            {word}
          </Radio>
        ))}
      </div>
      {hint !== undefined && (
        <Text slot="description" className={field['hint'] ?? ''}>
          {hint}
        </Text>
      )}
    </RadioGroup>
  );
}
