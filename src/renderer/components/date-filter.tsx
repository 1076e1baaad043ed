import { type CalendarDate, getLocalTimeZone, parseDate, today } from '@internationalized/date';
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import {
  Button,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DateRangePicker,
  DateSegment,
  Dialog,
  Group,
  Heading,
  Popover,
  RangeCalendar,
} from 'react-aria-components';
import { t } from '../../shared/language.ts';
import { useHomeZone } from '../bridge/queries.ts';
import styles from './date-filter.module.css';

export interface Days {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

interface Props extends Days {
  readonly onChange: (days: Days) => void;
}

function presets(
  zone: string | null,
): { readonly label: string; readonly from: CalendarDate; readonly to: CalendarDate }[] {
  const now = today(zone ?? getLocalTimeZone());
  const year = (years: number) => now.set({ month: 1, day: 1 }).subtract({ years });
  return [
    { label: t('Last 30 days'), from: now.subtract({ days: 29 }), to: now },
    { label: t('Last 12 months'), from: now.subtract({ months: 12 }).add({ days: 1 }), to: now },
    { label: t('This year'), from: year(0), to: now },
    { label: t('Last year'), from: year(1), to: year(0).subtract({ days: 1 }) },
  ];
}

const open = { first: '1900-01-01', last: '2100-01-01' } as const;

/** A range of days in the home zone, typed or picked; both ends are included. */
export const DateFilter = memo(function DateFilter({ from, to, onChange }: Props) {
  const zone = useHomeZone();
  const hasRange = from !== undefined || to !== undefined;
  const value = hasRange ? { start: parseDate(from ?? open.first), end: parseDate(to ?? open.last) } : null;
  return (
    <DateRangePicker
      aria-label={t('Dates')}
      value={value}
      shouldForceLeadingZeros
      onChange={(range) =>
        range !== null && onChange({ from: range.start.toString(), to: range.end.toString() })
      }
    >
      <Group className={styles['group'] ?? ''}>
        <DateInput slot="start" className={styles['input'] ?? ''}>
          {(segment) => <DateSegment segment={segment} className={styles['segment'] ?? ''} />}
        </DateInput>
        <span aria-hidden>–</span>
        <DateInput slot="end" className={styles['input'] ?? ''}>
          {(segment) => <DateSegment segment={segment} className={styles['segment'] ?? ''} />}
        </DateInput>
        <Button className={styles['open'] ?? ''} aria-label={t('Calendar')}>
          <CalendarDays size={16} aria-hidden />
        </Button>
      </Group>
      <Popover className={styles['popover'] ?? ''} placement="bottom end">
        <Dialog className={styles['dialog'] ?? ''}>
          {({ close }) => (
            <>
              <div className={styles['presets']}>
                {presets(zone).map(({ label, from: first, to: last }) => (
                  <Button
                    key={label}
                    slot={null}
                    className={styles['preset'] ?? ''}
                    onPress={() => {
                      onChange({ from: first.toString(), to: last.toString() });
                      close();
                    }}
                  >
                    {label}
                  </Button>
                ))}
              </div>
              <RangeCalendar>
                <header className={styles['head']}>
                  <Button slot="previous" className={styles['open'] ?? ''}>
                    <ChevronLeft size={16} aria-hidden />
                  </Button>
                  <Heading className={styles['month'] ?? ''} />
                  <Button slot="next" className={styles['open'] ?? ''}>
                    <ChevronRight size={16} aria-hidden />
                  </Button>
                </header>
                <CalendarGrid className={styles['grid'] ?? ''}>
                  {(date) => <CalendarCell date={date} className={styles['cell'] ?? ''} />}
                </CalendarGrid>
              </RangeCalendar>
            </>
          )}
        </Dialog>
      </Popover>
    </DateRangePicker>
  );
});
