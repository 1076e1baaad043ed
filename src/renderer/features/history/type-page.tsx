import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, Download, Printer } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Units } from '../../../shared/domain/display-units.ts';
import { sleepType } from '../../../shared/domain/figure-table.ts';
import type { TypeSummary } from '../../../shared/domain/history.ts';
import { recordTypesOf, typeLabel } from '../../../shared/domain/type-label.ts';
import { drop } from '../../../shared/drop.ts';
import { t } from '../../../shared/language.ts';
import { callOptions, failureOf, noteFault, useBridge, useHomeZone } from '../../bridge/queries.ts';
import { useUnits } from '../../bridge/use-units.ts';
import { Button } from '../../components/button.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { ExportDialog, showExport } from '../../components/export-dialog.tsx';
import { Skeleton } from '../../components/loading.tsx';
import { weekStartOf } from '../../components/locale.ts';
import { FailureNotice, Notice } from '../../components/notice.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { dayIn } from '../../components/zone-formats.ts';
import { useRoute } from '../../navigation/routes.ts';
import { changeFilters, type Filters } from './filters.ts';
import { PairList } from './pair-list.tsx';
import { SeriesChart } from './series-chart.tsx';
import { drawnOf, namedOf } from './shown-series.ts';
import { OverlayPicker } from './type-controls.tsx';
import { countingRules } from './type-figures.ts';
import styles from './type-page.module.css';
import { FiguresTable, Headline, Legend, NoFigures, Shares, Values } from './type-parts.tsx';
import { type Days, daysOf, rangeText, stepped, type TypeRange, typeRanges } from './type-spans.ts';
import {
  type Ask,
  type Asked,
  axisFor,
  exportOf,
  modelOf,
  readView,
  shownOf,
  type TypeView,
  tableOf,
} from './type-view.ts';

const rangeWords: Readonly<Record<TypeRange, string>> = {
  day: t('Day'),
  week: t('Week'),
  month: t('Month'),
  half: t('6 months'),
  year: t('Year'),
  all: t('All', {}, 'range'),
};

const place = 'history.range';
const weekStart = weekStartOf();

const waterType = 'HKQuantityTypeIdentifierDietaryWater';

/** The last used range of any type. */
function rememberedRange(): TypeRange {
  try {
    const kept = window.localStorage.getItem(place);
    return typeRanges.find((name) => name === kept) ?? 'month';
  } catch {
    return 'month';
  }
}

function remember(range: TypeRange): void {
  try {
    window.localStorage.setItem(place, range);
  } catch {
    // Without storage, only the address keeps it.
  }
}

/** Days of the first and last records; future records, which count in no figure, are ignored. */
function wholeOf({ firstAt, lastAt }: TypeSummary, zone: string | null): Days {
  const now = Date.now() / 1000;
  const to = dayIn(Math.min(lastAt, now), zone);
  const from = dayIn(Math.min(firstAt, now), zone);
  return { from: from < '1900-01-01' ? '1900-01-01' : from, to };
}

interface Props {
  readonly type: TypeSummary;
  readonly filters: Filters;
}

/** What a type's page asks for with some filters. */
function askedOf({ type, filters }: Props, zone: string | null, units: Units) {
  const types = recordTypesOf(type.type);
  // Nights count by their evening, so a day after midnight has none.
  const ranges = typeRanges.filter((name) => name !== 'day' || type.type !== sleepType);
  const wanted = filters.range ?? rememberedRange();
  const range = ranges.includes(wanted) ? wanted : 'week';
  const whole = wholeOf(type, zone);
  const asked: Asked = {
    range,
    at: filters.at ?? whole.to,
    weekStart,
    whole,
    types,
    zone,
    isCompared: filters.isCompared && range !== 'all',
    isEach: filters.isEach && types.length === 1,
    overlay: filters.overlay === type.type ? undefined : filters.overlay,
    units,
  };
  return { ranges, asked };
}

/** The request for a type's page from the filters; `prepare` reads what other filters would show, so it's there when they're chosen. */
function useAskedView(props: Props) {
  const zone = useHomeZone();
  const units = useUnits();
  const bridge = useBridge();
  const client = useQueryClient();
  const { ranges, asked } = askedOf(props, zone, units);
  const view = useTypeView(asked);
  const prepare = (part: Partial<Filters>) => {
    const next = askedOf({ ...props, filters: { ...props.filters, ...part } }, zone, units);
    drop(
      client.prefetchQuery(viewOptions(bridge, client, next.asked)),
      'a choice of these filters asks again and shows what fails',
      noteFault,
    );
  };
  return { ranges, asked, view, prepare };
}

/** One type over a range: its figures, their calculation, and links to their records. */
export function TypePage({ type, filters }: Props) {
  const { ranges, asked, view, prepare } = useAskedView({ type, filters });
  const { range, whole } = asked;
  useEffect(() => {
    if (filters.range !== undefined) remember(filters.range);
  }, [filters.range]);
  const days = daysOf(asked);
  const step = (steps: number) => ({ range, at: stepped(asked, steps) ?? undefined });
  const go = (steps: number) => changeFilters(step(steps));
  const isLast = days.to >= whole.to;
  const isFirst = days.from <= whole.from;
  return (
    <div className={styles['page']}>
      <div className={styles['bar']}>
        <Segmented
          label={t('Range')}
          value={range}
          options={ranges.map((name) => [name, rangeWords[name]] as const)}
          onHover={(name) => prepare({ range: name })}
          onChange={(name) => changeFilters({ range: name })}
        />
        <div className={styles['steps']}>
          <Button
            look="icon"
            aria-label={t('Previous')}
            isDisabled={range === 'all' || isFirst}
            onHoverStart={() => prepare(step(-1))}
            onPress={() => go(-1)}
          >
            <ChevronLeft size={18} aria-hidden />
          </Button>
          <h3 className={styles['title']} aria-live="polite">
            {rangeText(range, days)}
          </h3>
          <Button
            look="icon"
            aria-label={t('Next')}
            isDisabled={range === 'all' || isLast}
            onHoverStart={() => prepare(step(1))}
            onPress={() => go(1)}
          >
            <ChevronRight size={18} aria-hidden />
          </Button>
          <Button
            look="quiet"
            isDisabled={range === 'all' || isLast}
            onPress={() => changeFilters({ range, at: undefined })}
          >
            {t('Latest')}
          </Button>
        </div>
        <Button look="icon" aria-label={t('Export')} onPress={() => showExport(true)}>
          <Download size={16} aria-hidden />
        </Button>
        <Button look="icon" aria-label={t('Print')} onPress={() => window.print()}>
          <Printer size={16} aria-hidden />
        </Button>
      </div>
      {view.error !== null && view.data === undefined ? (
        <FailureNotice failure={failureOf(view.error)} onRetry={() => view.refetch()} />
      ) : view.data === undefined ? (
        <Skeleton label={t('Loading the figures')} rows={8} />
      ) : (
        <Shown view={view.data} type={type} filters={filters} isEarlier={view.isPlaceholderData} />
      )}
    </div>
  );
}

/** The dialog of "Export" on the page of a type: a file of the figures that it shows. Where it may stand see ExportList. */
export function TypeExport({ type, filters }: Props) {
  const { view } = useAskedView({ type, filters });
  const isOpen = useRoute().query['export'] === '1';
  const { data } = view;
  if (!isOpen || data === undefined || view.isPlaceholderData) return null;
  const title = `${typeLabel(type.type)}, ${rangeText(data.range, data.days)}`;
  return (
    <ExportDialog request={exportOf(data, title)} onClose={() => showExport(false)}>
      {t('The figures of {title} as shown here, in full precision.', { title })}
    </ExportDialog>
  );
}

interface ShownProps {
  readonly view: TypeView;
  readonly type: TypeSummary;
  readonly filters: Filters;
  /** The view still shows the previous range. */
  readonly isEarlier: boolean;
}

/**
 * The records behind some places: those of their days, or of their hours; of a night, from noon on. Where a figure has a share of
 * records that began earlier, they are among them; a mean and a drink count whole where they begin.
 */
function openPlaces(view: TypeView, first: number, last: number): void {
  const [from, to] = [view.slots[first], view.slots[last]];
  const kind = view.parts[0]?.kind;
  if (from === undefined || to === undefined || kind === undefined) return;
  const isOverlapping = kind.aggregation !== 'mean' && kind.type !== waterType;
  if (view.by === 'hour') {
    changeFilters({
      ...{ isList: true, isOverlapping, since: from.start, until: to.end },
      ...{ from: undefined, to: undefined },
    });
    return;
  }
  if (kind.type === sleepType) {
    const nights = (view.parts[0]?.places ?? []).slice(first, last + 1).filter((night) => night !== null);
    const [since, until] = [nights[0]?.start, nights.at(-1)?.end];
    if (since !== undefined && until !== undefined)
      changeFilters({
        ...{ isList: true, isOverlapping: true, since, until },
        ...{ from: undefined, to: undefined },
      });
    return;
  }
  changeFilters({
    ...{ isList: true, isOverlapping, from: from.from, to: to.to },
    ...{ since: undefined, until: undefined },
  });
}

function chartLabel(label: string, range: string, count: number, [unit, second]: readonly string[]): string {
  if (unit === undefined)
    return t(
      '{label}: {count, plural, one {# figure} other {# figures}} of {range}. The table below has the same data.',
      { label, range, count },
    );
  return second === undefined
    ? t(
        '{label}: {count, plural, one {# figure} other {# figures}} of {range}, {unit}. The table below has the same data.',
        { label, range, count, unit },
      )
    : t(
        '{label}: {count, plural, one {# figure} other {# figures}} of {range}, {unit} and {second}. The table below has the same data.',
        { label, range, count, unit, second },
      );
}

function Shown({ view, type, filters, isEarlier }: ShownProps) {
  const [pointed, setPointed] = useState<number | null>(null);
  const shown = useMemo(() => shownOf(view), [view]);
  const drawn = useMemo(() => drawnOf(shown), [shown]);
  const model = useMemo(() => modelOf(view, drawn), [view, drawn]);
  const table = useMemo(() => tableOf(view, shown), [view, shown]);
  const openRow = useCallback((place: number) => openPlaces(view, place, place), [view]);
  const [part] = view.parts;
  if (part === undefined) return null;
  const { kind } = part;
  const label = typeLabel(type.type);
  const title = rangeText(view.range, view.days);
  const axes = [axisFor(drawn, 'main')?.unit ?? '', axisFor(drawn, 'second')?.unit ?? ''].filter(
    (unit) => unit !== '',
  );
  const isEmpty = table.rows.length === 0;
  const hidden = shown.filter(({ isTableOnly }) => isTableOnly).length;
  return (
    <div className={styles['view']} aria-busy={isEarlier}>
      {!view.isCurrent && (
        <Notice tone="info" title={t('Some days are still being counted')}>
          <p>{t('These figures aren’t up to date yet. They change automatically once counting is done.')}</p>
        </Notice>
      )}
      {isEmpty ? (
        <NoFigures view={view} type={type} title={title} />
      ) : (
        <>
          <Headline view={view} />
          <section className={styles['chartBox']} aria-label={`${label}, ${title}`}>
            <Legend
              shown={namedOf(shown, pointed !== null)}
              axes={axes}
              at={pointed === null ? null : (view.slots[pointed] ?? null)}
              place={pointed}
              view={view}
            />
            <div className={styles['chart']}>
              <SeriesChart
                model={model}
                label={chartLabel(label, title, table.rows.length, axes)}
                onCursor={setPointed}
                onPick={(first, last) => openPlaces(view, first, last)}
              />
            </div>
            {hidden > 0 && (
              <p className={styles['soft']}>
                {t(
                  '{count, plural, one {# more source is} other {# more sources are}} in the table below and in the exported file, not in the chart.',
                  { count: hidden },
                )}
              </p>
            )}
          </section>
        </>
      )}
      <div className={styles['options']}>
        {view.range !== 'all' && (
          <Segmented
            label={t('Compare')}
            value={filters.isCompared ? 'past' : 'alone'}
            options={[
              ['alone', t('This range')],
              ['past', t('And a year before')],
            ]}
            onChange={(name) => changeFilters({ isCompared: name === 'past' })}
          />
        )}
        {view.parts.length === 1 && view.shares.length > 1 && (
          <Segmented
            label={t('Sources')}
            value={filters.isEach ? 'each' : 'counted'}
            options={[
              ['counted', t('As counted')],
              ['each', t('Each source')],
            ]}
            onChange={(name) => changeFilters({ isEach: name === 'each' })}
          />
        )}
        <OverlayPicker
          type={type.type}
          overlay={view.overlay?.kind.type}
          onChange={(overlay) => changeFilters({ overlay })}
        />
      </div>
      {!isEmpty && (
        <>
          <Values view={view} />
          <Shares view={view} />
          <FiguresTable label={`${label}, ${title}`} table={table} onOpen={openRow} />
          {view.parts.length > 1 && <PairList days={view.days} title={title} />}
        </>
      )}
      <div className={styles['how']}>
        <Disclosure title={t('How this was counted')}>
          <ul className={styles['rules']}>
            {countingRules(kind, view.zone).map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ul>
        </Disclosure>
      </div>
    </div>
  );
}

/** Each call is cached separately, so a range that was seen before, or one of its parts, is there immediately. */
const asker = (bridge: ReturnType<typeof useBridge>, client: QueryClient): Ask => ({
  figures: (input) => client.fetchQuery(callOptions(bridge, 'history.figures', input)),
  shares: (input) => client.fetchQuery(callOptions(bridge, 'history.figureShares', input)),
});

const viewOptions = (bridge: ReturnType<typeof useBridge>, client: QueryClient, asked: Asked) =>
  queryOptions({
    // Begins like a call, so that it is asked for again with them (bridge/queries.ts).
    queryKey: ['history.figures', 'view', asked],
    queryFn: () => readView(asked, asker(bridge, client)),
  });

/** The view asked for; until it is read, the one before of the same type. */
function useTypeView(asked: Asked) {
  const options = viewOptions(useBridge(), useQueryClient(), asked);
  return useQuery({
    ...options,
    placeholderData: (before: TypeView | undefined) =>
      before?.parts.map(({ kind }) => kind.type).join() === asked.types.join() ? before : undefined,
  });
}
