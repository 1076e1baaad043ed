import { endOfMonth, getDayOfWeek, parseDate, startOfWeek } from '@internationalized/date';
import { type KeyboardEvent, useRef } from 'react';
import { useLocale } from 'react-aria-components';
import type { Units } from '../../../shared/domain/display-units.ts';
import { areAllClosed, type RingDay } from '../../../shared/domain/rings.ts';
import { t } from '../../../shared/language.ts';
import { RingMark } from '../../components/marks.tsx';
import { dayRingsText } from '../../components/ring-words.ts';
import { calendarDayText } from '../../components/zone-formats.ts';
import styles from './ring-month.module.css';

interface Props {
  /** The first day of the month. */
  readonly month: string;
  readonly units: Units;
  readonly days: readonly RingDay[];
  readonly chosen: string | null;
  readonly onChoose: (day: string) => void;
  /** Moves by this many months. */
  readonly onMonth: (by: number) => void;
}

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** A month by week, each day with its rings. It is one Tab stop: arrow keys move between days, and Page keys between months. */
export function RingMonth({ month, units, days, chosen, onChoose, onMonth }: Props) {
  const { locale } = useLocale();
  const grid = useRef<HTMLTableElement>(null);
  const byDay = new Map(days.map((day) => [day.day, day]));
  const first = parseDate(month);
  const last = endOfMonth(first);
  const begin = startOfWeek(first, locale);
  const weeks = Math.ceil((getDayOfWeek(first, locale) + last.day) / 7);
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  const reached = chosen !== null && byDay.has(chosen) ? chosen : (days.at(-1)?.day ?? null);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'PageUp' || event.key === 'PageDown') {
      event.preventDefault();
      onMonth(event.key === 'PageUp' ? -1 : 1);
      return;
    }
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...(grid.current?.querySelectorAll<HTMLButtonElement>('button') ?? [])];
    const from = buttons.find((button) => button === document.activeElement)?.dataset['day'];
    if (from === undefined) return;
    const wanted = parseDate(from).add({ days: step }).toString();
    // Skips days without rings; past the end, the last day in that direction is the nearest.
    const days = step > 0 ? buttons : buttons.toReversed();
    const isThere = ({ dataset: { day = '' } }: HTMLButtonElement) =>
      step > 0 ? day >= wanted : day <= wanted;
    (days.find(isThere) ?? days.at(-1))?.focus();
  };

  return (
    <table
      ref={grid}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a calendar is a table of cells to go through (ARIA practices, date grid)
      role="grid"
      aria-label={t('Days of the month')}
      className={styles['grid']}
      onKeyDown={onKeyDown}
    >
      <thead>
        <tr>
          {Array.from({ length: 7 }, (_, index) => (
            <th key={begin.add({ days: index }).toString()} scope="col">
              {weekday.format(begin.add({ days: index }).toDate('UTC'))}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: weeks }, (_, week) => (
          <tr key={begin.add({ weeks: week }).toString()}>
            {Array.from({ length: 7 }, (__, index) => {
              const date = begin.add({ weeks: week, days: index });
              const name = date.toString();
              const day = byDay.get(name);
              if (date.month !== first.month) return <td key={name} />;
              return (
                <td key={name}>
                  {day === undefined ? (
                    <span className={styles['none']} title={t('No activity summary')}>
                      {date.day}
                    </span>
                  ) : (
                    <button
                      type="button"
                      className={styles['day']}
                      data-day={name}
                      data-closed={areAllClosed(day)}
                      aria-current={name === chosen ? 'date' : undefined}
                      aria-label={`${calendarDayText(name)}: ${dayRingsText(day, units)}`}
                      title={dayRingsText(day, units)}
                      tabIndex={name === reached ? 0 : -1}
                      onClick={() => onChoose(name)}
                    >
                      <span>{date.day}</span>
                      <RingMark rings={day} size={48} />
                    </button>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
