import { type EventCategory, eventCategories } from '../../../shared/domain/event-category.ts';
import { type WorkoutSpan, workoutSpanSchema } from '../../../shared/domain/workout-figures.ts';
import { isDay } from '../../../shared/time.ts';
import { dayStartIn } from '../../components/zone-formats.ts';
import { currentRoute, goTo, type Route, replaceQuery } from '../../navigation/routes.ts';
import { type TypeRange, typeRanges } from './type-spans.ts';

export const historyTabs = ['events', 'records', 'workouts', 'sleep', 'rings', 'heart', 'documents'] as const;
export type HistoryTab = (typeof historyTabs)[number];

/** The page's filters in the address, so links, reloads, and the back button keep them. */
export interface Filters {
  readonly tab: HistoryTab;
  readonly type: string | undefined;
  readonly activity: string | undefined;
  readonly category: EventCategory | undefined;
  /** The search text for events. */
  readonly text: string | undefined;
  readonly source: number | undefined;
  /** Days of the home zone, both inclusive, `YYYY-MM-DD`. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Only items no longer in the Health app. */
  readonly isRemoved: boolean;
  /** Workouts: only those with points of a route. */
  readonly hasRoute: boolean;
  /** Workouts: the span of their totals. */
  readonly by: WorkoutSpan | undefined;
  readonly item: number | undefined;
  /** Instants, UTC seconds, the end exclusive: the hours or the night of a bar. They take precedence over the days. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  /** Records that begin before these days or instants and last into them, too: those of a figure that has a share of them. */
  readonly isOverlapping: boolean;
  /** Shows the records of the chosen type instead of its page; implied by some filters. */
  readonly isList: boolean;
  /** A type's page: its range, a day in it, a second type, comparison with a year before, each source separately. */
  readonly range: TypeRange | undefined;
  readonly at: string | undefined;
  readonly overlay: string | undefined;
  readonly isCompared: boolean;
  readonly isEach: boolean;
}

const positive = (text: string | undefined) =>
  text !== undefined && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined;
const filled = (text: string | undefined) =>
  text === undefined || text === '' ? undefined : text.slice(0, 200);

const instant = (text: string | undefined) =>
  text !== undefined && /^-?\d{1,12}$/.test(text) ? Number(text) : undefined;

/** A stale or hand-made link never breaks the page: invalid parts are left out. */
export function filtersOf({ query }: Route): Filters {
  const narrowing = ['source', 'from', 'to', 'since', 'until', 'item', 'removed'];
  return {
    tab: historyTabs.find((name) => name === query['tab']) ?? 'records',
    type: filled(query['type']),
    activity: filled(query['activity']),
    category: eventCategories.find((name) => name === query['category']),
    text: filled(query['text'])?.slice(0, 100),
    source: positive(query['source']),
    from: isDay(query['from']) ? query['from'] : undefined,
    to: isDay(query['to']) ? query['to'] : undefined,
    isRemoved: query['removed'] === '1',
    hasRoute: query['route'] === '1',
    by: workoutSpanSchema.options.find((name) => name === query['by']),
    item: positive(query['item']),
    since: instant(query['since']),
    until: instant(query['until']),
    isOverlapping: query['overlap'] === '1',
    isList: query['list'] === '1' || narrowing.some((name) => query[name] !== undefined),
    range: typeRanges.find((name) => name === query['range']),
    at: isDay(query['at']) ? query['at'] : undefined,
    overlay: filled(query['overlay']),
    isCompared: query['compare'] === '1',
    isEach: query['each'] === '1',
  };
}

const flag = (isOn: boolean) => (isOn ? '1' : undefined);

function queryOf(filters: Filters): Record<string, string | undefined> {
  const { isRemoved, hasRoute, isList, isCompared, isEach, isOverlapping, ...named } = filters;
  return {
    ...named,
    removed: flag(isRemoved),
    overlap: flag(isOverlapping),
    route: flag(hasRoute),
    list: flag(isList && filters.type !== undefined),
    compare: flag(isCompared),
    each: flag(isEach),
    tab: filters.tab === 'records' ? undefined : filters.tab,
    source: filters.source?.toString(),
    item: filters.item?.toString(),
    since: filters.since?.toString(),
    until: filters.until?.toString(),
  };
}

function showFilters(before: Filters, filters: Filters): void {
  // Another page adds a history step for "back"; a filter doesn't.
  const steps = ['tab', 'type', 'activity', 'category', 'range', 'at', 'isList'] as const;
  if (steps.some((name) => before[name] !== filters[name])) goTo('history', queryOf(filters));
  else replaceQuery('history', queryOf(filters));
}

/** Changes some filters and closes the item. Always the same function, so components that receive it don't rerender. */
export function changeFilters(part: Partial<Filters>): void {
  const before = filtersOf(currentRoute());
  showFilters(before, { ...before, item: undefined, ...part });
}

export function openItem(item: number | undefined): void {
  const before = filtersOf(currentRoute());
  showFilters(before, { ...before, item });
}

/** Opens a separate view over the list; the browser's back button returns to the list. */
export function openView(item: number | undefined): void {
  goTo('history', queryOf({ ...filtersOf(currentRoute()), item }));
}

/** Neither days nor instants: the whole history. */
export const wholeTime = {
  from: undefined,
  to: undefined,
  since: undefined,
  until: undefined,
  isOverlapping: false,
} as const;

export function clearFilters(): void {
  changeFilters({
    ...wholeTime,
    type: undefined,
    activity: undefined,
    category: undefined,
    text: undefined,
    source: undefined,
    isList: false,
    isRemoved: false,
    hasRoute: false,
  });
}

/** The days or instants of a filter of records; an overlap needs a beginning. */
export function recordRangeOf(filters: Filters, zone: string | null) {
  const range = rangeOf(filters, zone);
  return filters.isOverlapping && range.from !== undefined ? { ...range, isOverlapping: true } : range;
}

/** The chosen days of a zone, or instants, in the form of the calls: `from` inclusive, `to` exclusive, UTC seconds. */
export function rangeOf(
  { from, to, since, until }: Pick<Filters, 'from' | 'to'> & Partial<Pick<Filters, 'since' | 'until'>>,
  zone: string | null,
): { from?: number; to?: number } {
  const first = since ?? (from === undefined ? undefined : dayStartIn(from, 0, zone));
  const end = until ?? (to === undefined ? undefined : dayStartIn(to, 1, zone));
  return {
    ...(first === undefined ? {} : { from: first }),
    ...(end === undefined ? {} : { to: end }),
  };
}
