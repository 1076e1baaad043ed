import { MoveRight } from 'lucide-react';
import type { Units } from '../../../shared/domain/display-units.ts';
import type { RingDay, RingName } from '../../../shared/domain/rings.ts';
import { t } from '../../../shared/language.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { percentText } from '../../components/formats.ts';
import { RingMark } from '../../components/marks.tsx';
import { differenceOf, ringFigure, ringLabels, ringText } from '../../components/ring-words.ts';
import { calendarDayText } from '../../components/zone-formats.ts';
import { formatRoute } from '../../navigation/routes.ts';
import styles from './rings-view.module.css';

interface Props {
  readonly day: RingDay;
  readonly units: Units;
  readonly zone: string;
  readonly isCurrent: boolean;
}

const typeOf = ({ moveBy }: RingDay): Readonly<Record<RingName, string>> => ({
  move: `HKQuantityTypeIdentifier${moveBy === 'time' ? 'AppleMoveTime' : 'ActiveEnergyBurned'}`,
  exercise: 'HKQuantityTypeIdentifierAppleExerciseTime',
  stand: 'HKCategoryTypeIdentifierAppleStandHour',
});

const recordsLinks: Readonly<Record<RingName, string>> = {
  move: t('Move records'),
  exercise: t('Exercise records'),
  stand: t('Stand records'),
};

/** One day: Apple's figures against their goals, and the totals of the day's records. */
export function RingDayPanel({ day, units, zone, isCurrent }: Props) {
  return (
    <section className={styles['card']} aria-label={t('Rings of {day}', { day: calendarDayText(day.day) })}>
      <h3>{calendarDayText(day.day)}</h3>
      <div className={styles['dayHead']}>
        <RingMark rings={day} size={112} />
        <dl className={styles['goals']}>
          {(['move', 'exercise', 'stand'] as const).map((name) => (
            <div key={name}>
              <dt>
                <span className={`${styles['dot']} ${styles[name]}`} aria-hidden />
                {ringLabels[name]}
              </dt>
              <dd>
                {ringText(name, day.moveBy, day[name], units)}
                {shareText(day, name)}
              </dd>
            </div>
          ))}
        </dl>
      </div>
      {day.isUnderWay && (
        <p className={styles['soft']}>
          {t('The newest export was made on this day, so both figures cover only part of it.')}
        </p>
      )}
      <table className={styles['table']}>
        <caption>{t('Apple’s figure and ours')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('Ring')}</th>
            <th scope="col">Apple</th>
            <th scope="col">{t('Records')}</th>
            <th scope="col">{t('Difference')}</th>
          </tr>
        </thead>
        <tbody>
          {(['move', 'exercise', 'stand'] as const).map((name) => (
            <tr key={name}>
              <th scope="row">{ringLabels[name]}</th>
              <td>{figureOrNone(day, name, day[name].value, units)}</td>
              <td>{figureOrNone(day, name, day.own[name], units)}</td>
              <td>{differenceText(day, name, units)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!isCurrent && <p className={styles['soft']}>{t('Figures of some days are still being computed.')}</p>}
      <Disclosure title={t('Why the figures can differ')}>
        <ul className={styles['reasons']}>
          <li>
            {t(
              'Apple’s figure is the activity summary in the export. It covers Apple’s own day: Health Relay applies no time zone to it.',
            )}
          </li>
          <li>
            {t(
              'Ours adds up the day’s records in {zone}. At each moment, only the first source that covers it counts: manual entries, then Watch, then iPhone, then the others, or the order in Settings.',
              { zone },
            )}
          </li>
          <li>
            {t(
              'A record that crosses midnight is divided by time, and the summary has whole minutes. A difference of up to a minute or half a kilocalorie is shown as none.',
            )}
          </li>
          <li>
            {t(
              'So the figures differ after travel to another time zone, with another source order, and where records were deleted in the Health app after the summary was made.',
            )}
          </li>
        </ul>
      </Disclosure>
      <p className={styles['links']}>
        {(['move', 'exercise', 'stand'] as const).map((name) => (
          <a
            key={name}
            href={formatRoute('history', { type: typeOf(day)[name], from: day.day, to: day.day })}
          >
            {recordsLinks[name]} <MoveRight size={14} aria-hidden />
          </a>
        ))}
      </p>
    </section>
  );
}

function shareText(day: RingDay, name: RingName): string {
  const { value, goal } = day[name];
  return value === null || goal === null ? '' : ` · ${percentText(Math.floor((value / goal) * 100))}`;
}

function figureOrNone(day: RingDay, name: RingName, value: number | null, units: Units): string {
  return value === null ? t('none') : ringFigure(name, day.moveBy, value, units);
}

function differenceText(day: RingDay, name: RingName, units: Units): string {
  const { value } = day[name];
  const own = day.own[name];
  const difference = differenceOf(name, day.moveBy, value, own);
  if (difference === 'none' || value === null || own === null) return '';
  if (difference === 'equal') return t('none');
  return `${difference === 'more' ? '+' : '−'}${ringFigure(name, day.moveBy, Math.abs(own - value), units)}`;
}
