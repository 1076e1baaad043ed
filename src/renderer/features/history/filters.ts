import { type EventCategory, eventCategories } from '../../../shared/domain/event-category.ts';
import { dayStartIn } from '../../components/zone-formats.ts';
import { currentRoute, type Route, replaceQuery } from '../../navigation/routes.ts';

export const historyTabs = ['events', 'records', 'workouts'] as const;
export type HistoryTab = (typeof historyTabs)[number];

/** What the page shows, as it stands in the address: so a link, a reload and the back button all keep it. */
export interface Filters {
  readonly tab: HistoryTab;
  readonly type: string | undefined;
  readonly activity: string | undefined;
  readonly category: EventCategory | undefined;
  /** What is looked for in events. */
  readonly text: string | undefined;
  readonly source: number | undefined;
  /** Days of the home zone, both inclusive, `YYYY-MM-DD`. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Only what the Health app no longer has. */
  readonly isRemoved: boolean;
  readonly item: number | undefined;
}

const positive = (text: string | undefined) =>
  text !== undefined && /^[1-9]\d{0,15}$/.test(text) ? Number(text) : undefined;
/** A day that there is: February has no 31st. */
function isDay(text: string | undefined): boolean {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
const filled = (text: string | undefined) =>
  text === undefined || text === '' ? undefined : text.slice(0, 200);

/** A stale or hand-made link never breaks the page: what cannot be read is left out. */
export function filtersOf({ query }: Route): Filters {
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
    item: positive(query['item']),
  };
}

function showFilters({ isRemoved, ...filters }: Filters): void {
  replaceQuery('history', {
    ...filters,
    removed: isRemoved ? '1' : undefined,
    tab: filters.tab === 'records' ? undefined : filters.tab,
    source: filters.source?.toString(),
    item: filters.item?.toString(),
  });
}

/** Changes some filters and closes the item. Always the same function, so that what takes it is not drawn anew. */
export function changeFilters(part: Partial<Filters>): void {
  showFilters({ ...filtersOf(currentRoute()), item: undefined, ...part });
}

export function openItem(item: number | undefined): void {
  showFilters({ ...filtersOf(currentRoute()), item });
}

export function clearFilters(): void {
  changeFilters({
    type: undefined,
    activity: undefined,
    category: undefined,
    text: undefined,
    source: undefined,
    from: undefined,
    to: undefined,
    isRemoved: false,
  });
}

/** The chosen days of a zone as the calls take them: `from` inclusive, `to` exclusive, UTC seconds. */
export function rangeOf(
  { from, to }: Pick<Filters, 'from' | 'to'>,
  zone: string | null,
): { from?: number; to?: number } {
  return {
    ...(from === undefined ? {} : { from: dayStartIn(from, 0, zone) }),
    ...(to === undefined ? {} : { to: dayStartIn(to, 1, zone) }),
  };
}
