import { parseDate } from '@internationalized/date';
import type { Nights, Sleep } from '../../../shared/domain/nights.ts';
import { durationText } from '../../../shared/domain/quantity-text.ts';
import { formatLocale, t } from '../../../shared/language.ts';
import { ScrollBox } from '../../components/side-panel.tsx';
import { zonedText } from '../../components/zone-formats.ts';
import { clockAfterNoon, clockBarOf, clockRangeOf, hourMarks } from './clock-axis.ts';
import styles from './sleep.module.css';
import { type SleepAddress, type SleepSpan, sleepHash } from './sleep-address.ts';

const [width, height] = [1000, 240];

interface Props {
  readonly nights: Nights;
  readonly span: SleepSpan;
  readonly address: SleepAddress;
}

const evening = (day: string, form: 'day' | 'exact' = 'day') =>
  zonedText(Date.parse(day) / 1000, form, 'UTC');
export const clockText = (seconds: number) => zonedText(seconds, 'time', 'UTC');

const shortDay = new Intl.DateTimeFormat(formatLocale(), { timeZone: 'UTC', day: 'numeric', month: 'short' });

function daysOf({ from, to }: SleepSpan): string[] {
  const days: string[] = [];
  for (let day = parseDate(from); day.toString() <= to; day = day.add({ days: 1 })) days.push(day.toString());
  return days;
}

/** Every sleep in a span as a bar in clock time, from going to bed to getting up. A bar links to its night. */
export function NightsChart({ nights, span, address }: Props) {
  const days = daysOf(span);
  const bars = nights.sleeps.map((sleep) => ({ sleep, bar: clockBarOf(sleep, nights.zone) }));
  const range = clockRangeOf(bars.map(({ bar }) => bar));
  const y = (place: number) => ((place - range.from) / (range.to - range.from)) * height;
  const slot = width / days.length;
  const thick = slot * (days.length > 40 ? 0.8 : 0.5);
  const marks = hourMarks(range, 7);
  const every = Math.ceil(days.length / 7);
  const words = t(
    '{count, plural, one {# sleep} other {# sleeps}} from {from} to {to}, from going to bed to getting up',
    { count: nights.sleeps.length, from: evening(span.from), to: evening(span.to) },
  );
  return (
    <figure className={styles['chart']} aria-label={words}>
      <div className={styles['clock']} aria-hidden>
        {marks.map((mark) => (
          <span key={mark} style={{ top: `${(y(mark) / height) * 100}%` }}>
            {clockText(clockAfterNoon(mark))}
          </span>
        ))}
      </div>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className={styles['bars']}
        aria-hidden
      >
        {marks.map((mark) => (
          <line key={mark} x1={0} x2={width} y1={y(mark)} y2={y(mark)} className={styles['grid']} />
        ))}
        {bars.map(({ sleep, bar }) => {
          const x = days.indexOf(sleep.day) * slot;
          return (
            <a key={sleep.event} href={sleepHash({ ...address, night: sleep.day })} tabIndex={-1}>
              <title>
                {t('{day}: {span}, {asleep} asleep', {
                  day: evening(sleep.day),
                  span: spanText(sleep),
                  asleep: durationText(sleep.asleep),
                })}
              </title>
              <rect x={x} y={0} width={slot} height={height} className={styles['catch']} />
              <rect
                x={x + (slot - thick) / 2}
                y={y(bar.from)}
                width={thick}
                height={Math.max(2, y(bar.to) - y(bar.from))}
                className={styles['bar']}
                data-kind={sleep.kind}
                data-picked={sleep.day === address.night}
              />
            </a>
          );
        })}
      </svg>
      <div className={styles['days']} aria-hidden>
        {days.map((day, index) =>
          index % every === 0 ? (
            <span key={day} style={{ left: `${((index + 0.5) / days.length) * 100}%` }}>
              {shortDay.format(Date.parse(day))}
            </span>
          ) : null,
        )}
      </div>
    </figure>
  );
}

const spanText = ({ startClock, endClock }: Sleep) => `${clockText(startClock)} – ${clockText(endClock)}`;

/** The same data as a table, for keyboards and screen readers. */
export function NightsTable({ nights, address }: Omit<Props, 'span'>) {
  return (
    <ScrollBox label={t('Sleep periods in this range')} className={styles['scroll']}>
      <table className={styles['table']}>
        <caption className={styles['caption']}>{t('Sleep periods in this range')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('Evening')}</th>
            <th scope="col">{t('Kind')}</th>
            <th scope="col">{t('To bed')}</th>
            <th scope="col">{t('Up', {}, 'out of bed')}</th>
            <th scope="col">{t('Asleep')}</th>
            <th scope="col">{t('Awake')}</th>
            <th scope="col">{t('Deep', {}, 'sleep')}</th>
            <th scope="col">{t('Core', {}, 'sleep')}</th>
            <th scope="col">{t('REM')}</th>
          </tr>
        </thead>
        <tbody>
          {nights.sleeps.map((sleep) => (
            <tr key={sleep.event}>
              <th scope="row">
                <a href={sleepHash({ ...address, night: sleep.day })}>{evening(sleep.day)}</a>
              </th>
              <td>{sleep.kind === 'night' ? t('Night') : t('Nap')}</td>
              <td>{clockText(sleep.startClock)}</td>
              <td>{clockText(sleep.endClock)}</td>
              <td>{durationText(sleep.asleep)}</td>
              <td>{orNone(sleep.awake)}</td>
              <td>{orNone(sleep.deep)}</td>
              <td>{orNone(sleep.core)}</td>
              <td>{orNone(sleep.rem)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

const orNone = (seconds: number) => (seconds === 0 ? '—' : durationText(seconds));

/** When the user goes to bed and gets up, week by week. */
export function WeeksTable({ nights }: Pick<Props, 'nights'>) {
  const times = (one: Nights['weeks'][number]['bed']) =>
    one === null
      ? '—'
      : `${clockText(one.mean)}${one.spread === null ? '' : ` ± ${durationText(Math.round(one.spread / 60) * 60)}`}`;
  return (
    <ScrollBox label={t('Means by week, without naps')} className={styles['scroll']}>
      <table className={styles['table']}>
        <caption className={styles['caption']}>{t('Means by week, without naps')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('Week from')}</th>
            <th scope="col">{t('Nights')}</th>
            <th scope="col">{t('To bed')}</th>
            <th scope="col">{t('Up', {}, 'out of bed')}</th>
            <th scope="col">{t('Asleep')}</th>
          </tr>
        </thead>
        <tbody>
          {nights.weeks.map((week) => (
            <tr key={week.day}>
              <th scope="row">{evening(week.day)}</th>
              <td>{week.nights}</td>
              <td>{times(week.bed)}</td>
              <td>{times(week.wake)}</td>
              <td>{durationText(week.asleep)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
