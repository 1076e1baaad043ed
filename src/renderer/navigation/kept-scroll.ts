import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Offsets in px by address and name of the scrolling element, while the window is open. */
const offsets = new Map<string, Map<string, number>>();
/** Maximum number of addresses; the least recently used is dropped first. */
const maxAddresses = 200;

/** The view's address, without an open row or dialog, which don't affect scrolling. */
export function viewOf(address: string): string {
  const [path = '', search = ''] = address.split('?', 2);
  const query = new URLSearchParams(search);
  query.delete('item');
  query.delete('export');
  query.sort();
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

export const currentAddress = (): string => viewOf(window.location.hash);

/** 0 if there is none. */
export function keptScroll(address: string, name: string): number {
  return offsets.get(viewOf(address))?.get(name) ?? 0;
}

export function keepScroll(address: string, name: string, offset: number): void {
  const view = viewOf(address);
  const kept = offsets.get(view) ?? new Map<string, number>();
  offsets.delete(view);
  offsets.set(view, kept.set(name, offset));
  const [oldest] = offsets.keys();
  if (offsets.size > maxAddresses && oldest !== undefined) offsets.delete(oldest);
}

/** A newly opened view begins at its top. */
export function forgetScroll(address: string): void {
  offsets.delete(viewOf(address));
}

/**
 * For an element that stays while its page's query changes, such as a column: it returns to its position from the last visit. `name`: unique within
 * the page.
 */
export function useKeptScroll<T extends HTMLElement>(name: string): RefObject<T | null> {
  const element = useRef<T>(null);
  const [address] = useState(() => currentAddress().split('?', 1)[0] ?? '');
  useLayoutEffect(() => {
    if (element.current !== null) element.current.scrollTop = keptScroll(address, name);
  }, [address, name]);
  useEffect(() => {
    const scroller = element.current;
    const keep = () => scroller !== null && keepScroll(address, name, scroller.scrollTop);
    scroller?.addEventListener('scroll', keep, { passive: true });
    return () => scroller?.removeEventListener('scroll', keep);
  }, [address, name]);
  return element;
}
