import type { OutboxState, SyncOverview } from '../../../shared/domain/sync.ts';
import { currentRoute, type Route, replaceQuery } from '../../navigation/routes.ts';

export const tabs = ['failed', 'pending', 'uncertain', 'delivered', 'discarded'] as const;
export type TabName = (typeof tabs)[number];

export const statesOf: Readonly<Record<TabName, OutboxState[]>> = {
  failed: ['failed'],
  pending: ['sending', 'waiting', 'queued'],
  uncertain: ['uncertain'],
  delivered: ['delivered'],
  discarded: ['discarded'],
};

/** The number of items in a tab's list, for one destination or all. */
export function totalOf(
  tab: TabName,
  { destinations }: SyncOverview,
  destination: number | undefined,
): number {
  return destinations
    .filter(({ id }) => destination === undefined || id === destination)
    .flatMap(({ rows }) => statesOf[tab].map((state) => rows[state]))
    .reduce((sum, count) => sum + count, 0);
}

/** Of these, the ones that a retry may store twice: every uncertain item, and some failed ones. */
export function repeatableOf(tab: TabName, overview: SyncOverview, destination: number | undefined): number {
  if (tab === 'uncertain') return totalOf(tab, overview, destination);
  if (tab !== 'failed') return 0;
  return overview.destinations
    .filter(({ id }) => destination === undefined || id === destination)
    .reduce((sum, { failedRepeatable }) => sum + failedRepeatable, 0);
}

export interface ItemKey {
  readonly kind: 'mutation' | 'chunk';
  readonly id: number;
}

/** The page's filters in the address. `tab` undefined: the page chooses the most urgent tab. */
export interface SyncFilters {
  readonly tab: TabName | undefined;
  readonly destination: number | undefined;
  readonly item: ItemKey | undefined;
}

export const itemText = ({ kind, id }: ItemKey) => `${kind}-${id}`;

function itemOf(text: string | undefined): ItemKey | undefined {
  const [, kind, id] = /^(mutation|chunk)-([1-9]\d{0,15})$/.exec(text ?? '') ?? [];
  return kind === 'mutation' || kind === 'chunk' ? { kind, id: Number(id) } : undefined;
}

/** A stale or hand-made link never breaks the page: invalid parts are left out. */
export function syncFiltersOf({ query }: Route): SyncFilters {
  const destination = query['destination'] ?? '';
  return {
    tab: tabs.find((name) => name === query['tab']),
    destination: /^[1-9]\d{0,15}$/.test(destination) ? Number(destination) : undefined,
    item: itemOf(query['item']),
  };
}

/** The address query for these filters. */
export function syncQuery({
  tab,
  destination,
  item,
}: Partial<SyncFilters>): Record<string, string | undefined> {
  return {
    tab,
    destination: destination?.toString(),
    item: item === undefined ? undefined : itemText(item),
  };
}

/** Changes some filters and closes the item. */
export function changeSync(part: Partial<SyncFilters>): void {
  replaceQuery('sync', syncQuery({ ...syncFiltersOf(currentRoute()), item: undefined, ...part }));
}
