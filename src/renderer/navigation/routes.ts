import { useSyncExternalStore } from 'react';
import { type PageName, pageNames } from '../../shared/page/page-names.ts';

import { currentAddress, forgetScroll, viewOf } from './kept-scroll.ts';

export type { PageName } from '../../shared/page/page-names.ts';

export interface Route {
  /** null: the address names none, and the app chooses (app/shown-page.ts). */
  readonly page: PageName | null;
  readonly query: Readonly<Record<string, string>>;
}

/** `#/history?type=…` → page and query. Anything else names no page: a stale link never breaks the app. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const page = pageNames.find((name) => name === path) ?? null;
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

/** Adds a step to the browser's history; the new view begins at its top. */
export function goTo(page: PageName, query?: Readonly<Record<string, string | undefined>>): void {
  const address = formatRoute(page, query);
  forgetScroll(address);
  window.location.hash = address;
}

/** Goes to a page as it was left, or to its first view; for menus, which name no view. */
export function openPage(page: PageName): void {
  window.location.hash = lastAddressOf(page);
}

/** The same place with another query, without a step in the browser's history: for filters. */
export function replaceQuery(page: PageName, query: Readonly<Record<string, string | undefined>>): void {
  const address = formatRoute(page, query);
  if (viewOf(address) !== currentAddress()) forgetScroll(address);
  window.history.replaceState(null, '', address);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** Pages whose views are restored; others always begin with their first view. */
const remembered: ReadonlySet<PageName> = new Set<PageName>(['history', 'report', 'sync']);
const lastAddresses = new Map<PageName, string>();

/** A page's last address since the window opened, else its first view. */
export function lastAddressOf(page: PageName): string {
  return lastAddresses.get(page) ?? formatRoute(page);
}

let last: { readonly hash: string; readonly route: Route } | null = null;

/** The place shown now, outside of rendering. */
export function currentRoute(): Route {
  const { hash } = window.location;
  if (last?.hash !== hash) {
    last = { hash, route: parseRoute(hash) };
    const { page } = last.route;
    if (page !== null && remembered.has(page)) lastAddresses.set(page, hash);
  }
  return last.route;
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute);
}
