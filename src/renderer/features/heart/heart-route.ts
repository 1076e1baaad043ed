import { formatRoute, goTo, type Route, replaceQuery } from '../../navigation/routes.ts';

const heartZooms = ['fit', '1', '2', '4'] as const;
export type HeartZoom = (typeof heartZooms)[number];

/** The Heart tab's place in the address. */
export interface HeartPlace {
  readonly of: 'ecg' | 'beats';
  /** Only items no longer in the Health app. */
  readonly isRemoved: boolean;
  readonly item: number | undefined;
  /** The part of a long ECG, from 0. */
  readonly part: number;
  /** `fit`: as wide as the window; else times true size. */
  readonly zoom: HeartZoom;
}

const whole = (text: string | undefined) =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** A stale or hand-made link never breaks the page: invalid parts are left out. */
export function heartPlace({ query }: Route): HeartPlace {
  return {
    of: query['of'] === 'beats' ? 'beats' : 'ecg',
    isRemoved: query['removed'] === '1',
    item: whole(query['item']) || undefined,
    part: Math.min(whole(query['part']) ?? 0, 1_000_000),
    zoom: heartZooms.find((zoom) => zoom === query['zoom']) ?? '1',
  };
}

const queryOf = ({ of, isRemoved, item, part, zoom }: HeartPlace) => ({
  tab: 'heart',
  of: of === 'beats' ? 'beats' : undefined,
  removed: isRemoved ? '1' : undefined,
  item: item?.toString(),
  part: part === 0 ? undefined : String(part),
  zoom: zoom === '1' ? undefined : zoom,
});

/** The address of a place, for a link. */
export const heartHref = (place: HeartPlace): string => formatRoute('history', queryOf(place));

/** Adds a history step for the back button. */
export const goToHeart = (place: HeartPlace): void => goTo('history', queryOf(place));

/** The same ECG in another view, without a history step. */
export const showHeart = (place: HeartPlace): void => replaceQuery('history', queryOf(place));
