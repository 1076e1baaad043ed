import { formatRoute, goTo, type Route } from '../../navigation/routes.ts';

/** What the Documents tab shows, as it stands in the address. */
export interface DocumentPlace {
  /** undefined: the first there is. */
  readonly group: string | undefined;
  /** Only what the Health app no longer has. */
  readonly isRemoved: boolean;
  readonly item: number | undefined;
}

/** A stale or hand-made link never breaks the page: what cannot be read is left out. */
export function documentPlace({ query }: Route): DocumentPlace {
  const { group, item } = query;
  return {
    group: group === undefined || group === '' ? undefined : group.slice(0, 300),
    isRemoved: query['removed'] === '1',
    item: item !== undefined && /^[1-9]\d{0,14}$/.test(item) ? Number(item) : undefined,
  };
}

const queryOf = ({ group, isRemoved, item }: DocumentPlace) => ({
  tab: 'documents',
  group,
  removed: isRemoved ? '1' : undefined,
  item: item?.toString(),
});

/** The address of a place, for a link. */
export const documentHref = (place: DocumentPlace): string => formatRoute('history', queryOf(place));

/** A step that the back button takes back. */
export const goToDocument = (place: DocumentPlace): void => goTo('history', queryOf(place));

/** A record among the records, with all that is known of it. */
export const recordHref = (type: string, id: number): string =>
  formatRoute('history', { type, item: String(id) });
