import { Label, Radio, RadioGroup } from 'react-aria-components';
import styles from './segmented.module.css';
import hidden from './visually-hidden.module.css';

interface Props<T extends string> {
  readonly label: string;
  readonly value: T;
  /** Value and word, in order. */
  readonly options: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
  /** The pointer is over one that may be chosen next. */
  readonly onHover?: (value: T) => void;
}

/**
 * One of a few side by side in one strip, for what a page or a chart shows; arrow keys choose. The name of the group is for screen
 * readers, and paper has none of it. A choice in a form has a visible label: choice.tsx.
 */
export function Segmented<T extends string>({ label, value, options, onChange, onHover }: Props<T>) {
  return (
    <RadioGroup
      className={styles['group'] ?? ''}
      value={value}
      orientation="horizontal"
      onChange={(picked) => {
        const chosen = options.find(([name]) => name === picked);
        if (chosen !== undefined) onChange(chosen[0]);
      }}
    >
      <Label className={hidden['hidden'] ?? ''}>{label}</Label>
      {options.map(([name, word]) => (
        <Radio key={name} value={name} className={styles['one'] ?? ''} onHoverStart={() => onHover?.(name)}>
          {word}
        </Radio>
      ))}
    </RadioGroup>
  );
}
