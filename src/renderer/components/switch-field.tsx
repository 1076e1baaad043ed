import type { ReactNode } from 'react';
import { Switch } from 'react-aria-components';
import styles from './field.module.css';

interface Props {
  readonly label: string;
  readonly children: ReactNode;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** On or off, with a sentence that says what it does. */
export function SwitchField({ label, children, isOn, isDisabled = false, onChange }: Props) {
  return (
    <Switch className={styles['switch'] ?? ''} isSelected={isOn} isDisabled={isDisabled} onChange={onChange}>
      <span className={styles['switchTrack']}>
        <span className={styles['switchKnob']} />
      </span>
      <span className={styles['switchWords']}>
        <span className={styles['label']}>{label}</span>
        <span className={styles['hint']}>{children}</span>
      </span>
    </Switch>
  );
}
