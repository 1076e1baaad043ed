import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import styles from './segmented.module.css';

interface Props<T extends string> {
  readonly label: string;
  readonly value: T;
  /** Value and word, in order. */
  readonly options: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
}

/** One of a few beside figures or a chart, small; the name of the group is for screen readers. */
export function Segmented<T extends string>({ label, value, options, onChange }: Props<T>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = options.find(([name]) => keys.has(name));
        if (chosen !== undefined) onChange(chosen[0]);
      }}
      className={styles['group'] ?? ''}
    >
      {options.map(([name, word]) => (
        <ToggleButton key={name} id={name} className={styles['one'] ?? ''}>
          {word}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
