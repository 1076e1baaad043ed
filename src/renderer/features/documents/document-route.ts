import { formatRoute, goTo, type Route } from '../../navigation/routes.ts';

/** The Documents tab's place in the address. */
export interface DocumentPlace {
  /** undefined: the first one. */
  readonly group: string | undefined;
  /** Only items no longer in the Health app. */
  readonly isRemoved: boolean;
  readonly item: number | undefined;
}

/** A stale or hand-made link never breaks the page: invalid parts are left out. */
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

/** Adds a history step for the back button. */
export const goToDocument = (place: DocumentPlace): void => goTo('history', queryOf(place));

/** A record in the records list, with its details open. */
export const recordHref = (type: string, id: number): string =>
  formatRoute('history', { type, item: String(id) });
