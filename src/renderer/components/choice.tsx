import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox, Label, Radio, RadioGroup, Switch, Text } from 'react-aria-components';
import styles from './choice.module.css';
import field from './field.module.css';

interface Props<T extends string> {
  readonly label: string;
  readonly value: T;
  /** Pairs of value and label, in display order. */
  readonly options: readonly (readonly [T, string])[];
  readonly isDisabled?: boolean;
  readonly hint?: string;
  readonly onChange: (value: T) => void;
}

/** A choice among a few options, all visible. */
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

interface SwitchFieldProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** A switch, with a sentence that explains its effect. */
export function SwitchField({ label, children, isOn, isDisabled = false, onChange }: SwitchFieldProps) {
  return (
    <Switch className={field['switch'] ?? ''} isSelected={isOn} isDisabled={isDisabled} onChange={onChange}>
      <span className={field['switchTrack']}>
        <span className={field['switchKnob']} />
      </span>
      <span className={field['switchWords']}>
        <span className={field['label']}>{label}</span>
        <span className={field['hint']}>{children}</span>
      </span>
    </Switch>
  );
}

interface CheckBoxProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly children: ReactNode;
}

export function CheckBox({ isOn, onChange, children }: CheckBoxProps) {
  return (
    <Checkbox className={field['check'] ?? ''} isSelected={isOn} onChange={onChange}>
      <span className={field['box']}>{isOn && <Check size={13} strokeWidth={3} aria-hidden />}</span>
      {children}
    </Checkbox>
  );
}
