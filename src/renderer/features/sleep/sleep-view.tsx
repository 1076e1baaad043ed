import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, Moon } from 'lucide-react';
import { useId } from 'react';
import type { ClockTimes, Nights } from '../../../shared/domain/nights.ts';
import { durationText } from '../../../shared/domain/quantity-text.ts';
import { nightsTable } from '../../../shared/domain/view-tables.ts';
import { t } from '../../../shared/language.ts';
import { callOptions, failureOf, useBridge, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ExportTableButton } from '../../components/export-dialog.tsx';
import { Skeleton } from '../../components/loading.tsx';
import { localeNow } from '../../components/locale.ts';
import { FailureNotice } from '../../components/notice.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { calendarSpanText, zonedIso, zonedText } from '../../components/zone-formats.ts';
import { formatRoute, useRoute } from '../../navigation/routes.ts';
import { NightCard } from './night-card.tsx';
import { clockText, NightsChart, NightsTable, WeeksTable } from './nights-chart.tsx';
import styles from './sleep.module.css';
import {
  type SleepAddress,
  type SleepRange,
  sleepAddressOf,
  sleepHash,
  sleepRanges,
  spanOf,
  steppedNight,
} from './sleep-address.ts';

const rangeNames: Readonly<Record<SleepRange, string>> = {
  week: t('Week'),
  month: t('Month'),
  '6-months': t('6 months'),
};

/** Requests the first and last evening that exist, but no sleep. */
const edges = { from: '2000-01-01', to: '2000-01-01' };
const dayText = (day: string) => zonedText(Date.parse(day) / 1000, 'day', 'UTC');
/** Adds a step that the browser's Back button undoes. */
const open = (address: SleepAddress) => {
  window.location.hash = sleepHash(address);
};

/** Sleep: the nights of a range in clock time, when they begin and end, and the stages of one of them. */
export function SleepView() {
  const bounds = useCall('history.nights', edges);
  const address = sleepAddressOf(useRoute());
  const settings = useCall('settings.read', {}).data;
  if (bounds.error !== null)
    return <FailureNotice failure={failureOf(bounds.error)} onRetry={() => bounds.refetch()} />;
  if (bounds.data === undefined) return <Skeleton label={t('Loading sleep')} rows={8} />;
  const { first, last } = bounds.data;
  if (settings !== undefined && settings.homeZone === null)
    return (
      <EmptyState
        icon={Moon}
        title={t('The home time zone isn’t confirmed')}
        action={<a href={formatRoute('settings', { at: 'zone' })}>{t('Home time zone')}</a>}
      >
        {t(
          'A night belongs to the evening on which it begins, so nights are created once you confirm the zone.',
        )}
      </EmptyState>
    );
  if (first === null || last === null)
    return (
      <EmptyState icon={Moon} title={t('No sleep here yet')}>
        {t('Nights appear once an export contains sleep from a Watch, an iPhone, or another app.')}
      </EmptyState>
    );
  return <SleepOf address={{ ...address, night: address.night ?? last }} first={first} last={last} />;
}

interface Props {
  readonly address: SleepAddress & { readonly night: string };
  readonly first: string;
  readonly last: string;
}

function SleepOf({ address, first, last }: Props) {
  const bridge = useBridge();
  const span = spanOf(address.night, address.range, localeNow);
  const nights = useQuery({
    ...callOptions(bridge, 'history.nights', span),
    placeholderData: keepPreviousData,
  });
  const night = useQuery({
    ...callOptions(bridge, 'history.night', { day: address.night }),
    placeholderData: keepPreviousData,
  });
  const step = (steps: 1 | -1) =>
    open({ ...address, night: steppedNight(address.night, address.range, steps) });
  const heading = useId();
  return (
    <div className={styles['view']}>
      <section className={styles['card']} aria-labelledby={heading}>
        <div className={styles['head']}>
          <Button
            look="icon"
            aria-label={t('Earlier')}
            isDisabled={span.from <= first}
            onPress={() => step(-1)}
          >
            <ChevronLeft size={16} aria-hidden />
          </Button>
          <h2 id={heading}>{calendarSpanText(span.from, span.to)}</h2>
          <Button look="icon" aria-label={t('Later')} isDisabled={span.to >= last} onPress={() => step(1)}>
            <ChevronRight size={16} aria-hidden />
          </Button>
          <div className={styles['ranges']}>
            <Segmented
              label={t('Range', {}, 'of days')}
              value={address.range}
              options={sleepRanges.map((name) => [name, rangeNames[name]] as const)}
              onChange={(range) => open({ ...address, range })}
            />
          </div>
          {nights.data !== undefined && nights.data.sleeps.length > 0 && (
            <ExportTableButton
              isMain
              title={sleepTitle(span)}
              table={() => nightsTable(sleepTitle(span), nights.data, (at) => zonedIso(at, nights.data.zone))}
            />
          )}
        </div>
        {nights.error !== null ? (
          <FailureNotice failure={failureOf(nights.error)} onRetry={() => nights.refetch()} />
        ) : nights.data === undefined ? (
          <Skeleton label={t('Loading the nights')} rows={6} />
        ) : (
          <>
            {!nights.data.isCurrent && (
              <p className={styles['soft']}>
                {t('Some nights are still being calculated. These figures may change.')}
              </p>
            )}
            <RangeFigures nights={nights.data} />
            <NightsChart nights={nights.data} span={span} address={address} />
            {nights.data.sleeps.length > 0 && (
              <>
                <Disclosure title={t('Nights as a table')}>
                  <NightsTable nights={nights.data} address={address} />
                </Disclosure>
                <Disclosure title={t('Regularity by week')}>
                  <WeeksTable nights={nights.data} />
                </Disclosure>
              </>
            )}
          </>
        )}
      </section>
      <section className={styles['card']} aria-label={t('One evening')}>
        <div className={styles['head']}>
          <Button
            look="icon"
            aria-label={t('Evening before with sleep')}
            isDisabled={!night.data?.previous}
            onPress={() => open({ ...address, night: night.data?.previous ?? address.night })}
          >
            <ChevronLeft size={16} aria-hidden />
          </Button>
          <h2>{t('Evening of {day}', { day: dayText(address.night) })}</h2>
          <Button
            look="icon"
            aria-label={t('Next evening with sleep')}
            isDisabled={!night.data?.next}
            onPress={() => open({ ...address, night: night.data?.next ?? address.night })}
          >
            <ChevronRight size={16} aria-hidden />
          </Button>
        </div>
        {night.error !== null ? (
          <FailureNotice failure={failureOf(night.error)} onRetry={() => night.refetch()} />
        ) : night.data === undefined ? (
          <Skeleton label={t('Loading the night')} rows={6} />
        ) : (
          <NightCard night={night.data} />
        )}
      </section>
    </div>
  );
}

const sleepTitle = ({ from, to }: { readonly from: string; readonly to: string }) =>
  `${t('Sleep')}, ${calendarSpanText(from, to)}`;

function RangeFigures({ nights: { means, sleeps } }: { readonly nights: Nights }) {
  const naps = sleeps.filter(({ kind }) => kind === 'nap').length;
  if (means === null)
    return (
      <p className={styles['none']}>
        {naps === 0 ? t('No nights in these dates.') : t('Only naps in these dates.')}
      </p>
    );
  const figures: [string, string, string][] = [
    [
      t('Asleep'),
      durationText(means.asleep),
      t('mean of {count, plural, one {# night} other {# nights}}', { count: means.nights }),
    ],
    [t('To bed'), ...clockWords(means.bed)],
    [t('Up', {}, 'out of bed'), ...clockWords(means.wake)],
  ];
  for (const [name, value] of [
    [t('Deep', {}, 'sleep'), means.deep],
    [t('Core', {}, 'sleep'), means.core],
    [t('REM'), means.rem],
    [t('Awake'), means.awake],
  ] as const)
    if (value > 0) figures.push([name, durationText(value), t('mean')]);
  if (naps > 0) figures.push([t('Naps'), String(naps), t('not in any mean')]);
  return (
    <dl className={styles['figures']}>
      {figures.map(([name, figure, note]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {figure} <small>{note}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function clockWords(times: ClockTimes | null): [string, string] {
  if (times === null) return ['—', t('too spread out for a mean')];
  const spread =
    times.spread === null ? t('one night') : `± ${durationText(Math.round(times.spread / 60) * 60)}`;
  return [clockText(times.mean), spread];
}
