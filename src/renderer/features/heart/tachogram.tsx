import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import type { RecordDetail } from '../../../shared/domain/history.ts';
import { figureText, quantityText } from '../../../shared/domain/quantity-text.ts';
import { beatsTable } from '../../../shared/domain/view-tables.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useCall, useHomeZone } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { DrawnChart, type Tick } from '../../components/drawn-chart.tsx';
import { ExportTableButton } from '../../components/export-dialog.tsx';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import panel from '../../components/side-panel.module.css';
import { BigFigures, Facts, ScrollBox } from '../../components/side-panel.tsx';
import spread from '../../components/spread-line.module.css';
import { zonedText } from '../../components/zone-formats.ts';
import { formatRoute } from '../../navigation/routes.ts';
import { type BeatSeries, beatSeries } from './beat-series.ts';
import styles from './heart.module.css';
import { goToHeart, type HeartPlace } from './heart-route.ts';

/** A series of a measurement is a minute of beats; a table or drawing of more would be no help. */
const maxBeats = 2000;

/** The beats of one heart rate variability. */
export function BeatsPage({ id, place }: { readonly id: number; readonly place: HeartPlace }) {
  const { data, error, refetch } = useCall('history.record', { id });
  const back = (
    <Button look="quiet" onPress={() => goToHeart({ ...place, item: undefined })}>
      <ArrowLeft size={16} aria-hidden />
      {t('All series')}
    </Button>
  );
  if (data === undefined)
    return (
      <div className={styles['detail']}>
        <div className={`${spread['wrapping']} ${styles['head']}`}>{back}</div>
        {error === null ? (
          <Skeleton label={t('Loading the beats')} rows={2} height={180} />
        ) : (
          <FailureNotice failure={failureOf(error)} onRetry={() => refetch()} />
        )}
      </div>
    );
  return <Beats record={data} back={back} />;
}

function Beats({ record, back }: { readonly record: RecordDetail; readonly back: ReactNode }) {
  const zone = useHomeZone();
  const series = useMemo(() => beatSeries(record.beats.slice(0, maxBeats)), [record]);
  const when = zonedText(record.start, 'exact', zone);
  const title = t('Beats of {when}', { when });
  const { beats, gaps, unread } = series;
  const variability = record.value === null ? null : quantityText(record.type, record.value, record.unit);
  return (
    <ScrollBox label={title} className={styles['detail']}>
      <div className={`${spread['wrapping']} ${styles['head']}`}>
        {back}
        <h2>{when}</h2>
        <a href={formatRoute('history', { type: record.type, item: String(record.id) })}>{t('Its record')}</a>
      </div>
      {record.removed !== null && (
        <Notice tone="info" title={t('No longer in the Health app')}>
          {t('It’s kept here. You can undo this on the Import page, at the import that noticed it.')}
        </Notice>
      )}
      <BigFigures
        figures={[
          ...(variability === null ? [] : [{ ...variability, name: t('Heart rate variability (SDNN)') }]),
          { figure: figureText(record.beats.length), unit: '', name: t('Beats') },
        ]}
      />
      <div className={styles['facts']}>
        <Facts
          facts={[
            [t('Source'), record.source],
            [t('Series'), beats.length === 0 ? '' : `${figureText(beats.at(-1)?.at ?? 0)} s`],
            [
              t('Gaps'),
              gaps === 0
                ? ''
                : t('{count, plural, one {# place} other {# places}} where beats are missing', {
                    count: gaps,
                  }),
            ],
            [
              t('Unreadable'),
              unread === 0 ? '' : t('{count, plural, one {# beat} other {# beats}}', { count: unread }),
            ],
            [
              t('Not shown'),
              record.beats.length > maxBeats
                ? t('{count, plural, one {# beat} other {# beats}}', {
                    count: record.beats.length - maxBeats,
                  })
                : '',
            ],
          ]}
        />
      </div>
      {beats.length === 0 ? (
        <p className={styles['soft']}>{t('The record contains no beats with a time and a rate.')}</p>
      ) : (
        <>
          <Tachogram series={series} />
          <p className={styles['soft']}>
            {t(
              'Milliseconds between beats over seconds. The record contains the time and the rate of each beat; the interval is 60,000 divided by the rate. The line breaks where beats are missing.',
            )}
          </p>
          <ExportTableButton isMain title={title} table={() => beatsTable(title, beats)} />
          <Disclosure title={t('Beats as figures')}>
            <BeatTable series={series} />
          </Disclosure>
        </>
      )}
    </ScrollBox>
  );
}

/** Round values from `low` to `high`, some `count` of them, as parts of the way. */
function ticksOf(low: number, high: number, count: number, isDown: boolean): Tick[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const ticks: Tick[] = [];
  for (let value = Math.ceil(low / step) * step; value <= high + step / 1e6; value += step) {
    const at = (value - low) / (high - low);
    ticks.push({ at: isDown ? 1 - at : at, text: figureText(value) });
  }
  return ticks;
}

function Tachogram({ series: { beats } }: { readonly series: BeatSeries }) {
  const last = Math.max(1, beats.at(-1)?.at ?? 1);
  const intervals = beats.map(({ ms }) => ms);
  const [lowest, highest] = [Math.min(...intervals), Math.max(...intervals)];
  const air = Math.max(20, (highest - lowest) * 0.1);
  const [low, high] = [lowest - air, highest + air];
  return (
    <DrawnChart
      label={t(
        '{count, plural, one {# beat} other {# beats}}: {lowest} to {highest} ms between beats over {seconds} s',
        {
          count: beats.length,
          lowest: figureText(Math.round(lowest)),
          highest: figureText(Math.round(highest)),
          seconds: figureText(last),
        },
      )}
      height={260}
      x={ticksOf(0, last, 6, false)}
      y={ticksOf(low, high, 4, true)}
    >
      {(width, height) => {
        const place = ({ at, ms }: { at: number; ms: number }) =>
          `${((at / last) * width).toFixed(1)} ${((1 - (ms - low) / (high - low)) * height).toFixed(1)}`;
        const path = beats
          .map((beat, index) => `${index === 0 || beat.isAfterGap ? 'M' : 'L'}${place(beat)}`)
          .join('');
        return (
          <>
            <path d={path} className={styles['line']} data-tachogram />
            {beats.map((beat, index) => (
              <circle
                // biome-ignore lint/suspicious/noArrayIndexKey: two beats may have the same time
                key={index}
                className={styles['dot']}
                r={2}
                transform={`translate(${place(beat)})`}
              />
            ))}
          </>
        );
      }}
    </DrawnChart>
  );
}

function BeatTable({ series }: { readonly series: BeatSeries }) {
  return (
    <table className={`${panel['table']} ${styles['table']}`}>
      <thead>
        <tr>
          <th scope="col">{t('Second', {}, 'unit of time')}</th>
          <th scope="col">{t('Clock in the file')}</th>
          <th scope="col">{t('bpm')}</th>
          <th scope="col">ms</th>
        </tr>
      </thead>
      <tbody>
        {series.beats.map(({ at, clock, bpm, ms }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two beats may have the same time
          <tr key={index}>
            <th scope="row">{at.toFixed(2)}</th>
            <td>{clock}</td>
            <td>{figureText(bpm)}</td>
            <td>{figureText(Math.round(ms))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
