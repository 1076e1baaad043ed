import { useSyncExternalStore } from 'react';
import { type PageName, pageNames } from '../../shared/page/page-names.ts';

export type { PageName } from '../../shared/page/page-names.ts';

export interface Route {
  readonly page: PageName;
  readonly query: Readonly<Record<string, string>>;
}

/** `#/history?type=…` → page and query. Anything else is the first page: a stale link never breaks the app. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const page = pageNames.find((name) => name === path) ?? 'import';
  return { page, query: Object.fromEntries(new URLSearchParams(search)) };
}

export function formatRoute(
  page: PageName,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const search = new URLSearchParams(given).toString();
  return `#/${page}${search === '' ? '' : `?${search}`}`;
}

export function goTo(page: PageName, query?: Readonly<Record<string, string | undefined>>): void {
  window.location.hash = formatRoute(page, query);
}

/** The same place with another query, without a step in the browser's history: for filters. */
export function replaceQuery(page: PageName, query: Readonly<Record<string, string | undefined>>): void {
  window.history.replaceState(null, '', formatRoute(page, query));
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

let last: { readonly hash: string; readonly route: Route } | null = null;

/** The place shown now, outside of rendering. */
export function currentRoute(): Route {
  const { hash } = window.location;
  if (last?.hash !== hash) last = { hash, route: parseRoute(hash) };
  return last.route;
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute);
}
