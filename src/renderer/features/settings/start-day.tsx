import { getLocalTimeZone, parseDate, today } from '@internationalized/date';
import { DateField, DateInput, DateSegment, Label } from 'react-aria-components';
import { CheckBox } from '../../components/check-box.tsx';
import styles from './review-dialog.module.css';

interface Props {
  /** `YYYY-MM-DD`; null: everything. */
  readonly value: string | null;
  readonly onChange: (day: string | null) => void;
}

/** Chooses everything, or only data from a day on. */
export function StartDay({ value, onChange }: Props) {
  return (
    <div className={styles['start']}>
      <CheckBox
        isOn={value !== null}
        onChange={(isOn) =>
          onChange(isOn ? today(getLocalTimeZone()).subtract({ years: 1 }).toString() : null)
        }
      >
        Only from a certain day
      </CheckBox>
      {value !== null && (
        <DateField
          className={styles['dateField'] ?? ''}
          value={parseDate(value)}
          shouldForceLeadingZeros
          onChange={(day) => day !== null && day.year > 1900 && onChange(day.toString())}
        >
          <Label className={styles['soft'] ?? ''}>First day</Label>
          <DateInput className={styles['date'] ?? ''}>
            {(segment) => <DateSegment segment={segment} className={styles['segment'] ?? ''} />}
          </DateInput>
        </DateField>
      )}
    </div>
  );
}
