import type { Night, SleepDetail, Stage } from '../../../shared/domain/nights.ts';
import { durationText } from '../../../shared/domain/quantity-text.ts';
import { stretchesTable } from '../../../shared/domain/view-tables.ts';
import { formatLocale, t } from '../../../shared/language.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { ExportTableButton } from '../../components/export-dialog.tsx';
import { ScrollBox } from '../../components/side-panel.tsx';
import { calendarDayText, zonedIso, zonedText } from '../../components/zone-formats.ts';
import { formatRoute } from '../../navigation/routes.ts';
import { instantMarks } from './clock-axis.ts';
import styles from './sleep.module.css';

/** Lanes of the timeline from top to bottom, as the Health app orders them. */
const lanes: readonly Stage[] = ['awake', 'rem', 'core', 'deep', 'unspecified'];

const stageNames: Readonly<Record<Stage, string>> = {
  awake: t('Awake'),
  rem: t('REM'),
  core: t('Core', {}, 'sleep'),
  deep: t('Deep', {}, 'sleep'),
  unspecified: t('Asleep'),
  in_bed: t('In bed'),
};

const [width, laneHeight, barHeight] = [1000, 30, 18];
const percent = new Intl.NumberFormat(formatLocale(), { style: 'percent' });

/** One evening: each of its sleeps with its figures, its timeline, and the recordings of every source. */
export function NightCard({ night }: { readonly night: Night }) {
  if (night.sleeps.length === 0)
    return <p className={styles['none']}>{t('No sleep is recorded for this evening.')}</p>;
  const ordered = night.sleeps.toSorted((a, b) => Number(a.kind === 'nap') - Number(b.kind === 'nap'));
  return (
    <>
      {ordered.map((sleep) => (
        <SleepCard key={sleep.event} sleep={sleep} zone={night.zone} />
      ))}
    </>
  );
}

function SleepCard({ sleep, zone }: { readonly sleep: SleepDetail; readonly zone: string }) {
  const time = (at: number) => zonedText(at, 'time', zone);
  const [from, to] = [time(sleep.start), time(sleep.end)];
  const isNight = sleep.kind === 'night';
  const label = isNight ? t('Night, {from} – {to}', { from, to }) : t('Nap, {from} – {to}', { from, to });
  const title = `${t('Evening of {day}', { day: calendarDayText(sleep.day) })}: ${label}`;
  return (
    <section className={styles['sleep']} aria-label={label}>
      <h3>
        {isNight ? t('Night') : t('Nap')} <span>{`${from} – ${to}`}</span>
      </h3>
      <SleepFigures sleep={sleep} />
      {sleep.stretches.length > 0 && <Timeline sleep={sleep} time={time} />}
      {sleep.sources.length > 0 && <Sources sleep={sleep} />}
      <Disclosure title={t('Stretches as a table')}>
        <StretchTable sleep={sleep} time={time} />
        {sleep.stretches.length > 0 && (
          <ExportTableButton
            title={title}
            table={() => stretchesTable(title, sleep, (at) => zonedIso(at, zone))}
          />
        )}
      </Disclosure>
      <Disclosure title={t('How this was counted')}>
        <p className={styles['soft']}>
          {t(
            'Each second counts once. Manual entries decide first, then the sources in your order. Within one source, awake comes before deep, REM, core, and sleep without a stage. Time in bed is neither asleep nor awake. Periods of sleep no more than two hours apart count as one. The longest one of an evening is its night if it lasts three hours or more; every other one is a nap.',
          )}
        </p>
        <a href={formatRoute('history', { tab: 'events', category: 'sleep', item: String(sleep.event) })}>
          {t('Show the event')}
        </a>
      </Disclosure>
    </section>
  );
}

function SleepFigures({ sleep }: { readonly sleep: SleepDetail }) {
  const figures: [string, string][] = [
    [t('Asleep'), durationText(sleep.asleep)],
    ...(sleep.inBed === null ? [] : [[t('In bed'), durationText(sleep.inBed)] as [string, string]]),
    ...(['awake', 'rem', 'core', 'deep'] as const).flatMap((stage): [string, string][] =>
      sleep[stage] > 0 ? [[stageNames[stage], durationText(sleep[stage])]] : [],
    ),
    ...(sleep.unspecified > 0 && sleep.unspecified < sleep.asleep
      ? [[t('Asleep, no stage'), durationText(sleep.unspecified)] as [string, string]]
      : []),
    ...(sleep.inBed === null || sleep.inBed === 0
      ? []
      : [[t('Share of time in bed asleep'), percent.format(sleep.asleep / sleep.inBed)] as [string, string]]),
  ];
  return (
    <dl className={styles['figures']}>
      {figures.map(([name, figure]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{figure}</dd>
        </div>
      ))}
    </dl>
  );
}

interface Timed {
  readonly sleep: SleepDetail;
  readonly time: (at: number) => string;
}

function Timeline({ sleep, time }: Timed) {
  const { start, end, stretches } = sleep;
  const shown = lanes.filter((lane) => stretches.some(({ stage }) => stage === lane));
  const x = (at: number) => ((at - start) / (end - start)) * width;
  const middle = (stage: Stage) => shown.indexOf(stage) * laneHeight + laneHeight / 2;
  const height = shown.length * laneHeight;
  const words = t('Stages from {from} to {to}: {count, plural, one {# stretch} other {# stretches}}', {
    from: time(start),
    to: time(end),
    count: stretches.length,
  });
  return (
    <div className={styles['timeline']}>
      <ul className={styles['lanes']} aria-hidden>
        {shown.map((lane) => (
          <li key={lane}>{stageNames[lane]}</li>
        ))}
      </ul>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        style={{ height }}
        role="img"
        aria-label={words}
      >
        {shown.map((lane) => (
          <line key={lane} x1={0} x2={width} y1={middle(lane)} y2={middle(lane)} className={styles['grid']} />
        ))}
        {stretches.slice(1).map((one, index) => {
          const before = stretches[index];
          if (before === undefined || before.end !== one.start || before.stage === one.stage) return null;
          return (
            <line
              key={one.start}
              x1={x(one.start)}
              x2={x(one.start)}
              y1={middle(before.stage)}
              y2={middle(one.stage)}
              className={styles['step']}
            />
          );
        })}
        {stretches.map((one) => (
          <rect
            key={one.start}
            x={x(one.start)}
            y={middle(one.stage) - barHeight / 2}
            width={Math.max(1, x(one.end) - x(one.start))}
            height={barHeight}
            className={styles['stretch']}
            data-stage={one.stage}
          >
            <title>{`${stageNames[one.stage]}, ${time(one.start)} – ${time(one.end)}`}</title>
          </rect>
        ))}
      </svg>
      <div className={styles['hours']} aria-hidden>
        {instantMarks(start, end, sleep.startClock, 8).map((at) => (
          <span key={at} style={{ left: `${(x(at) / width) * 100}%` }}>
            {time(at)}
          </span>
        ))}
      </div>
    </div>
  );
}

function countedText({ asleep, counted }: SleepDetail['sources'][number]): string {
  if (asleep === 0) return t('Time in bed only');
  const whole = durationText(asleep);
  if (counted === 0) return t('{asleep}, not counted', { asleep: whole });
  return counted === asleep
    ? t('{asleep} counted', { asleep: whole })
    : t('{counted} of {asleep} counted', { counted: durationText(counted), asleep: whole });
}

function Sources({ sleep }: { readonly sleep: SleepDetail }) {
  const x = (at: number) => ((at - sleep.start) / (sleep.end - sleep.start)) * width;
  return (
    <div className={styles['sources']}>
      <h4>{t('Sources')}</h4>
      <ul>
        {sleep.sources.map((source, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two sources may have one name
          <li key={index}>
            <span className={styles['name']}>{source.name}</span>
            <svg viewBox={`0 0 ${width} 12`} preserveAspectRatio="none" aria-hidden>
              {source.stretches.map((one) => (
                <rect
                  key={`${one.start} ${one.end} ${one.stage}`}
                  x={x(one.start)}
                  y={one.stage === 'in_bed' ? 9 : 0}
                  width={Math.max(1, x(one.end) - x(one.start))}
                  height={one.stage === 'in_bed' ? 3 : 8}
                  className={styles['stretch']}
                  data-stage={one.stage}
                  data-counted={one.isCounted}
                />
              ))}
            </svg>
            <span className={styles['counted']}>{countedText(source)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function StretchTable({ sleep, time }: Timed) {
  const rows = sleep.sources
    .flatMap(({ name, stretches }) => stretches.map((one) => ({ ...one, name })))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  return (
    <ScrollBox label={t('What each source recorded')} className={styles['scroll']}>
      <table className={styles['table']}>
        <caption className={styles['caption']}>{t('What each source recorded')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('From', {}, 'time')}</th>
            <th scope="col">{t('To', {}, 'time')}</th>
            <th scope="col">{t('Length', {}, 'duration')}</th>
            <th scope="col">{t('Stage')}</th>
            <th scope="col">{t('Source')}</th>
            <th scope="col">{t('Counted')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.name} ${row.start} ${row.end} ${row.stage}`}>
              <th scope="row">{time(row.start)}</th>
              <td>{time(row.end)}</td>
              <td>{durationText(row.end - row.start)}</td>
              <td>{stageNames[row.stage]}</td>
              <td>{row.name}</td>
              <td>{row.isCounted ? t('Yes') : t('Not counted')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
