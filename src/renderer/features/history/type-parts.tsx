import { memo } from 'react';
import { noFiguresText, sleepType } from '../../../shared/domain/figure-table.ts';
import type { TypeSummary } from '../../../shared/domain/history.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { t } from '../../../shared/language.ts';
import { failureOf, useCall } from '../../bridge/queries.ts';
import { Button } from '../../components/button.tsx';
import { percentOf, percentText } from '../../components/formats.ts';
import { Skeleton } from '../../components/loading.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { dayIn, eveningIn, zonedText } from '../../components/zone-formats.ts';
import type { Tone } from './chart-options.ts';
import { changeFilters, wholeTime } from './filters.ts';
import type { Shown } from './shown-series.ts';
import { kindText, type Stat, statsOf, valueName, valuesOf } from './type-figures.ts';
import styles from './type-page.module.css';
import { rangeText, type Slot, slotText } from './type-spans.ts';
import type { TableRow, TypeView } from './type-view.ts';

const recordsText = (count: number) => t('{count, plural, one {# record} other {# records}}', { count });

/** Total and mean of the range, and under each the same of the range before. */
export const Headline = memo(function Headline({ view }: { readonly view: TypeView }) {
  const beforeText = view.beforeDays === null ? '' : rangeText(view.range, view.beforeDays);
  return (
    <div className={styles['headline']}>
      {view.parts.map(({ kind, head, before }) =>
        head === null ? null : (
          <dl key={kind.type} className={styles['stats']}>
            {statsOf(kind, view.range === 'day', head, before).map((stat) => (
              <StatView
                key={stat.label}
                stat={stat}
                owner={view.parts.length > 1 ? typeLabel(kind.type) : ''}
                beforeText={beforeText}
              />
            ))}
            <div className={styles['stat']}>
              <dt>{t('Counted')}</dt>
              <dd className={styles['small']}>
                {t(
                  '{records, plural, one {# record} other {# records}} on {days, plural, one {# day} other {# days}}',
                  { records: head.count, days: head.days },
                )}
              </dd>
            </div>
          </dl>
        ),
      )}
    </div>
  );
});

interface StatProps {
  readonly stat: Stat;
  readonly owner: string;
  readonly beforeText: string;
}

function StatView({ stat, owner, beforeText }: StatProps) {
  return (
    <div className={styles['stat']}>
      <dt>{owner === '' ? stat.label : `${owner}: ${stat.label}`}</dt>
      <dd className={styles['figure']}>{stat.text}</dd>
      {beforeText !== '' && (
        <dd className={styles['before']}>
          {stat.before === ''
            ? t('{range}: nothing', { range: beforeText })
            : `${beforeText}: ${stat.before}`}
        </dd>
      )}
    </div>
  );
}

const swatchOf = (tone: Tone) => `${styles['swatch']} ${styles[`tone${tone}`]}`;

interface LegendProps {
  readonly shown: readonly Shown[];
  readonly axes: readonly string[];
  readonly at: Slot | null;
  readonly place: number | null;
  readonly view: TypeView;
}

/** The color of each series, and the figures of the place under the pointer. */
export function Legend({ shown, axes, at, place, view }: LegendProps) {
  return (
    <p className={styles['legend']}>
      <span className={styles['where']}>
        {at === null ? axes.join(' · ') : slotText(at, view.by, view.zone)}
      </span>
      {shown.map(({ label, tone, kind, places, pick, isTotal }) => {
        const figure = place === null ? null : (places[place] ?? null);
        const value = figure === null ? null : pick(figure);
        return (
          <span key={`${label} ${isTotal ? 'total' : tone}`} className={styles['key']}>
            {!isTotal && <span className={swatchOf(tone)} aria-hidden />}
            {label}
            {place !== null && <b>{value === null ? '–' : kindText(kind, value)}</b>}
          </span>
        );
      })}
    </p>
  );
}

/** Time and number of each value of a category in the range. */
export const Values = memo(function Values({ view }: { readonly view: TypeView }) {
  const [part] = view.parts;
  const { aggregation, type } = part?.kind ?? { aggregation: 'sum', type: '' };
  if (part === undefined || (aggregation !== 'time' && aggregation !== 'count')) return null;
  const values = valuesOf(part.head === null ? [] : [part.head]);
  if (values.length < 2) return null;
  return (
    <section aria-label={t('Values')} className={styles['section']}>
      <h3>{t('Values')}</h3>
      <ul className={styles['rows']}>
        {values.map(({ value, seconds, count }) => (
          <li key={value}>
            <span>{valueName(type, value)}</span>
            {aggregation === 'time' && <span className={styles['soft']}>{recordsText(count)}</span>}
            <b>{aggregation === 'time' ? kindText(part.kind, seconds) : recordsText(count)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
});

/** Sources of the range: all they have, and their share of what counts. */
export const Shares = memo(function Shares({ view }: { readonly view: TypeView }) {
  const { shares } = view;
  const kind = view.parts[0]?.kind;
  if (kind === undefined || shares.length === 0) return null;
  const total = shares.reduce((sum, share) => sum + (share.counted ?? share.count), 0);
  return (
    <section aria-label={t('Sources')} className={styles['section']}>
      <h3>{t('Sources')}</h3>
      <ul className={styles['rows']}>
        {shares.map(({ source, name, count, whole, counted }) => {
          const percent = Math.round(percentOf(counted ?? count, total));
          return (
            <li key={source}>
              <span>{name}</span>
              <span className={styles['soft']}>
                {whole === null || counted === null
                  ? recordsText(count)
                  : `${t('{counted} of {whole} counted', { counted: kindText(kind, counted), whole: kindText(kind, whole) })} · ${recordsText(count)}`}
              </span>
              <meter
                className={styles['meter']}
                min={0}
                max={100}
                value={percent}
                aria-label={t('Share of {source}', { source: name })}
              />
              <b>{percentText(percent)}</b>
            </li>
          );
        })}
      </ul>
    </section>
  );
});

interface TableProps {
  readonly label: string;
  readonly table: { readonly columns: readonly string[]; readonly rows: readonly TableRow[] };
  readonly onOpen: (place: number) => void;
}

/** Every figure of the chart in words; each line leads to its records. */
export const FiguresTable = memo(function FiguresTable({ label, table, onOpen }: TableProps) {
  return (
    <section aria-label={t('Figures')} className={styles['section']}>
      <h3>{t('Figures')}</h3>
      <div className={styles['scroll']}>
        <table className={styles['table']} aria-label={t('Figures of {label}', { label })}>
          <thead>
            <tr>
              <th scope="col">{t('When')}</th>
              {table.columns.map((column, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name, and they never move
                <th key={index} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(({ place, label: when, cells }) => (
              <tr key={place}>
                <th scope="row">
                  <button
                    type="button"
                    className={styles['open']}
                    title={t('Show its records')}
                    onClick={() => onOpen(place)}
                  >
                    {when}
                  </button>
                </th>
                {cells.map((cell, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is told by its column
                  <td key={index}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
});

interface NoFiguresProps {
  readonly view: TypeView;
  readonly type: TypeSummary;
  readonly title: string;
}

/** A range without figures: without records, or with none that counts. It leads to these, and to the nearest others. */
export function NoFigures({ view, type, title }: NoFiguresProps) {
  // Records may be of any time, and "All" shows those of possible ones.
  const days = view.range === 'all' ? {} : view.days;
  const counted = useCall('history.recordCount', { type: type.type, ...days });
  if (counted.error !== null)
    return <FailureNotice failure={failureOf(counted.error)} onRetry={() => counted.refetch()} />;
  if (counted.data === undefined) return <Skeleton label={t('Loading the figures')} rows={2} />;
  const { count, from, to } = counted.data;
  const [since, until] = [from ?? undefined, to ?? undefined];
  return (
    <div className={styles['nothing']} role="status">
      <p>
        {count === 0
          ? t('Nothing in {range}.', { range: title })
          : noFiguresText(title, count, view.isCurrent)}
      </p>
      <div className={styles['ways']}>
        {count > 0 && (
          <Button
            onPress={() =>
              changeFilters({
                isList: true,
                ...wholeTime,
                ...(type.type === sleepType ? { since, until } : days),
              })
            }
          >
            {t('{count, plural, one {Show the record} other {Show the # records}}', { count })}
          </Button>
        )}
        {from !== null && to !== null && <Nearest view={view} type={type.type} from={from} to={to} />}
      </div>
    </div>
  );
}

interface NearestProps {
  readonly view: TypeView;
  readonly type: string;
  /** Instants, UTC seconds, the end exclusive. */
  readonly from: number;
  readonly to: number;
}

/** Links to the last records before a range and the first after it. */
function Nearest({ view, type, from, to }: NearestProps) {
  const earlier = useCall('history.recordsPage', { type, to: from, limit: 1 }).data?.rows[0];
  const later = useCall('history.recordsPage', { type, from: to, order: 'oldest', limit: 1 }).data?.rows[0];
  const way = (start: number, words: (values: { readonly day: string }) => string) => (
    <Button
      onPress={() =>
        changeFilters({ at: type === sleepType ? eveningIn(start, view.zone) : dayIn(start, view.zone) })
      }
    >
      {words({ day: zonedText(start, 'day', view.zone) })}
    </Button>
  );
  return (
    <>
      {earlier !== undefined && way(earlier.start, (day) => t('Last before: {day}', day))}
      {later !== undefined && way(later.start, (day) => t('Next after: {day}', day))}
    </>
  );
}
