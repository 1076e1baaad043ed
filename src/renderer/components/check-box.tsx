import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';
import styles from './field.module.css';

interface Props {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly children: ReactNode;
}

export function CheckBox({ isOn, onChange, children }: Props) {
  return (
    <Checkbox className={styles['check'] ?? ''} isSelected={isOn} onChange={onChange}>
      <span className={styles['box']}>{isOn && <Check size={13} strokeWidth={3} aria-hidden />}</span>
      {children}
    </Checkbox>
  );
}
