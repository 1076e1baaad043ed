import { endOfMonth, parseDate, startOfMonth } from '@internationalized/date';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, CircleDashed } from 'lucide-react';
import type { Units } from '../../../shared/domain/display-units.ts';
import type { Rings, Streak } from '../../../shared/domain/rings.ts';
import { ringsTable } from '../../../shared/domain/view-tables.ts';
import { t } from '../../../shared/language.ts';
import { isDay } from '../../../shared/time.ts';
import { callOptions, failureOf, useBridge, useCall } from '../../bridge/queries.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ExportTableButton } from '../../components/export-dialog.tsx';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { ringFigure, ringLabels } from '../../components/ring-words.ts';
import { calendarDayText, calendarMonthText, calendarSpanText } from '../../components/zone-formats.ts';
import { goTo, useRoute } from '../../navigation/routes.ts';
import { RingDayPanel } from './ring-day-panel.tsx';
import { RingMonth } from './ring-month.tsx';
import styles from './rings-view.module.css';

/** Contains no day: requests only the span and the streaks. */
const noDays = { from: '0001-01-01', to: '0001-01-01' } as const;

/** Reads `at` of the address: a day, or a month without a chosen day. Anything else means the newest day. */
function placeOf(
  at: string | undefined,
  newest: string,
): { readonly month: string; readonly day: string | null } {
  const day = /^\d{4}-\d\d-\d\d$/.test(at ?? '')
    ? at
    : /^\d{4}-\d\d$/.test(at ?? '')
      ? `${at}-01`
      : undefined;
  if (!isDay(day)) return { month: newest.slice(0, 7), day: newest };
  return { month: day.slice(0, 7), day: at === day ? day : null };
}

const show = (at: string) => goTo('history', { tab: 'rings', at });

/** Months of activity rings: Apple's own figures for each day, and the totals of the records for the chosen day. */
export function RingsView() {
  const { query } = useRoute();
  const bridge = useBridge();
  const units = useUnits();
  const span = useCall('history.rings', noDays);
  const newest = span.data?.last ?? null;
  const { month, day } = placeOf(query['at'], newest ?? '1970-01-01');
  const from = startOfMonth(parseDate(`${month}-01`));
  const days = { from: from.toString(), to: endOfMonth(from).toString() };
  const rings = useQuery({
    ...callOptions(bridge, 'history.rings', days),
    enabled: newest !== null,
    placeholderData: keepPreviousData,
  });
  if (span.error !== null)
    return (
      <div className={styles['alone']}>
        <FailureNotice failure={failureOf(span.error)} onRetry={() => span.refetch()} />
      </div>
    );
  if (span.data === undefined) return <Skeleton label={t('Reading the rings')} rows={6} height={56} />;
  if (newest === null || span.data.first === null)
    return (
      <EmptyState icon={CircleDashed} title={t('No rings')}>
        {t(
          'The imported exports contain no activity summaries. The Health app creates one for each day on which an Apple Watch, or an iPhone with a Move goal, was used.',
        )}
      </EmptyState>
    );
  const chosen = rings.data?.days.find((one) => one.day === day);
  const title = `${t('Rings')}, ${calendarMonthText(from.toString())}`;
  const shift = (months: number) => show(from.add({ months }).toString().slice(0, 7));
  return (
    <div className={styles['view']}>
      <div className={styles['head']}>
        <Button
          look="icon"
          aria-label={t('Previous month')}
          isDisabled={month <= span.data.first.slice(0, 7)}
          onPress={() => shift(-1)}
        >
          <ChevronLeft size={18} aria-hidden />
        </Button>
        <h2>{calendarMonthText(from.toString())}</h2>
        <Button
          look="icon"
          aria-label={t('Next month')}
          isDisabled={month >= newest.slice(0, 7)}
          onPress={() => shift(1)}
        >
          <ChevronRight size={18} aria-hidden />
        </Button>
        {month !== newest.slice(0, 7) && (
          <Button look="quiet" onPress={() => show(newest)}>
            {t('Newest')}
          </Button>
        )}
        {rings.data !== undefined && !rings.isPlaceholderData && rings.data.days.length > 0 && (
          <ExportTableButton isMain title={title} table={() => ringsTable(title, rings.data, units)} />
        )}
      </div>
      <div className={styles['body']}>
        <div className={styles['month']}>
          {rings.error !== null ? (
            <FailureNotice failure={failureOf(rings.error)} onRetry={() => rings.refetch()} />
          ) : rings.data === undefined ? (
            <Skeleton label={t('Reading the month')} rows={5} height={64} />
          ) : (
            <RingMonth
              units={units}
              month={days.from}
              days={rings.data.days}
              chosen={day}
              onChoose={show}
              onMonth={shift}
            />
          )}
          <StreakFigures streaks={span.data.streaks} newest={newest} />
        </div>
        <div className={styles['aside']}>
          {chosen !== undefined && rings.data !== undefined && (
            <RingDayPanel
              day={chosen}
              units={units}
              zone={rings.data.zone}
              isCurrent={rings.data.isCurrent}
            />
          )}
          {chosen === undefined && day !== null && rings.data !== undefined && !rings.isPlaceholderData && (
            <section className={styles['card']}>
              <h3>{calendarDayText(day)}</h3>
              <p className={styles['soft']}>{t('No activity summary for this day.')}</p>
            </section>
          )}
          {rings.data !== undefined && <MonthTotals rings={rings.data} units={units} />}
        </div>
      </div>
    </div>
  );
}

interface TotalsProps {
  readonly rings: Rings;
  readonly units: Units;
}

function MonthTotals({ rings: { totals, days }, units }: TotalsProps) {
  return (
    <section className={styles['card']} aria-label={t('The month')}>
      <h3>{t('The month')}</h3>
      {days.length === 0 ? (
        <p className={styles['soft']}>{t('No activity summaries.')}</p>
      ) : (
        <>
          <table className={styles['table']}>
            <thead>
              <tr>
                <th scope="col">{t('Ring')}</th>
                <th scope="col">{t('Closed')}</th>
                <th scope="col">{t('Total')}</th>
                <th scope="col">{t('Per day')}</th>
              </tr>
            </thead>
            <tbody>
              {(['move', 'exercise', 'stand'] as const).map((name) => {
                const { sum, days: counted, met, withGoal } = totals[name];
                return (
                  <tr key={name}>
                    <th scope="row">
                      <span className={`${styles['dot']} ${styles[name]}`} aria-hidden />
                      {ringLabels[name]}
                    </th>
                    <td>{withGoal === 0 ? t('no goal') : t('{met} of {total}', { met, total: withGoal })}</td>
                    <td>{counted === 0 ? '' : ringFigure(name, totals.moveBy, sum, units)}</td>
                    <td>{counted === 0 ? '' : ringFigure(name, totals.moveBy, sum / counted, units)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          <p className={styles['soft']}>
            {t('All three closed on {count, plural, one {# day} other {# days}} of {total}.', {
              count: totals.all,
              total: days.length,
            })}
          </p>
        </>
      )}
    </section>
  );
}

function StreakFigures({ streaks, newest }: { readonly streaks: Rings['streaks']; readonly newest: string }) {
  return (
    <section className={styles['streaks']} aria-label={t('Streaks')}>
      <h3>{t('Streaks')}</h3>
      <dl className={styles['figures']}>
        <StreakFigure
          label={t('Move, current')}
          streak={streaks.move.current}
          none={t('None as of {day}', { day: calendarDayText(newest) })}
        />
        <StreakFigure label={t('Move, longest')} streak={streaks.move.longest} none={t('None')} />
        <StreakFigure
          label={t('All rings, current')}
          streak={streaks.all.current}
          none={t('None as of {day}', { day: calendarDayText(newest) })}
        />
        <StreakFigure label={t('All rings, longest')} streak={streaks.all.longest} none={t('None')} />
      </dl>
      <p className={styles['soft']}>
        {t(
          'Consecutive days with the ring closed, across the whole history. A day without a summary ends a streak. The day of the newest export is incomplete and ends none.',
        )}
      </p>
    </section>
  );
}

interface StreakProps {
  readonly label: string;
  readonly streak: Streak | null;
  readonly none: string;
}

function StreakFigure({ label, streak, none }: StreakProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {streak === null ? (
          <span className={styles['soft']}>{none}</span>
        ) : (
          <>
            <strong>{t('{count, plural, one {# day} other {# days}}', { count: streak.days })}</strong>
            <span className={styles['soft']}>
              {streak.days === 1 ? calendarDayText(streak.from) : calendarSpanText(streak.from, streak.to)}
            </span>
          </>
        )}
      </dd>
    </div>
  );
}
