import { Label, Radio, RadioGroup } from 'react-aria-components';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { t } from '../../../shared/language.ts';
import { useCall } from '../../bridge/queries.ts';
import hidden from '../../components/visually-hidden.module.css';
import { CountedSelect } from './source-filter.tsx';
import styles from './type-page.module.css';

interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
  /** The pointer is over one that may be chosen next. */
  readonly onHover?: (value: T) => void;
}

/** One of a few side by side in one strip; arrow keys choose. */
export function Segments<T extends string>({ label, value, options, onChange, onHover }: SegmentsProps<T>) {
  return (
    <RadioGroup
      className={styles['segments'] ?? ''}
      value={value}
      orientation="horizontal"
      onChange={(picked) => {
        const chosen = options.find(([name]) => name === picked);
        if (chosen !== undefined) onChange(chosen[0]);
      }}
    >
      <Label className={hidden['hidden'] ?? ''}>{label}</Label>
      {options.map(([name, word]) => (
        <Radio
          key={name}
          value={name}
          className={styles['segment'] ?? ''}
          onHoverStart={() => onHover?.(name)}
        >
          {word}
        </Radio>
      ))}
    </RadioGroup>
  );
}

interface OverlayProps {
  readonly type: string;
  readonly overlay: string | undefined;
  readonly onChange: (overlay: string | undefined) => void;
}

const none = 'none of them';

/** A second type on an axis of its own. */
export function OverlayPicker({ type, overlay, onChange }: OverlayProps) {
  const types = useCall('history.types', {}).data ?? [];
  const others = types.filter((one) => one.type !== type);
  return (
    <CountedSelect
      label={t('Second type')}
      none={{ id: none, name: t('No second type') }}
      others={others.map((one) => ({ id: one.type, name: typeLabel(one.type), count: one.count }))}
      chosen={overlay}
      shown={overlay === undefined ? t('No second type') : t('With {type}', { type: typeLabel(overlay) })}
      onChange={onChange}
    />
  );
}
